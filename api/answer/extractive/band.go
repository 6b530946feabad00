package extractive

import (
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
)

// bands marks the rows of tables of bands: 1 if a cell is a range that holds a
// number of the question, -1 if one is, holds none and another row does.
func (r *reading) bands(a *asked) {
	if len(a.amounts) == 0 {
		return
	}
	for _, p := range r.pages {
		found := false
		for i := p.from; i < p.to; i++ {
			if r.all[i].Kind == retrieval.Row {
				r.all[i].features[band] = a.banded(r.all[i].Text)
				found = found || r.all[i].features[band] > 0
			}
		}
		for i := p.from; i < p.to && !found; i++ {
			r.all[i].features[band] = 0
		}
	}
}

func (a *asked) banded(row string) float64 {
	found := 0.0
	for _, cell := range strings.Split(row, " | ") {
		holds, isRange := answer.Band(cell, a.amounts)
		switch {
		case holds:
			return 1
		case isRange:
			found = -1
		}
	}
	return found
}
