package answer

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"footnote/retrieval"
)

// Evidence is what drafts are held against.
type Evidence struct {
	Passages []retrieval.Passage
	// Text returns the stored text of a document, or "" where it cannot be had;
	// nil: the passages' own copies are used.
	Text func(document string) string
	// Question, if known: a draft that only repeats it says nothing.
	Question string
	// Cover is how much of the meaning of a sentence a text has, 0 to 1; nil:
	// words count by their stems and the lists of synonyms alone.
	Cover func(said, text string) float64

	windows map[int][]*window // by number of the passage, made when first cited
}

// Bounds of the check.
const (
	// longestSentence in characters: no sentence of a help page's answer is
	// longer; a passage given back whole is.
	longestSentence = 700
	// minCoverage is the share of a statement's content words that a window must
	// have, counted as in coverage. Fitted with the true paraphrases and false
	// variants in testdata and on BEGIN: with .6 a tenth of the former fewer pass,
	// and no more of the latter are caught; with .4 BEGIN loses .01.
	minCoverage = 0.5
	// shortCoverage is the share of the words of a statement that has less than
	// fewWords: "Refunds are instant" has half in any sentence on refunds.
	shortCoverage = 0.55
	fewWords      = 3
	// pairCoverage is the same for two sentences or a list taken together, where
	// words that do not belong together may meet.
	pairCoverage = 0.6
)

// Check holds a draft against the passages that it cites. It is deterministic
// and asks no model:
//
//   - A draft that cites exact spans and says what they say, word for word, is
//     supported by them; so is a row of a table with its header's names.
//   - Otherwise one window of a cited passage (see windows) must state each
//     value, name and label of the draft, agree with it in negation, limits and
//     other words that turn a meaning, and hold its other content words above
//     minCoverage. A draft of several clauses may rest on several windows.
//   - A passage given back whole, a draft that repeats the question, and one
//     without anything to check are not supported.
//
// Where draft and passage are in different languages words cannot be compared:
// the draft is supported only if all its values, Latin names and codes are in
// one window that agrees in negation, limits and words with an opposite, and the
// vectors of its words are near those of the window (Evidence.Cover). Without
// vectors it must state at least one value.
func Check(d Draft, e *Evidence) Verdict {
	if len(d.Cites) == 0 {
		return Verdict{Why: "cites nothing"}
	}
	for _, c := range d.Cites {
		if c.Passage < 1 || c.Passage > len(e.Passages) {
			return Verdict{Why: fmt.Sprintf("cites passage %d, there are %d", c.Passage, len(e.Passages))}
		}
	}
	if exact(d, e) {
		return Verdict{Supported: true, Spans: d.Cites}
	}
	if utf8.RuneCountInString(d.Text) > longestSentence {
		return Verdict{Why: fmt.Sprintf("is longer than %d characters: no sentence but an echo", longestSentence)}
	}
	st := newStatement(d.Text)
	if why := idle(st, e.Question); why != "" {
		return Verdict{Why: why}
	}
	return e.support(st, e.cited(d))
}

// exact: the draft is what its spans say, word for word: each of them, all of
// them in a row, or a row of a table with the header's names.
func exact(d Draft, e *Evidence) bool {
	var quotes []string
	for _, c := range d.Cites {
		q, ok := e.quote(c)
		if !ok {
			return false
		}
		quotes = append(quotes, q)
	}
	said := folded(d.Text)
	each := true
	for _, q := range quotes {
		each = each && folded(q) == said
	}
	if each || folded(strings.Join(quotes, " ")) == said {
		return true
	}
	if len(quotes) == 2 {
		text, ok := RowText(quotes[1], quotes[0])
		return ok && folded(text) == said || folded(UnderText(quotes[1], quotes[0])) == said
	}
	return false
}

// folded is s with single spaces.
func folded(s string) string { return strings.Join(strings.Fields(s), " ") }

// idle says why a statement says nothing that can be checked; "" if it does.
func idle(st *statement, question string) string {
	switch {
	case len(st.words) == 0 && len(st.facts) == 0:
		return "says nothing that can be checked"
	case asks(st):
		return "asks instead of stating"
	case speaksOfItself(st):
		return "speaks of itself"
	}
	if question == "" {
		return ""
	}
	q := newStatement(question)
	for _, w := range st.words {
		if !q.terms[w.term] {
			return ""
		}
	}
	for _, f := range st.facts {
		if !stated(f, q.facts) {
			return ""
		}
	}
	return "only repeats the question"
}

func asks(st *statement) bool {
	return isText(st.lex, len(st.lex)-1, "?")
}

// speaksOfItself: "I think", "my opinion": no document says that.
func speaksOfItself(st *statement) bool {
	for i, x := range st.lex {
		switch {
		case x.kind == lexWord && (x.text == "i" || strings.HasPrefix(x.text, "i'")) && len(x.raw) < 5 && !isText(st.lex, i+1, ".", ")"):
			return true
		case x.text == "我" && !isText(st.lex, i+1, "们", "的", "行", "司", "方", "国", "院", "店", "市"):
			return true
		}
	}
	return false
}

// quote is the text of a cited span; ok: it is where the citation says.
func (e *Evidence) quote(c Cite) (string, bool) {
	if c.Passage < 1 || c.Passage > len(e.Passages) || c.Start < 0 || c.Start >= c.End {
		return "", false
	}
	p := e.Passages[c.Passage-1]
	if e.Text != nil {
		if doc := e.Text(p.Document); doc != "" {
			return quoteOf(doc, p, c)
		}
	}
	if c.Start < p.Start || c.End > p.Start+len(p.Text) {
		return "", false
	}
	return uncut(p.Text, c.Start-p.Start, c.End-p.Start)
}

// quoteOf reads a span of a stored document, which must hold the passage where
// the passage says that it is.
func quoteOf(doc string, p retrieval.Passage, c Cite) (string, bool) {
	if c.End > len(doc) || p.Start < 0 || p.Start+len(p.Text) > len(doc) || doc[p.Start:p.Start+len(p.Text)] != p.Text {
		return "", false
	}
	return uncut(doc, c.Start, c.End)
}

// uncut is s[start:end], if it cuts no character.
func uncut(s string, start, end int) (string, bool) {
	if start < len(s) && !utf8.RuneStart(s[start]) || end < len(s) && !utf8.RuneStart(s[end]) {
		return "", false
	}
	return s[start:end], true
}

// cited are the windows of the passages that a draft cites, each passage once.
func (e *Evidence) cited(d Draft) []*window {
	if e.windows == nil {
		e.windows = map[int][]*window{}
	}
	seen := map[int]bool{}
	var out []*window
	for _, c := range d.Cites {
		if seen[c.Passage] {
			continue
		}
		seen[c.Passage] = true
		list, known := e.windows[c.Passage]
		if !known {
			list = windows(c.Passage, e.Passages[c.Passage-1])
			for _, w := range list {
				w.cover = e.Cover
			}
			e.windows[c.Passage] = list
		}
		out = append(out, list...)
	}
	return out
}

// evidence is what the drafts of this answer are held against.
func (m *making) evidence(ctx context.Context) *Evidence {
	if m.held == nil {
		m.held = &Evidence{Passages: m.task.Passages, Question: m.request.Question, Cover: m.Cover, Text: func(document string) string {
			doc, err := m.read(ctx, document)
			if err != nil {
				return ""
			}
			return doc.Text
		}}
	}
	return m.held
}
