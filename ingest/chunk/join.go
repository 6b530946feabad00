package chunk

import (
	"slices"
	"strings"

	"footnote/ingest"
	"footnote/retrieval"
)

// join joins neighbouring packs of different sections:
//
//   - a heading with nothing under it goes to the section that follows below it;
//   - a tiny section (under Min tokens) goes to its neighbour if one is the
//     parent of the other or both have the same parent;
//   - below the second level, small neighbours (under a quarter of the budget)
//     with the same parent are joined too: an h2 is where a reader expects
//     another subject, an h3 is often one sentence of it;
//   - a section whose heading is a question stays alone: it is an answer as it is.
//
// Joined packs stay within half the budget, so that one subject still outweighs
// the others in the chunk's vector (the heading alone may fill it).
func (s Splitter) join(r *reading, packs []pack) []pack {
	out := packs[:0]
	for _, p := range packs {
		if last := len(out) - 1; last >= 0 && s.joins(r, out[last], p) {
			out[last] = pack{out[last].from, p.to, out[last].tokens + p.tokens}
			continue
		}
		out = append(out, p)
	}
	return out
}

func (s Splitter) joins(r *reading, a, b pack) bool {
	left, right := r.sectionOf(b.from-1), r.sectionOf(b.from)
	if r.pieces[b.from-1].section == r.pieces[b.from].section || a.tokens+b.tokens > s.Budget {
		return false
	}
	if r.bare(a) {
		return below(right.Path, left.Path)
	}
	if a.tokens+b.tokens > s.Budget/2 || question(left) || question(right) {
		return false
	}
	sibling := related(left.Path, right.Path)
	tiny := a.tokens < s.Min || b.tokens < s.Min
	small := a.tokens < s.Budget/4 && b.tokens < s.Budget/4 && left.Level > 2 && right.Level > 2
	return sibling && (tiny || small)
}

func (r *reading) sectionOf(piece int) ingest.Section { return r.sections[r.pieces[piece].section] }

// bare says whether a pack holds headings only.
func (r *reading) bare(p pack) bool {
	return !slices.ContainsFunc(r.pieces[p.from:p.to], func(q piece) bool { return q.kind != retrieval.Heading })
}

// below says whether path lies under parent.
func below(path, parent []string) bool {
	return len(path) > len(parent) && slices.Equal(path[:len(parent)], parent)
}

// related says whether two paths are parent and child or have the same parent.
func related(a, b []string) bool {
	switch {
	case len(b) == len(a)+1:
		return below(b, a)
	case len(a) == len(b) && len(a) > 0:
		return slices.Equal(a[:len(a)-1], b[:len(b)-1])
	}
	return false
}

// question says whether a section's heading asks something.
func question(s ingest.Section) bool {
	if len(s.Path) == 0 {
		return false
	}
	h := s.Path[len(s.Path)-1]
	return strings.HasSuffix(h, "?") || strings.HasSuffix(h, "？")
}
