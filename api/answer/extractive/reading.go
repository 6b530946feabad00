package extractive

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// reading is the passages of a task, taken apart and compared with its question.
type reading struct {
	ctx         context.Context // of the one call that reads
	task        answer.Task
	terms       map[string]int // index of a term of the question
	termWeights []float64
	pages       []page
	all         []candidate
	looks       []look  // of the candidates
	around      []look  // of their titles, headings and table headers
	top         float64 // what the best candidate covers of the question last judged, by rarity
}

// read takes the task's passages apart.
func read(ctx context.Context, t answer.Task) *reading {
	if t.Read == nil {
		t.Read = unread
	}
	r := &reading{ctx: ctx, task: t, terms: make(map[string]int, len(t.Terms))}
	for _, q := range t.Terms {
		if text.Bare(q.Term) != q.Term {
			continue // the same word, asked of a title field
		}
		if _, known := r.terms[q.Term]; !known {
			r.terms[q.Term] = len(r.termWeights)
			r.termWeights = append(r.termWeights, float64(q.Weight))
		}
	}
	r.pages, r.all = takeApart(t)
	r.looks = make([]look, len(r.all))
	r.around = make([]look, len(r.all))
	for i := range r.all {
		r.looks[i] = r.look(r.all[i].Text)
	}
	r.weighPages()
	for k := range r.pages {
		r.lookAround(&r.pages[k])
	}
	return r
}

// weighPages tells how strong each passage and its document are in the search.
func (r *reading) weighPages() {
	best, sum := 0.0, 0.0
	documents := map[string]float64{}
	for _, p := range r.pages {
		best = max(best, p.Score)
		sum += p.Score
		documents[p.Document] += p.Score
	}
	if sum <= 0 {
		return
	}
	for k := range r.pages {
		p := &r.pages[k]
		p.strength, p.share = p.Score/best, documents[p.Document]/sum
	}
}

func unread(context.Context, string) (answer.Source, error) {
	return answer.Source{}, errors.New("no store of documents")
}

// look finds the question's terms in s.
func (r *reading) look(s string) look {
	l := look{at: make([][]int, len(r.termWeights))}
	for w := range text.Words(s) {
		if t, ok := r.terms[w.Term]; ok {
			l.at[t] = append(l.at[t], l.words)
		}
		if !w.Part {
			l.words++
		}
	}
	return l
}

// lookAround gives each candidate of a page what stands over it: title and
// section, the headings, term and table header before it in the passage.
func (r *reading) lookAround(p *page) {
	p.headings = r.look(p.Section)
	title := r.look(p.Title + "\n" + p.Section + "\n" + p.Source.Context)
	var heading, term, header look
	for i := p.from; i < p.to; i++ {
		c := r.all[i]
		switch c.Kind {
		case retrieval.Heading:
			heading, term, header = r.looks[i], look{}, look{}
		case retrieval.Term:
			term = r.looks[i]
		case retrieval.Header:
			header = r.looks[i]
		}
		parts := []look{title, heading}
		if c.Kind == retrieval.Row {
			parts = append(parts, header)
		}
		if c.Kind != retrieval.Term {
			parts = append(parts, term)
		}
		r.around[i] = union(parts, len(r.termWeights))
	}
}

// union is what any of the texts holds.
func union(parts []look, terms int) look {
	all := look{at: make([][]int, terms)}
	for _, p := range parts {
		for t := range p.at {
			if len(all.at[t]) == 0 {
				all.at[t] = p.at[t]
			}
		}
	}
	return all
}

// ranked are the candidates that may answer, best first.
func (r *reading) ranked() []*candidate {
	out := make([]*candidate, 0, len(r.all))
	for i := range r.all {
		out = append(out, &r.all[i])
	}
	slices.SortStableFunc(out, func(a, b *candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}
