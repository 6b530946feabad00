package text

import (
	"slices"
	"strings"
	"sync"
)

// FrontName is what the front page of a part of a site is about: it is titled
// "Overview" or "概述" as often as not, and the folder that it opens has the
// name. "" for other pages, whose title says it.
func FrontName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	address, _, _ = strings.Cut(address, "#")
	if _, rest, ok := strings.Cut(address, "://"); ok {
		_, address, _ = strings.Cut(rest, "/") // without the host
	}
	folder, file := "", address
	if i := strings.LastIndexByte(address, '/'); i >= 0 {
		folder, file = address[:i], address[i+1:]
	}
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(file, "_")), ".")
	if !slices.Contains([]string{"", "index", "readme", "overview", "introduction", "intro", "default", "home"}, name) {
		return ""
	}
	return folder[strings.LastIndexByte(folder, '/')+1:]
}

// Opens: the heading only says that something begins, not what.
func Opens(heading string) bool { return openers()[strings.ToLower(strings.TrimSpace(heading))] }

// openers is made once, never changed.
var openers = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, h := range strings.Split("overview|introduction|intro|about|summary|description|general|basics|what is it|概述|概览|介绍|简介|说明|总览|概要|简述", "|") {
		set[h] = true
	}
	return set
})
