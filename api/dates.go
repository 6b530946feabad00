package api

import (
	"context"
	"time"

	"footnote/retrieval"
)

// dated returns the passages with the dates on which their documents were last
// obtained. Without the dates a passage is still worth showing, so a failure is
// logged only. The list is a new one: the given one may be another's.
func (s *server) dated(ctx context.Context, kb string, passages []retrieval.Passage) []retrieval.Passage {
	out := make([]retrieval.Passage, len(passages))
	copy(out, passages)
	for i := range out {
		if out[i].Highlights == nil {
			out[i].Highlights = [][2]int{} // a list on the wire, never null
		}
	}
	if s.Fetched == nil || len(out) == 0 {
		return out
	}
	fetched, err := s.Fetched(ctx, kb, documentsOf(out))
	if err != nil {
		s.Logger.WarnContext(ctx, "dates of documents", "kb", kb, "error", err)
		return out
	}
	for i, p := range out {
		if at, ok := fetched[p.Document]; ok && !at.IsZero() && p.Fetched == nil {
			at = at.UTC()
			out[i].Fetched = &at
		}
	}
	return out
}

func documentsOf(passages []retrieval.Passage) []string {
	seen := map[string]bool{}
	var ids []string
	for _, p := range passages {
		if !seen[p.Document] {
			seen[p.Document] = true
			ids = append(ids, p.Document)
		}
	}
	return ids
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
