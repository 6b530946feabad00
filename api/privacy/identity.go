package privacy

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	chineseID = regexp.MustCompile(`[1-9]\d{5}(?:19|20)\d{9}[\dXx]`)
	// american is a social security number: no area 000, 666 or 9xx, no group 00.
	american = regexp.MustCompile(`\b\d{3}-\d{2}-\d{4}\b`)
	// british is a national insurance number.
	british = regexp.MustCompile(`(?i)\b[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b`)
	// called is a number behind the name of a paper; the groups are the number's.
	called = regexp.MustCompile(`(?i)(?:passport|driver'?s?['’]?s? licen[cs]e|driving licen[cs]e|licen[cs]e|identity card|id card|national id|social security|ssn|tax id|护照|驾驶证|驾照|身份证|港澳通行证|社保)(?:\s*(?:number|no\.?|num|号码|号))?\s*(?:is|was|are|[:：=#]|是|为)?\s*([a-z]{0,2}[- ]?\d[\dx -]{4,18}[\dx])`)
)

// identities are the numbers of people's papers.
func identities(s string) []Found {
	var out []Found
	for _, m := range chineseID.FindAllStringIndex(s, -1) {
		if !inWord(s, m[0], m[1]) && validChineseID(s[m[0]:m[1]]) {
			out = append(out, Found{Identity, m[0], m[1]})
		}
	}
	for _, m := range american.FindAllStringIndex(s, -1) {
		if area := s[m[0] : m[0]+3]; area != "000" && area != "666" && area[0] != '9' && s[m[0]+4:m[0]+6] != "00" {
			out = append(out, Found{Identity, m[0], m[1]})
		}
	}
	for _, m := range british.FindAllStringIndex(s, -1) {
		out = append(out, Found{Identity, m[0], m[1]})
	}
	if !holdsAny(strings.ToLower(s), paperNames) {
		return out
	}
	for _, m := range called.FindAllStringSubmatchIndex(s, -1) {
		out = append(out, Found{Identity, m[2], m[3]})
	}
	return out
}

// validChineseID is the check of GB 11643-1999: a real day of birth, and the
// weighted sum of the first 17 digits gives the last character.
func validChineseID(s string) bool {
	born, err := time.Parse("20060102", s[6:14])
	if err != nil || born.Year() < 1900 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		d, err := strconv.Atoi(s[i : i+1])
		if err != nil {
			return false
		}
		sum += d * w
	}
	last := s[17]
	if last == 'x' {
		last = 'X'
	}
	return "10X98765432"[sum%11] == last
}
