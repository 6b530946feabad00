package chunk

import (
	"strings"

	"footnote/retrieval"
)

// link says how much a piece belongs to the one before it.
type link int

const (
	loose  link = iota // nothing is lost by a cut between them
	weak               // stay together while the whole run fits a chunk
	strong             // a cut between them makes one of them useless
)

// connect sets how piece k holds to the one before it, and, for a table row,
// where its header is.
func (r *reading) connect(k int) {
	p := &r.pieces[k]
	if k == 0 || r.pieces[k-1].section != p.section {
		return
	}
	before := &r.pieces[k-1]
	tight := strings.Count(r.doc.Text[before.end:p.start], "\n") == 1
	switch {
	case before.block == p.block:
		p.link = loose
		p.header, p.caption = before.header, before.caption
	case before.kind == retrieval.Heading:
		p.link = strong
	case p.kind == retrieval.Header && before.kind == retrieval.Caption:
		p.link, p.caption = strong, k-1
	case p.kind == retrieval.Row && before.kind == retrieval.Caption:
		p.link, p.caption = strong, k-1
	case p.kind == retrieval.Row && before.kind == retrieval.Header:
		p.link, p.header, p.caption = strong, k-1, before.caption
	case p.kind == retrieval.Row && before.kind == retrieval.Row && tight:
		p.link, p.header, p.caption = weak, before.header, before.caption
	case before.kind == retrieval.Term:
		p.link = strong
	case p.kind == retrieval.Define && before.kind == retrieval.Define:
		p.link = weak
	case entry(p.kind, p.level) && entry(before.kind, before.level) && tight:
		p.link = weak
	case introduces(r.doc.Text[before.start:before.end]):
		p.link = weak
	}
}

// entry says whether a block is part of a list: an entry, or what continues one.
func entry(kind retrieval.BlockKind, level int) bool {
	switch kind {
	case retrieval.Item, retrieval.Step:
		return true
	case retrieval.Paragraph, retrieval.Code, retrieval.Note, retrieval.Caption:
		return level > 0
	}
	return false
}

// introduces says whether a text announces what follows it.
func introduces(s string) bool {
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

// pack is a run of pieces [from,to) that becomes a chunk.
type pack struct {
	from, to int
	tokens   int
}

// pack puts the pieces of each section into as few packs as a greedy reading
// gives, none over the budget.
func (s Splitter) pack(r *reading) []pack {
	var out []pack
	for from := 0; from < len(r.pieces); {
		to := from + 1
		for to < len(r.pieces) && r.pieces[to].section == r.pieces[from].section {
			to++
		}
		out = s.fill(out, r, from, to)
		from = to
	}
	return out
}

func (s Splitter) fill(out []pack, r *reading, from, to int) []pack {
	start, sum := from, r.repeats(from)
	for i := from; i < to; {
		if sum+r.pieces[i].tokens <= s.Budget || i == start {
			sum += r.pieces[i].tokens
			i++
			continue
		}
		b := s.breakpoint(r, start, i)
		out = append(out, pack{start, b, r.size(start, b)})
		start, i = b, b
		sum = r.repeats(start)
	}
	return append(out, pack{start, to, r.size(start, to)})
}

// size is the number of tokens of the pieces [from,to) in one chunk.
func (r *reading) size(from, to int) int {
	n := r.repeats(from)
	for _, p := range r.pieces[from:to] {
		n += p.tokens
	}
	return n
}

// repeats is the size of what a chunk that starts with piece i repeats: the
// caption and the header of the table that it continues. They are left out if
// they would take more than half the budget, or what the row needs.
func (r *reading) repeats(i int) int {
	n := 0
	for _, k := range []int{r.pieces[i].caption, r.pieces[i].header} {
		if k >= 0 && k < i {
			n += r.pieces[k].tokens
		}
	}
	if n > r.budget/2 || n+r.pieces[i].tokens > r.budget {
		return 0
	}
	return n
}

// breakpoint chooses where to cut the pieces from start when piece i does not
// fit any more: the last place where nothing is torn, if the run that begins
// there will fit a chunk of its own or enough stays behind; else the last weak
// link; else before i.
func (s Splitter) breakpoint(r *reading, start, i int) int {
	for b := i; b > start; b-- {
		if r.pieces[b].link == loose && (s.runFits(r, b) || r.size(start, b) >= s.Budget/2) {
			return b
		}
	}
	for b := i; b > start; b-- {
		if r.pieces[b].link != strong {
			return b
		}
	}
	return i
}

// runFits says whether the pieces that hold together from b on fit one chunk.
func (s Splitter) runFits(r *reading, b int) bool {
	sum := r.pieces[b].tokens
	for k := b + 1; k < len(r.pieces) && r.pieces[k].section == r.pieces[b].section && r.pieces[k].link != loose; k++ {
		if sum += r.pieces[k].tokens; sum > s.Budget {
			return false
		}
	}
	return sum <= s.Budget
}
