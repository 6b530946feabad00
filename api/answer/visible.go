package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
)

// visible is a document's text as a browser finds strings in it: lower case,
// single spaces, without the marks of list entries, and with a line end where a
// block or a table cell ends, which no string may cross.
type visible struct {
	text  string // as a reader sees it
	lower string // the same length, for comparison
	at    []int  // byte of the document for each byte of text
}

// newVisible reads text, whose blocks have their places counted from base.
func newVisible(text string, base int, blocks []retrieval.Block) *visible {
	v := &visible{}
	var b strings.Builder
	for _, x := range blocks {
		from, to := x.Start-base, x.End-base
		if from < 0 || to > len(text) || from >= to {
			continue
		}
		from += ListMark(x.Kind, text[from:to])
		v.block(&b, text, from, to, base)
	}
	v.text = b.String()
	v.lower = lowered(v.text)
	return v
}

// block writes text[from:to] and a line end.
func (v *visible) block(b *strings.Builder, text string, from, to, base int) {
	put := func(s string, at int) {
		b.WriteString(s)
		for i := range len(s) {
			v.at = append(v.at, at+base+i)
		}
	}
	space := false
	for i := from; i < to; {
		if strings.HasPrefix(text[i:to], cellMark) {
			put("\n", i)
			i += len(cellMark)
			space = false
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:to])
		switch {
		case unicode.IsSpace(r):
			space = true
		case space && b.Len() > 0 && !v.lineEnded(b):
			put(" ", i-1)
			fallthrough
		default:
			put(text[i:i+n], i)
			space = false
		}
		i += n
	}
	put("\n", to)
}

func (v *visible) lineEnded(b *strings.Builder) bool { return strings.HasSuffix(b.String(), "\n") }

// lowered is s in lower case where that keeps its length.
func lowered(s string) string {
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
			return l
		}
		return r
	}, s)
}

// span is the place in v of bytes [start,end) of the document.
func (v *visible) span(start, end int) (from, to int, ok bool) {
	from, to = -1, -1
	for i, at := range v.at {
		if at >= start && at < end && v.text[i] != '\n' {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to, from >= 0
}

// find is the first place of s at or after byte i where it stands as whole
// words; -1: none.
func (v *visible) find(s string, i int) int {
	for i <= len(v.lower) {
		k := strings.Index(v.lower[i:], s)
		if k < 0 {
			return -1
		}
		if k += i; v.bounded(k) && v.bounded(k+len(s)) {
			return k
		}
		i = k + 1
	}
	return -1
}

// bounded: byte i lies between two words. Chinese has no sign for that; there
// browsers ask a dictionary, and fragments are cut at punctuation.
func (v *visible) bounded(i int) bool {
	if i <= 0 || i >= len(v.lower) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(v.lower[:i])
	after, _ := utf8.DecodeRuneInString(v.lower[i:])
	return !inWord(before) || !inWord(after)
}

func inWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}

// selects is the place that a browser would select for a directive.
func (v *visible) selects(f fragment) (from, to int, ok bool) {
	prefix, start, end, suffix := lowered(f.prefix), lowered(f.start), lowered(f.end), lowered(f.suffix)
	for i := 0; ; i++ {
		if prefix != "" {
			if i = v.find(prefix, i); i < 0 {
				return 0, 0, false
			}
			from = v.skip(i + len(prefix))
			if !strings.HasPrefix(v.lower[from:], start) || !v.bounded(from+len(start)) {
				continue
			}
		} else if i = v.find(start, i); i < 0 {
			return 0, 0, false
		} else {
			from = i
		}
		if to, ok = v.closes(from+len(start), end, suffix); ok {
			return from, to, true
		}
		if end != "" {
			return 0, 0, false // no end behind this start, so none behind later ones
		}
	}
}

// closes is where the selection ends that has its start before byte i.
func (v *visible) closes(i int, end, suffix string) (int, bool) {
	if end == "" {
		return i, suffix == "" || strings.HasPrefix(v.lower[v.skip(i):], suffix)
	}
	for k := v.find(end, i); k >= 0; k = v.find(end, k+1) {
		if suffix == "" || strings.HasPrefix(v.lower[v.skip(k+len(end)):], suffix) {
			return k + len(end), true
		}
	}
	return 0, false
}

// skip is the first byte at or after i that is no white space.
func (v *visible) skip(i int) int {
	for i < len(v.lower) && (v.lower[i] == ' ' || v.lower[i] == '\n') {
		i++
	}
	return min(i, len(v.lower))
}
