package rank

import (
	"slices"
	"sync"

	"footnote/retrieval"
	"footnote/retrieval/memory"
	"footnote/retrieval/text"
)

// Finish makes passages of the best ranked chunks: at most limit, numbered from
// 1, each with the words of the question that it holds marked and named. A chunk
// that says the same as a better one is dropped. Ranked hits without a chunk
// (removed in the meantime) are passed over; chunks may come in any order.
func Finish(q retrieval.Reading, ranked []retrieval.Ranked, chunks []retrieval.Chunk, limit int) []retrieval.Passage {
	return (&Finisher{}).Finish(q, ranked, chunks, limit)
}

// Finisher finishes as Finish does, with a product's own words, and remembers the
// words of chunks: while somebody types, the same ones are found again and again. Safe for
// concurrent use.
type Finisher struct {
	Protected *text.Protected // nil: none

	once sync.Once
	said memory.Memory[retrieval.ID, said]
}

// finished is how many chunks are remembered at least: the words of one take
// some ten kilobytes.
const finished = 1024

// Finish is the function of that name.
func (x *Finisher) Finish(q retrieval.Reading, ranked []retrieval.Ranked, chunks []retrieval.Chunk, limit int) []retrieval.Passage {
	x.once.Do(func() { x.said.Size = finished })
	at := make(map[retrieval.ID]int, len(chunks))
	for i := range chunks {
		at[chunks[i].ID] = i
	}
	f := finisher{asked: newWanted(q.Terms)}
	passages := make([]retrieval.Passage, 0, max(0, min(limit, len(chunks))))
	for _, r := range ranked {
		if len(passages) >= limit {
			break
		}
		i, ok := at[r.ID]
		if !ok {
			continue
		}
		c := &chunks[i]
		if p, fresh := f.passage(r, c, x.said.Get(c.ID, func() said { return read(x.Protected, c) })); fresh {
			p.Rank = len(passages) + 1
			passages = append(passages, p)
		}
	}
	return passages
}

// said is what a chunk says, word by word.
type said struct {
	print  print
	around []uint32 // words of title, headings and context
	words  []place  // of the text, in order
}

// place is a word of a text, as a hash, and its bytes.
type place struct{ word, start, end uint32 }

// read reads a chunk. Title and headings belong to what is compared with other
// chunks: "Yes." below another question says something else. Words that no
// question is marked by are left out.
func read(protected *text.Protected, c *retrieval.Chunk) said {
	var s said
	var p printer
	for _, part := range []string{c.Title, c.Section, c.Context} {
		for w := range protected.Words(part) {
			p.add(w)
			if !w.Stop && !w.Asking {
				s.around = append(s.around, hash32(w.Term))
			}
		}
	}
	for w := range protected.Words(c.Text) {
		p.add(w)
		if !w.Stop && !w.Asking {
			s.words = append(s.words, place{hash32(w.Term), uint32(w.Start), uint32(w.End)})
		}
	}
	s.print, s.words = p.done(), slices.Clip(s.words)
	return s
}

// wanted are the words that a question is marked by.
type wanted struct {
	terms  []string
	places map[uint32]int
	filter [4]uint64 // a bit for each word's low byte
}

func newWanted(terms []retrieval.QueryTerm) wanted {
	w := wanted{terms: text.NewMatcher(terms).Terms(), places: map[uint32]int{}}
	for i, term := range w.terms {
		h := hash32(term)
		w.places[h] = i
		w.filter[h&255>>6] |= 1 << (h & 63)
	}
	return w
}

func (w *wanted) of(word uint32) (int, bool) {
	if w.filter[word&255>>6]>>(word&63)&1 == 0 {
		return 0, false
	}
	i, ok := w.places[word]
	return i, ok
}

// finisher makes the passages of one result.
type finisher struct {
	asked  wanted
	prints []print // of the passages so far
}

// passage is the chunk as a passage; false if it is a copy of one before.
func (f *finisher) passage(r retrieval.Ranked, c *retrieval.Chunk, s said) (retrieval.Passage, bool) {
	if slices.ContainsFunc(f.prints, s.print.copies) {
		return retrieval.Passage{}, false
	}
	f.prints = append(f.prints, s.print)
	p := passageOf(*c, r)
	found := make([]bool, len(f.asked.terms))
	for _, word := range s.around {
		if i, ok := f.asked.of(word); ok {
			found[i] = true
		}
	}
	p.Highlights = [][2]int{} // a list in JSON
	for _, w := range s.words {
		if i, ok := f.asked.of(w.word); ok {
			found[i] = true
			p.Highlights = text.Mark(p.Highlights, text.Word{Start: int(w.start), End: int(w.end)})
		}
	}
	for i, term := range f.asked.terms {
		if found[i] {
			p.Why.Terms = append(p.Why.Terms, term)
		}
	}
	return p, true
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
