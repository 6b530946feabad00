package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// decode makes UTF-8 of a body: valid, without NUL. A byte order mark decides;
// then, text that is valid UTF-8 and not ASCII is UTF-8 whatever its label says
// (text in another encoding is practically never valid UTF-8 by chance); then
// the label in the header or the page; then the content.
func decode(body []byte, contentType string) []byte {
	enc, name, certain := charset.DetermineEncoding(body, contentType)
	switch {
	case name == "utf-8", !certain && utf8.Valid(body), !strings.HasPrefix(name, "utf-16") && utf8.Valid(body) && !ascii(body):
		body = bytes.TrimPrefix(body, []byte("\ufeff"))
		if !utf8.Valid(body) && mislabelled(body) {
			body = convert(simplifiedchinese.GB18030, body)
		}
	case !certain && looksChinese(body):
		body = convert(simplifiedchinese.GB18030, body)
	default:
		body = convert(enc, body)
	}
	body = bytes.ToValidUTF8(body, []byte("\ufffd"))
	if bytes.IndexByte(body, 0) >= 0 {
		body = bytes.ReplaceAll(body, []byte{0}, nil)
	}
	return body
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

// mislabelled says whether a body that is called UTF-8 is rather GB18030: more
// than one in fifty of its characters are not UTF-8, and as GB18030 it reads
// as Chinese.
func mislabelled(body []byte) bool {
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
	return bad*50 > high && looksChinese(body)
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
