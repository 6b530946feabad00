package rank

import (
	"slices"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Finish makes passages of the best ranked chunks: at most limit, numbered from
// 1, each with the words of the question that it holds marked and named. A chunk
// that says the same as a better one is dropped. Ranked hits without a chunk
// (removed in the meantime) are passed over; chunks may come in any order.
func Finish(q retrieval.Reading, ranked []retrieval.Ranked, chunks []retrieval.Chunk, limit int) []retrieval.Passage {
	return Finisher{}.Finish(q, ranked, chunks, limit)
}

// Finisher finishes as Finish does, with a product's own words.
type Finisher struct {
	Protected *text.Protected // nil: none
}

// Finish is the function of that name.
func (x Finisher) Finish(q retrieval.Reading, ranked []retrieval.Ranked, chunks []retrieval.Chunk, limit int) []retrieval.Passage {
	at := make(map[retrieval.ID]int, len(chunks))
	for i := range chunks {
		at[chunks[i].ID] = i
	}
	f := finisher{protected: x.Protected, matcher: text.NewMatcher(q.Terms)}
	passages := make([]retrieval.Passage, 0, max(0, min(limit, len(chunks))))
	for _, r := range ranked {
		if len(passages) >= limit {
			break
		}
		i, ok := at[r.ID]
		if !ok {
			continue
		}
		if p, fresh := f.passage(r, chunks[i]); fresh {
			p.Rank = len(passages) + 1
			passages = append(passages, p)
		}
	}
	return passages
}

// finisher makes the passages of one result.
type finisher struct {
	protected *text.Protected
	matcher   *text.Matcher
	prints    []print // of the passages so far
}

// passage is the chunk as a passage; false if it is a copy of one before. Title
// and headings belong to what is compared: "Yes." below another question says
// something else.
func (f *finisher) passage(r retrieval.Ranked, c retrieval.Chunk) (retrieval.Passage, bool) {
	var p printer
	found := make([]bool, len(f.matcher.Terms()))
	for _, s := range []string{c.Title, c.Section, c.Context} {
		f.read(s, &p, found)
	}
	marks := f.read(c.Text, &p, found)
	print := p.done()
	if slices.ContainsFunc(f.prints, print.copies) {
		return retrieval.Passage{}, false
	}
	f.prints = append(f.prints, print)
	q := passageOf(c, r)
	q.Highlights = marks
	for i, term := range f.matcher.Terms() {
		if found[i] {
			q.Why.Terms = append(q.Why.Terms, term)
		}
	}
	return q, true
}

// read goes through the words of s once: for the print, for the words of the
// question that are found, and for their places, which it returns (not nil: a
// list in JSON).
func (f *finisher) read(s string, p *printer, found []bool) [][2]int {
	marks := [][2]int{}
	for w := range f.protected.Words(s) {
		p.add(w)
		if i, ok := f.matcher.Match(w); ok {
			found[i] = true
			marks = text.Mark(marks, w)
		}
	}
	return marks
}

// passageOf carries over what chunk and rank say.
func passageOf(c retrieval.Chunk, r retrieval.Ranked) retrieval.Passage {
	p := retrieval.Passage{
		Score: min(max(r.Score, 0), 1), Chunk: c.ID, Document: c.Document, URL: c.URL, Title: c.Title, Section: c.Section,
		Anchor: c.Anchor, Language: c.Language, Text: c.Text, Start: c.Start, End: c.End,
		Labels: c.Labels, Why: r.Why, Source: c,
	}
	if !c.Updated.IsZero() {
		updated := c.Updated
		p.Updated = &updated
	}
	return p
}
