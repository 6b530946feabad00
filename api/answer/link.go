package answer

import (
	"net/url"
	"strings"

	"footnote/retrieval"
)

// link is the address that opens a page on a quote: its URL, the nearest
// heading's anchor, and a text fragment that selects the quote, after
// https://wicg.github.io/scroll-to-text-fragment/:
//
//	URL#anchor:~:text=prefix-,start,end,-suffix
//
// The fragment is tried out on the stored text; when none is found that selects
// exactly the quote, the anchor stands alone. Only http and https are linked to.
func link(p retrieval.Passage, c Citation, v *visible) string {
	u, err := url.Parse(p.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	address := u.String() + "#" + escapeFragment(p.Anchor)
	if f, ok := v.fragment(c.Start, c.End); ok {
		return address + ":~:text=" + f.String()
	}
	return strings.TrimSuffix(address, "#")
}

// fragment is a text directive, not yet escaped.
type fragment struct{ prefix, start, end, suffix string }

func (f fragment) String() string {
	var b strings.Builder
	if f.prefix != "" {
		b.WriteString(escapeDirective(f.prefix) + "-,")
	}
	b.WriteString(escapeDirective(f.start))
	if f.end != "" {
		b.WriteString("," + escapeDirective(f.end))
	}
	if f.suffix != "" {
		b.WriteString(",-" + escapeDirective(f.suffix))
	}
	return b.String()
}

const hexDigits = "0123456789ABCDEF"

// escapeDirective percent-encodes all but letters, digits and "._~": the
// hyphen, comma and ampersand have a meaning of their own in a directive.
func escapeDirective(s string) string { return percent(s, "._~") }

// escapeFragment percent-encodes an anchor; "pchar" of RFC 3986 stays, but for
// the colon, with which a directive begins.
func escapeFragment(s string) string { return percent(s, "._~-!$&'()*+,;=@/?") }

func percent(s, keep string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}
