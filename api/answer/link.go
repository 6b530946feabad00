package answer

import (
	"strings"

	"footnote/retrieval"
)

// link is the address that opens a page on a quote.
func link(p retrieval.Passage, c Citation, _ Source) string {
	if p.URL == "" {
		return ""
	}
	base, _, _ := strings.Cut(p.URL, "#")
	return base + "#" + p.Anchor
}
