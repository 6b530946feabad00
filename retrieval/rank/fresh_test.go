package rank

import (
	"testing"
	"time"

	"footnote/retrieval"
)

func TestNewerPageOfOneTitle(t *testing.T) {
	page := func(title, body string, year int) retrieval.Chunk {
		c := chunk(title, body)
		if year > 0 {
			c.Updated = time.Date(year, 1, 2, 0, 0, 0, 0, time.UTC)
		}
		return c
	}
	for name, x := range map[string]struct {
		question string
		chunks   []retrieval.Chunk
		fresh    []float64 // by chunk
	}{
		"two years":       {"what does it cost", []retrieval.Chunk{page("Prices 2025", "It costs 5.", 2025), page("Prices 2026", "It costs 6.", 2026)}, []float64{0, freshWeight}},
		"Chinese":         {"多少钱", []retrieval.Chunk{page("2025 年价格", "五元", 2025), page("2026 年价格", "六元", 2026)}, []float64{0, freshWeight}},
		"a year is asked": {"what did it cost in 2025", []retrieval.Chunk{page("Prices 2025", "It costs 5.", 2025), page("Prices 2026", "It costs 6.", 2026)}, []float64{0, 0}},
		"other titles":    {"what does it cost", []retrieval.Chunk{page("Prices", "It costs 5.", 2025), page("Refunds", "It costs 6.", 2026)}, []float64{0, 0}},
		"no dates":        {"what does it cost", []retrieval.Chunk{page("Prices", "It costs 5.", 0), page("Prices", "It costs 6.", 2026)}, []float64{0, 0}},
		"one date":        {"what does it cost", []retrieval.Chunk{page("Prices", "It costs 5.", 2026), page("Prices", "It costs 6.", 2026)}, []float64{0, 0}},
	} {
		looks := make([]look, len(x.chunks))
		at := map[retrieval.ID]*retrieval.Chunk{}
		for i := range x.chunks {
			at[x.chunks[i].ID] = &x.chunks[i]
		}
		freshen(ask(x.question), rankedAs(x.chunks), at, looks)
		for i, want := range x.fresh {
			if looks[i].fresh != want {
				t.Errorf("%s: chunk %d counts %g more, want %g", name, i, looks[i].fresh, want)
			}
		}
	}
	chunks := []retrieval.Chunk{page("Prices 2025", "It costs 5.", 2025), page("Prices 2026", "It costs 6.", 2026)}
	ranked := rankedAs(chunks)
	ranked[1].Score = ranked[0].Score - freshWeight/2
	got := new(Inspector).Inspect(ask("what does it cost"), ranked, chunks)
	if got[0].ID != chunks[1].ID || got[0].Why.Boosts[boostFresh] <= 0 {
		t.Errorf("the newer page stands at %+v", got)
	}
}
