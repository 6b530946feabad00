package chunk

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
	"footnote/retrieval"
)

// document builds a document of lines "kind level| text"; a heading opens a
// section. Lines with "+" before the kind follow the one before by one "\n".
func document(t *testing.T, title string, lines ...string) ingest.Document {
	t.Helper()
	d := ingest.Document{ID: "doc", URL: "https://a.example/", Title: title, Language: "en", Labels: map[string]string{"v": "1"}}
	var path []string
	for _, line := range lines {
		head, text, ok := strings.Cut(line, "| ")
		if !ok {
			t.Fatalf("line %q", line)
		}
		head, tight := strings.CutPrefix(head, "+")
		kind := retrieval.BlockKind(strings.TrimRight(head, "0123456789"))
		level := 0
		fmt.Sscan(strings.TrimPrefix(head, string(kind)), &level)
		switch {
		case d.Text == "":
		case tight:
			d.Text += "\n"
		default:
			d.Text += "\n\n"
		}
		start := len(d.Text)
		d.Text += text
		d.Blocks = append(d.Blocks, retrieval.Block{Kind: kind, Start: start, End: len(d.Text), Level: level})
		if kind == retrieval.Heading {
			path = append(append([]string{}, path[:min(level-1, len(path))]...), text)
			if n := len(d.Sections); n > 0 {
				d.Sections[n-1].End = start
			}
			d.Sections = append(d.Sections, ingest.Section{Path: path, Level: level, Anchor: "a" + fmt.Sprint(len(d.Sections)), Start: start})
		}
	}
	if n := len(d.Sections); n > 0 {
		d.Sections[n-1].End = len(d.Text)
	}
	return d
}

// texts are the texts of chunks, with what they repeat in front.
func texts(chunks []retrieval.Chunk) []string {
	var out []string
	for _, c := range chunks {
		s := c.Text
		if c.Context != "" {
			s = "(" + c.Context + ") " + s
		}
		out = append(out, s)
	}
	return out
}

// words counts words: ten make a budget that fits a test.
func words(s string) int { return len(strings.Fields(s)) }

// sentences are n sentences of five words.
func sentences(n int) string {
	return strings.TrimSpace(strings.Repeat("One two three four five. ", n))
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"a short document", []string{"heading1| T", "paragraph| One two.", "item1| - a", "+item1| - b"}, []string{"T\n\nOne two.\n\n- a\n- b"}},
		{"sections", []string{"heading1| T", "paragraph| " + sentences(1), "heading2| A", "paragraph| " + sentences(1), "heading2| B", "paragraph| " + sentences(1)},
			[]string{"T\n\n" + sentences(1), "A\n\n" + sentences(1), "B\n\n" + sentences(1)}},
		{"headings with nothing under them", []string{"heading1| T", "heading2| A", "paragraph| " + sentences(1), "heading2| B", "heading3| C", "paragraph| " + sentences(2)},
			[]string{"T\n\nA\n\n" + sentences(1), "B\n\nC\n\n" + sentences(2)}},
		{"tiny neighbours", []string{"heading1| T", "paragraph| " + sentences(3), "heading2| A", "paragraph| x", "heading2| B", "paragraph| y"},
			[]string{"T\n\n" + sentences(3), "A\n\nx\n\nB\n\ny"}},
		{"questions stay alone", []string{"heading1| T", "paragraph| " + sentences(2), "heading2| Why?", "paragraph| x", "heading2| 为什么？", "paragraph| y"},
			[]string{"T\n\n" + sentences(2), "Why?\n\nx", "为什么？\n\ny"}},
		{"tiny, but of other parents", []string{"heading1| T", "paragraph| " + sentences(2), "heading2| A", "paragraph| One two.", "heading3| B", "paragraph| x", "heading2| C", "paragraph| " + sentences(2)},
			[]string{"T\n\n" + sentences(2), "A\n\nOne two.\n\nB\n\nx", "C\n\n" + sentences(2)}},
		{"a long paragraph at sentences", []string{"heading1| T", "paragraph| " + sentences(7)},
			[]string{"T\n\n" + sentences(3), sentences(3), sentences(1)}},
		{"a long sentence at words", []string{"paragraph| " + strings.TrimSpace(strings.Repeat("word ", 25))},
			[]string{strings.TrimSpace(strings.Repeat("word ", 11)), strings.TrimSpace(strings.Repeat("word ", 14))}},
		{"steps stay together", []string{"paragraph| " + sentences(2), "step1| 1. a b c d", "+step1| 2. a b c d", "+item2| - e", "paragraph| " + sentences(2)},
			[]string{sentences(2), "1. a b c d\n2. a b c d\n- e", sentences(2)}},
		{"steps with what announces them", []string{"paragraph| " + sentences(2), "paragraph| Do this:", "step1| 1. a b c", "+step1| 2. a b c"},
			[]string{sentences(2), "Do this:\n\n1. a b c\n2. a b c"}},
		{"steps that cannot", []string{"step1| 1. a b c d e", "+step1| 2. a b c d e", "+step1| 3. a b c d e", "+step1| 4. a b c d e", "+step1| 5. a b c d e"},
			[]string{"1. a b c d e\n2. a b c d e", "3. a b c d e\n4. a b c d e", "5. a b c d e"}},
		{"a long table", []string{"caption| Fees", "header| a | b", "+row| one | two three four", "+row| five | six seven eight", "+row| nine | ten"},
			[]string{"Fees\n\na | b\none | two three four\nfive | six seven eight", "(Fees\na | b) nine | ten"}},
		{"code at lines", []string{"code| a b c d e\nf g h i j\n\nk l m n o\np q r s t"},
			[]string{"a b c d e\nf g h i j\n\nk l m n o", "p q r s t"}},
		{"a question with its answer", []string{"paragraph| " + sentences(3), "term| Is it?", "paragraph| " + sentences(1)},
			[]string{sentences(3), "Is it?\n\n" + sentences(1)}},
		{"a heading with the beginning of what follows", []string{"heading1| One two three four", "paragraph| " + sentences(3)},
			[]string{"One two three four\n\n" + sentences(2), sentences(1)}},
	} {
		d := document(t, "Title", c.lines...)
		s := Splitter{Budget: 20, Min: 5, Count: words}
		chunks := s.Split(d)
		if diff := cmp.Diff(c.want, texts(chunks)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
		checkChunks(t, s, d, chunks)
	}
}

