package local

import (
	"cmp"
	"slices"
	"sort"

	"footnote/retrieval"
)

// extent is a term of some parts with where its postings are in each.
type extent struct {
	term string
	at   int // its spans, one for each part
	most int // postings, those of points that are gone included
}

// completions finds the terms that begin with prefix. How many points hold a
// term is counted only for those that can be among the first limit: with a few
// letters typed that is one in a thousand.
func (s *snapshot) completions(prefix string, limit int) (best []retrieval.Completion, err error) {
	defer guard(&err)()
	list, spans := s.beginning(prefix)
	slices.SortFunc(list, func(a, b extent) int { return cmp.Or(b.most-a.most, cmp.Compare(a.term, b.term)) })
	for _, e := range list {
		if len(best) >= limit && (limit <= 0 || best[limit-1].In > e.most) {
			break
		}
		in, err := s.holding(spans[e.at:])
		if err != nil {
			return nil, err
		}
		if in > 0 {
			best = retrieval.SortCompletions(append(best, retrieval.Completion{Term: e.term, In: in}), limit)
		}
	}
	return best, nil
}

// beginning lists the terms of all parts that begin with prefix, each once.
func (s *snapshot) beginning(prefix string) (list []extent, spans []span) {
	at := map[string]int{}
	for k, p := range s.parts {
		for i := p.firstTerm(prefix); i < len(p.termAt)-1; i++ {
			term := p.termBytes(i)
			if len(term) < len(prefix) || string(term[:len(prefix)]) != prefix {
				break
			}
			n, seen := 0, false
			if len(s.parts) > 1 {
				n, seen = at[string(term)]
			}
			if !seen {
				n = len(list)
				list = append(list, extent{term: string(term), at: len(spans)})
				spans = append(spans, make([]span, len(s.parts))...)
				if len(s.parts) > 1 {
					at[list[n].term] = n
				}
			}
			from, to := p.postingAt[i], p.postingAt[i+1]
			spans[list[n].at+k] = span{from, to}
			list[n].most += int(to - from)
		}
	}
	return list, spans
}

// holding counts the points that hold a term.
func (s *snapshot) holding(spans []span) (in int, err error) {
	for k, p := range s.parts {
		n, err := p.living(p.postings[spans[k].from:spans[k].to])
		if err != nil {
			return 0, err
		}
		in += n
	}
	return in, nil
}

// firstTerm is the place of the first term that is not before s.
func (s *segment) firstTerm(term string) int {
	return sort.Search(len(s.termAt)-1, func(i int) bool { return string(s.termBytes(i)) >= term })
}
