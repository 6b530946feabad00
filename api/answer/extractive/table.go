package extractive

import (
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
)

// Bounds of a table that is given as a list.
const (
	fewestRows = 2
	mostRows   = 12
)

// table gives the rows of the table that lists what a is about, if there is one
// on a strong page: its first column is headed by what is to be listed ("Which
// databases are supported?": Database Type | ...).
func (x *composition) table(a *asked) bool {
	if a.Form != answer.AsksList || len(a.focus) == 0 {
		return false
	}
	var best []*candidate
	most := 0.0
	for i := 0; i < len(x.all); {
		j := i
		for j < len(x.all) && x.all[j].Kind == retrieval.Row && x.all[j].page == x.all[i].page {
			j++
		}
		if n := j - i; n >= fewestRows && n <= mostRows && x.heads(a, &x.all[i]) {
			if score := x.listing(a, i); best == nil || score > most {
				best, most = nil, score
				for k := i; k < j; k++ {
					best = append(best, &x.all[k])
				}
			}
		}
		i = max(j, i+1)
	}
	for _, c := range best {
		x.odds = c.odds
		x.draft(x.row(c))
	}
	return best != nil
}

// allRows gives a whole table that has the value wanted, where the question does
// not say which: "What does a transfer cost?" of a fee for each zone. A caption
// says what the table under it has, and a row or two may lack the value ("Chat in
// the app | None" among the telephone numbers).
func (x *composition) allRows(a *asked, ranked []*candidate) bool {
	best := ranked[0]
	if best.Kind == retrieval.Caption || best.Kind == retrieval.Header {
		best = x.firstRow(best)
	}
	if best == nil || best.Kind != retrieval.Row || a.Want == answer.WantsAnything || len(a.amounts) > 0 {
		return false
	}
	from, to := x.rowsAround(best)
	if n := to - from; n < fewestRows || n > mostRows || x.saysWhich(a, from, to) {
		return false
	}
	var valued []*candidate
	for k := from; k < to; k++ {
		if a.holds(x.all[k].known) == 1 {
			valued = append(valued, &x.all[k])
		}
	}
	if len(valued) < fewestRows || float64(len(valued)) < valuedRows*float64(to-from) {
		return false
	}
	for _, row := range valued {
		x.odds = ranked[0].odds
		x.draft(x.row(row))
	}
	return true
}

// valuedRows is the least share of the rows that have the value wanted, in a table
// that is about such values.
const valuedRows = 0.75

// saysWhich: a word of the question is in some of the rows [from, to) only. One
// that heads a column ("price", of "no price yet") names what is wanted of each.
func (x *composition) saysWhich(a *asked, from, to int) bool {
	header, _ := x.header(&x.all[from])
	column := x.look(header.text)
	for t := range a.weights {
		in := 0
		for k := from; k < to; k++ {
			in += int(truth(x.looks[k].has(t)))
		}
		if in > 0 && in < to-from && !column.has(t) {
			return true
		}
	}
	return false
}

// firstRow is the row that follows a caption or a header; nil if none does.
func (x *composition) firstRow(c *candidate) *candidate {
	p := x.pages[c.page]
	for i := p.from; i < p.to; i++ {
		if &x.all[i] != c {
			continue
		}
		for k := i + 1; k < p.to; k++ {
			switch x.all[k].Kind {
			case retrieval.Row:
				return &x.all[k]
			case retrieval.Header:
			default:
				return nil
			}
		}
	}
	return nil
}

// rowsAround are the rows of a row's table in its passage: [from, to) of all.
func (x *composition) rowsAround(row *candidate) (from, to int) {
	p := x.pages[row.page]
	for from = p.from; from < p.to && &x.all[from] != row; from++ {
	}
	to = from
	for from > p.from && x.all[from-1].Kind == retrieval.Row {
		from--
	}
	for to < p.to && x.all[to].Kind == retrieval.Row {
		to++
	}
	return from, to
}

// listing is how well the table whose first row is all[i] fits what a asks: by
// its page, what stands over it and the sentence that announces it.
func (x *composition) listing(a *asked, i int) float64 {
	p := x.pages[x.all[i].page]
	score := x.all[i].features[beside] + x.all[i].features[united] + p.strength
	for k := i - 1; k >= p.from && k >= i-2; k-- {
		if x.all[k].Kind == retrieval.Paragraph {
			for t, w := range a.weights {
				score += truth(x.looks[k].has(t)) * w / a.total
			}
			break
		}
	}
	return score
}

// heads: the first cell above the row names what is to be listed.
func (x *composition) heads(a *asked, row *candidate) bool {
	p := x.pages[row.page]
	header, ok := x.header(row)
	if !ok || p.strength < strongPage || p.foreign && x.home {
		return false
	}
	first, _, _ := strings.Cut(header.text, " | ")
	in := x.look(first)
	for _, t := range a.focus {
		if in.has(t) {
			return true
		}
	}
	return false
}
