package charset

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// ErrBinary is the error of content that is called text and is none.
var ErrBinary = errors.New("binary content")

// signatures are the first bytes of files that are often named wrongly.
var signatures = []string{
	"%PDF-", "PK\x03\x04", "\x89PNG", "GIF8", "\xff\xd8\xff", "\x1f\x8b", "\x7fELF", "BZh", "7z\xbc\xaf", "\xd0\xcf\x11\xe0", "SQLite format 3\x00", "RIFF", "OggS", "\x00asm",
}

// maxControls is the share of control characters, one in so many bytes, from
// which on a body is no text. Random bytes have one in ten, text none; a log
// with escape sequences stays below.
const maxControls = 50

// leastControls are forgiven in the shortest text.
const leastControls = 4

// signed says whether a body begins as a file that is no text.
func signed(body []byte) bool {
	for _, s := range signatures {
		if bytes.HasPrefix(body, []byte(s)) && !utf8.Valid(body[:min(len(body), sniffBytes)]) {
			return true
		}
	}
	return false
}

// noText says whether a decoded body is none for people.
func noText(body []byte) bool {
	n := min(len(body), sniffBytes)
	return controlled(body[:n]) || n < len(body) && controlled(body[len(body)-n:])
}

// controlled says whether a stretch holds more control characters than text does.
func controlled(stretch []byte) bool {
	controls := 0
	for _, c := range stretch {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b || c == 0x7f {
			controls++
		}
	}
	return controls > leastControls && controls*maxControls > len(stretch)
}
