package answer

import (
	"strings"
	"testing"

	"footnote/retrieval"
)

// BenchmarkCheck holds a paraphrase against one passage of twelve sentences; the
// passage is read anew each time.
func BenchmarkCheck(b *testing.B) {
	p := passageOf(strings.Repeat("Standard delivery costs €4.90 and takes 2 to 4 working days. Express delivery costs €9.90 and arrives on the next working day, but not on Sundays.\n", 6))
	d := Draft{Text: "Express delivery is 9.90 euros and comes the next working day.", Cites: []Cite{{Passage: 1}}}
	for b.Loop() {
		Check(d, &Evidence{Passages: []retrieval.Passage{p}})
	}
}
