package folder

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"footnote/ingest"
)

// rules say which paths below a source are read.
type rules struct {
	include, exclude     []pattern
	pictures, recordings bool // are read
}

// pattern is a glob for paths, see ingest.Glob. One that does not begin with a
// slash may match at any depth, one that does is held against the whole path from
// the source on; either matches everything below a folder that it matches.
type pattern struct {
	text string
	*regexp.Regexp
}

func newRules(include, exclude []string) (r rules, err error) {
	if r.include, err = compile(include); err != nil {
		return r, err
	}
	r.exclude, err = compile(exclude)
	return r, err
}

func compile(texts []string) ([]pattern, error) {
	var all []pattern
	for _, text := range texts {
		p, err := newPattern(text)
		if err != nil {
			return nil, fmt.Errorf("pattern %q is %w", text, err)
		}
		all = append(all, p)
	}
	return all, nil
}

func newPattern(text string) (pattern, error) {
	glob := strings.Trim(text, "/")
	expression, err := ingest.Glob(glob)
	if err != nil || glob == "" {
		return pattern{}, ingest.ErrGlob
	}
	if !strings.HasPrefix(text, "/") {
		expression = `(?:.*/)?` + expression
	}
	re, err := regexp.Compile(`(?s)\A` + expression + `(?:/.*)?\z`)
	if err != nil {
		return pattern{}, ingest.ErrGlob
	}
	return pattern{text, re}, nil
}

// refuse says why a file is not read, "" if it is.
func (r rules) refuse(file string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if reason := r.refuseFolder(dir); reason != "" {
			return reason
		}
	}
	if reason := r.refuseName(path.Base(file)); reason != "" {
		return reason
	}
	if p, ok := match(r.exclude, file); ok {
		return fmt.Sprintf("excluded by the pattern %q", p.text)
	}
	if contentType(file) == "" {
		return unsupported(file)
	}
	if reason := r.refuseMedia(file); reason != "" {
		return reason
	}
	if _, ok := match(r.include, file); !ok && len(r.include) > 0 {
		return "matches none of the patterns to include"
	}
	return ""
}

// refuseMedia says why a picture or recording is not read.
func (r rules) refuseMedia(file string) string {
	kind := mediaType(file)
	picture := strings.HasPrefix(kind, "image/")
	switch {
	case kind == "":
	case picture && !r.pictures:
		return unsupported(file) + ", a picture; FOOTNOTE_OCR names what reads the text in it"
	case !picture && !r.recordings:
		return unsupported(file) + ", a recording; FOOTNOTE_TRANSCRIBE names what writes down what is said in it"
	}
	return ""
}

// refuseFolder says why nothing in a folder is read, "" if it is looked into.
func (r rules) refuseFolder(dir string) string {
	if reason := r.refuseName(path.Base(dir)); reason != "" {
		return reason
	}
	if p, ok := match(r.exclude, dir); ok {
		return fmt.Sprintf("excluded by the pattern %q", p.text)
	}
	return ""
}

func (r rules) refuseName(name string) string {
	switch {
	case name == "node_modules", name == "__MACOSX":
		return "holds other people's files (" + name + ")"
	case strings.HasPrefix(name, "."):
		return "hidden (the name begins with a dot)"
	}
	return ""
}

func unsupported(file string) string {
	ending := path.Ext(file)
	switch strings.ToLower(ending) {
	case "":
		return "unsupported type: the name has no ending"
	case ".zip", ".gz", ".tgz", ".jsonl", ".ndjson":
		return fmt.Sprintf("unsupported type: %s within another source; name it as a source of its own", ending)
	}
	return "unsupported type: " + ending
}

func match(patterns []pattern, file string) (pattern, bool) {
	for _, p := range patterns {
		if p.MatchString(file) {
			return p, true
		}
	}
	return pattern{}, false
}
