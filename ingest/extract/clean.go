package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// line gathers running text: white space is folded, characters without a
// visible form are left out.
type line struct {
	buf     []byte
	pending gap
	last    rune // of buf
	complex bool // buf may not be in normal form C
	inLink  int  // above 0: what is added is in a link
	linked  int  // bytes of buf that are
}

// gap is the white space between the last character and the next.
type gap int

const (
	none gap = iota
	wrap     // a line break of the source: nothing between two Chinese characters
	space
	brk // a line break that a reader sees
)

// add appends s.
func (l *line) add(s string) {
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] > ' ' && s[j] < 0x7f {
			j++
		}
		if j > i {
			l.open(rune(s[i]))
			l.buf = append(l.buf, s[i:j]...)
			l.last = rune(s[j-1])
			if l.inLink > 0 {
				l.linked += j - i
			}
			i = j
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		l.rune(r)
		i += n
	}
}

func (l *line) rune(r rune) {
	switch class(r, l.last) {
	case charSpace:
		l.gap(space)
	case charBreak:
		l.gap(wrap)
	case charVisible:
		l.open(r)
		l.buf = utf8.AppendRune(l.buf, r)
		l.last, l.complex = r, true
		if l.inLink > 0 {
			l.linked += utf8.RuneLen(r)
		}
	}
}

// gap puts white space after what there is; of several the strongest counts.
func (l *line) gap(g gap) { l.pending = max(l.pending, g) }

// open writes the white space before r.
func (l *line) open(r rune) {
	if l.pending == none {
		return
	}
	switch {
	case len(l.buf) == 0, l.pending == wrap && isWide(l.last) && isWide(r):
	case l.pending == brk:
		l.buf = append(l.buf, '\n')
	default:
		l.buf = append(l.buf, ' ')
	}
	l.pending = none
}

// mostlyLink says whether nearly all of the text is in links.
func (l *line) mostlyLink() bool { return l.linked*10 > len(l.buf)*8 }

// take returns the text in normal form C and begins anew.
func (l *line) take() string {
	s := string(l.buf)
	if l.complex {
		s = norm.NFC.String(s)
	}
	*l = line{buf: l.buf[:0], inLink: l.inLink}
	return s
}

// fold is s as one line of running text.
func fold(s string) string {
	var l line
	l.add(s)
	return l.take()
}

type charClass int

const (
	charDropped charClass = iota
	charSpace
	charBreak
	charVisible
)

// class says what becomes of a character. Dropped are control and formatting
// characters, which a reader cannot see: soft hyphens, zero-width spaces,
// direction marks, tag characters; joiners stay where scripts and emoji need
// them, that is after a character of such a script (before).
func class(r, before rune) charClass {
	switch {
	case r == '\n', r == '\r':
		return charBreak
	case r == ' ', r == '\t', r == '\f', r == '\v', r == 0x85, r == 0x2028, r == 0x2029:
		return charSpace
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return charDropped
	case r < 0x80:
		return charVisible
	case r == 0x200c, r == 0x200d:
		if joins(before) {
			return charVisible
		}
		return charDropped
	case unicode.Is(unicode.Zs, r):
		return charSpace
	case unseen(r):
		return charDropped
	}
	return charVisible
}

// unseen lists format characters and what else has no width and no meaning of
// its own (Unicode 16, general category Cf; the Hangul fillers; the combining
// grapheme joiner).
func unseen(r rune) bool {
	switch r {
	case 0x00ad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0, 0xfffe, 0xffff:
		return true
	}
	return unicode.Is(unicode.Cf, r) && (r < 0x0600 || r > 0x06dd) // Arabic number signs are seen
}

// joins says whether a zero-width joiner has a meaning after r: in Arabic and
// the Indic scripts, and inside emoji.
func joins(r rune) bool {
	return r >= 0x0600 && r < 0x0e00 || r == 0xfe0f || r >= 0x2600 && r < 0x2800 || r >= 0x1f000 && r < 0x1fb00
}

// isWide says whether r is of a script that is written without spaces, or
// punctuation of such.
func isWide(r rune) bool {
	return r >= 0x2e80 && r < 0xa4d0 && r != 0x3000 || r >= 0xf900 && r < 0xfb00 ||
		r >= 0xfe30 && r < 0xfe50 || r >= 0xff00 && r < 0xff61 || r >= 0x20000 && r < 0x40000
}

// verbatim cleans code: lines and spaces stay as they are, but for white space
// at the ends of lines and empty lines around.
func verbatim(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if strings.ContainsFunc(s, func(r rune) bool { return r >= 0x7f || r < 0x20 && r != '\n' && r != '\t' }) {
		var before rune
		s = norm.NFC.String(strings.Map(func(r rune) rune {
			c := class(r, before)
			before = r
			switch {
			case c == charDropped:
				return -1
			case c == charSpace && r != '\t' && r != 0x3000:
				return ' '
			}
			return r
		}, s))
	}
	return trimLines(s)
}

// trimLines removes white space at the ends of lines, and empty lines at the
// beginning and the end.
func trimLines(s string) string {
	if strings.Contains(s, " \n") || strings.Contains(s, "\t\n") {
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			lines[i] = strings.TrimRight(l, " \t")
		}
		s = strings.Join(lines, "\n")
	}
	s = strings.TrimRight(s, " \t\n\u3000")
	for {
		i := strings.IndexByte(s, '\n')
		if i < 0 || !blank(s[:i]) {
			return s
		}
		s = s[i+1:]
	}
}

func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}
