package answer

import (
	_ "embed"
	"strings"
	"testing"

	"footnote/retrieval"
)

//go:embed testdata/claims.txt
var claimList string

// claim is a sentence about a source.
type claim struct {
	source string
	text   string
	kind   string // of the change; "" of a true one
}

// claimsOf reads the form of claims.txt.
func claimsOf(text string) []claim {
	var out []claim
	for _, part := range strings.Split(text, "\n= ")[1:] {
		var source []string
		for line := range strings.Lines(part) {
			line = strings.TrimSpace(line)
			kind, text, changed := strings.Cut(strings.TrimPrefix(line, "- "), ": ")
			switch {
			case strings.HasPrefix(line, "+ "):
				out = append(out, claim{strings.Join(source, "\n"), line[2:], ""})
			case strings.HasPrefix(line, "- ") && changed && !strings.Contains(kind, " "):
				out = append(out, claim{strings.Join(source, "\n"), text, kind})
			case line != "":
				source = append(source, line)
			}
		}
	}
	return out
}

// passageOf makes a passage of lines with the marks of claims.txt.
func passageOf(s string) retrieval.Passage {
	p := retrieval.Passage{Rank: 1, Score: 1, Document: "d", URL: "https://help.example/p", Title: "Help", Start: 0}
	var b strings.Builder
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\n")
		kind := retrieval.Paragraph
		switch {
		case strings.HasPrefix(line, "# "):
			line, kind = line[2:], retrieval.Heading
		case strings.HasPrefix(line, "- "):
			kind = retrieval.Item
		case strings.Contains(line, " | "):
			kind = retrieval.Row
			if !strings.Contains(b.String(), " | ") {
				kind = retrieval.Header
			}
		}
		start := b.Len()
		b.WriteString(line)
		p.Source.Blocks = append(p.Source.Blocks, retrieval.Block{Kind: kind, Start: start, End: b.Len(), Level: 1})
		b.WriteString("\n")
	}
	p.Text = strings.TrimSuffix(b.String(), "\n")
	p.End = len(p.Text)
	p.Source.Text = p.Text
	return p
}

// The shares that the check must reach on the table.
const (
	mostTrueRejected  = 0.03
	leastFalseCaught  = 0.98
	leastClaimsOfKind = 2
)

func TestCheckTellsTrueFromFalse(t *testing.T) {
	var trues, rejected, falses, caught int
	for _, c := range claimsOf(claimList) {
		v := Check(Draft{Text: c.text, Cites: []Cite{{Passage: 1}}}, &Evidence{Passages: []retrieval.Passage{passageOf(c.source)}})
		if c.kind == "" {
			trues++
			if !v.Supported {
				rejected++
				t.Logf("true, rejected: %s\n\t%s", c.text, v.Why)
			}
			continue
		}
		falses++
		if v.Supported {
			t.Logf("false (%s), not caught: %s\n\t%v", c.kind, c.text, v.Spans)
		} else {
			caught++
		}
	}
	t.Logf("%d of %d false caught, %d of %d true rejected", caught, falses, rejected, trues)
	if float64(caught) < leastFalseCaught*float64(falses) {
		t.Errorf("caught %d of %d false sentences", caught, falses)
	}
	if float64(rejected) > mostTrueRejected*float64(trues) {
		t.Errorf("rejected %d of %d true sentences", rejected, trues)
	}
}