func TestPlace(t *testing.T) {
	d := document(t, "T", "heading1| T", "paragraph| "+sentences(2), "heading2| A", "heading3| B", "paragraph| "+sentences(2), "heading3| C", "paragraph| x", "heading3| D", "paragraph| y", "heading2| E", "paragraph| "+sentences(2))
	d.FAQ = true
	var got []string
	for _, c := range (Splitter{Budget: 20, Min: 5, Count: words}).Split(d) {
		got = append(got, c.Section+" #"+c.Anchor)
		if c.Document != "doc" || c.URL != d.URL || c.Title != "T" || c.Language != "en" || !c.FAQ || c.Labels["v"] != "1" {
			t.Errorf("chunk without what its document says: %+v", c)
		}
	}
	if diff := cmp.Diff([]string{" #a0", "A > B #a2", "A #a3", "E #a5"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestIDs(t *testing.T) {
	first := document(t, "T", "heading1| T", "paragraph| "+sentences(3), "heading2| A", "paragraph| "+sentences(3))
	second := document(t, "T", "heading1| T", "paragraph| "+sentences(3), "heading2| A", "paragraph| "+sentences(2))
	s := Splitter{Budget: 20, Min: 5, Count: words}
	a, again, b := s.Split(first), s.Split(first), s.Split(second)
	if a[0].ID != again[0].ID || a[0].ID != b[0].ID {
		t.Error("the same text at the same place has another id")
	}
	if a[1].ID == b[1].ID || a[0].ID == a[1].ID {
		t.Error("another text has the same id")
	}
	other := first
	other.ID = "other"
	if s.Split(other)[0].ID == a[0].ID {
		t.Error("another document has the same ids")
	}
}

func TestZeroValue(t *testing.T) {
	for _, text := range []string{strings.Repeat("Refunds take five days. ", 500), strings.Repeat("退款需要五个工作日。", 500), strings.Repeat("退", 5000), strings.Repeat("x", 50000)} {
		d := ingest.Document{ID: "doc", Text: strings.TrimSpace(text)}
		chunks := Splitter{}.Split(d)
		checkChunks(t, Splitter{}, d, chunks)
		if len(chunks) < 2 {
			t.Errorf("%d chunks of %d bytes", len(chunks), len(text))
		}
	}
	for _, d := range []ingest.Document{{}, {Text: " \n\n\t"}, {Text: "", Blocks: []retrieval.Block{{Kind: retrieval.Code, Start: 0, End: 9}}}} {
		if chunks := (Splitter{}).Split(d); len(chunks) != 0 {
			t.Errorf("%d chunks of nothing", len(chunks))
		}
	}
}

func TestSentencesAreNotCut(t *testing.T) {
	for _, sentence := range []string{"A refund takes 3.5 days at most.", "退款最多需要三天，节假日顺延。"} {
		sep := ""
		if sentence[0] == 'A' {
			sep = " "
		}
		d := ingest.Document{ID: "doc", Text: strings.TrimSpace(strings.Repeat(sentence+sep, 200))}
		for _, c := range (Splitter{Budget: 100}).Split(d) {
			if !strings.HasPrefix(c.Text, sentence) || !strings.HasSuffix(c.Text, sentence) {
				t.Errorf("chunk begins or ends inside a sentence: %q", c.Text)
			}
		}
	}
}
