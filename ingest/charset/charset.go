// Package charset makes UTF-8 of what pages and files are written in, by their
// byte order mark, by what their server or they themselves say, and by their
// content: UTF-8, UTF-16, GBK and GB 18030, Big5, Shift-JIS, EUC-JP, EUC-KR,
// Latin-1 and whatever else a page names.
package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	htmlcharset "golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Decode makes UTF-8 of a body: valid, without NUL. A byte order mark decides;
// then, text that is valid UTF-8 and not ASCII is UTF-8 whatever its label says
// (text in another encoding is practically never valid UTF-8 by chance); then
// the label in the header or the page, unless it is the one that servers give
// without looking; then the content. Content that is no text
// is ErrBinary.
func Decode(body []byte, contentType string) ([]byte, error) {
	if signed(body) {
		return nil, ErrBinary
	}
	enc, name, certain := htmlcharset.DetermineEncoding(body, contentType)
	wide := strings.HasPrefix(name, "utf-16")
	valid := !wide && utf8.Valid(body) && bytes.IndexByte(body, 0) < 0
	switch {
	case valid && (name == "utf-8" || !certain || !ascii(body)):
		body = bytes.TrimPrefix(body, []byte("\ufeff"))
	case name == "utf-8":
		body = reread(body, nil)
	case !certain || name == "windows-1252":
		body = reread(body, enc)
	default:
		body = convert(enc, body)
	}
	if noText(body) {
		return nil, ErrBinary
	}
	body = bytes.ToValidUTF8(body, []byte("\ufffd"))
	if bytes.IndexByte(body, 0) >= 0 {
		body = bytes.ReplaceAll(body, []byte{0}, nil)
	}
	return body, nil
}

// reread decodes a body that is not what it is called, or is not called
// anything: as it looks, if that is plain, else as it is called; nil: UTF-8.
func reread(body []byte, label encoding.Encoding) []byte {
	if mostlyUTF8(body) {
		return bytes.TrimPrefix(body, []byte("\ufeff"))
	}
	if e := guess(body); e != nil {
		return convert(e, body)
	}
	if label == nil {
		return body
	}
	return convert(label, body)
}

func convert(enc encoding.Encoding, body []byte) []byte {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return out
}

func ascii(body []byte) bool {
	for _, c := range body {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// sniffBytes is how much of a body is looked at to tell its encoding.
const sniffBytes = 32 << 10

// mostlyUTF8 says whether a body is UTF-8 with some broken characters, at most
// one in fifty: cut, or put together from several sources.
func mostlyUTF8(body []byte) bool {
	body = body[:min(len(body), sniffBytes)]
	bad, high := 0, 0
	for i := 0; i < len(body); {
		r, n := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		if r >= 0x80 {
			high++
		}
		i += n
	}
	return high > 0 && bad*50 <= high
}

// looksChinese says whether a body decodes from GB18030 to text in which nine
// of ten characters beyond ASCII are Chinese.
func looksChinese(body []byte) bool {
	body = body[:min(len(body), sniffBytes)]
	han, other := 0, 0
	for _, r := range string(convert(simplifiedchinese.GB18030, body)) {
		switch {
		case r < 0x80:
		case unicode.Is(unicode.Han, r), r >= 0x3000 && r < 0x3040, r >= 0xff00 && r < 0xff61, r >= 0x2010 && r < 0x2030:
			han++
		default:
			other++
		}
	}
	return han > 0 && han >= 9*other
}
