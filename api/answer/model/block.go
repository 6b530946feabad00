package model

import (
	"regexp"
	"strings"
)

// The values of answer.Sentence.Block that a reply can have.
const (
	running = ""
	step    = "step"
	item    = "item"
	row     = "row"
	code    = "code"
)

// block is a paragraph, an entry of a list, a row of a table or a piece of code
// of a reply: bytes [start,end) of it.
type block struct {
	kind       string
	start, end int
}

var (
	numberedLead = regexp.MustCompile(`^[ \t]*(?:(?:\d{1,2}|[a-z])[.)][ \t]+|\d{1,2}[、．]|(?i:step)[ \t]+\d{1,2}[.:)][ \t]+|第\d{1,2}步[:：]|步骤\d{1,2}[:：])`)
	bulletLead   = regexp.MustCompile(`^[ \t]*[-*•·‣][ \t]+`)
	headingLead  = regexp.MustCompile(`^[ \t]*#{1,6}[ \t]+`)
	tableLine    = regexp.MustCompile(`^[ \t]*\|.*\|[ \t]*$`)
	tableRule    = regexp.MustCompile(`^[ \t|:-]+$`)
	fenceLine    = regexp.MustCompile("^[ \t]*```")
)

// blocksOf are the blocks of s. midLine: s begins in the middle of a line, so
// nothing at its start is the lead of a list.
func blocksOf(s string, midLine bool) []block {
	var all []block
	for at := 0; at < len(s); {
		end := lineEnd(s, at)
		line := strings.TrimRight(s[at:end], "\n")
		open := len(all) > 0 && !all[len(all)-1].closed(s, at)
		switch {
		case strings.TrimSpace(line) == "":
		case fenceLine.MatchString(line) && !(at == 0 && midLine):
			end = codeBlockEnd(s, end)
			all = append(all, block{code, at, end})
		case onlyMarks(line) && len(all) > 0:
			all[len(all)-1].end = end
		case open && continues(all[len(all)-1].kind, kindOf(line), line):
			all[len(all)-1].end = end
		case at == 0 && midLine:
			all = append(all, block{running, at, end})
		default:
			all = append(all, block{kindOf(line), at, end})
		}
		at = end
	}
	return all
}

// closed: has a blank line come since?
func (b block) closed(s string, at int) bool {
	return strings.Count(s[b.end:at], "\n") > 0
}

// continues: is a line of this kind part of the block before it?
func continues(before, kind, line string) bool {
	if kind != running || headingLead.MatchString(line) {
		return false
	}
	switch before {
	case running:
		return true
	case step, item:
		return line[0] == ' ' || line[0] == '\t'
	}
	return false
}

func kindOf(line string) string {
	switch {
	case numberedLead.MatchString(line):
		return step
	case bulletLead.MatchString(line):
		return item
	case tableLine.MatchString(line):
		return row
	}
	return running
}

// lineEnd is behind the end of the line at i.
func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(s)
}

// codeBlockEnd is behind the line that closes code, whose first line is at i.
func codeBlockEnd(s string, i int) int {
	for i < len(s) {
		end := lineEnd(s, i)
		if fenceLine.MatchString(s[i:end]) {
			return end
		}
		i = end
	}
	return len(s)
}

func onlyMarks(line string) bool {
	return mark.MatchString(line) && strings.Trim(mark.ReplaceAllString(line, ""), " \t.,;，；。、()（）") == ""
}

// codeOf is the code between the fences, and what stands behind them.
func codeOf(raw string) (inside, after string) {
	_, body, _ := strings.Cut(raw, "\n")
	for i := 0; i < len(body); {
		end := lineEnd(body, i)
		if fenceLine.MatchString(body[i:end]) {
			return strings.Trim(body[:i], "\n"), body[end:]
		}
		i = end
	}
	return strings.Trim(body, "\n"), ""
}

// bare is the text of a block without its lead, on one line.
func bare(kind, text string) string {
	switch kind {
	case step:
		text = numberedLead.ReplaceAllString(text, "")
	case item:
		text = bulletLead.ReplaceAllString(text, "")
	case row:
		text = strings.Trim(strings.TrimSpace(text), "|")
	default:
		text = headingLead.ReplaceAllString(text, "")
	}
	return strings.Join(strings.Fields(text), " ")
}
