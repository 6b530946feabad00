package rank

import (
	"slices"
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Of several pages of one title, numbers aside ("Prices 2025", "Prices 2026"), the
// newest is most likely the one that holds. It counts this much more than the oldest,
// the others in between by their date: about as much as lies between two
// neighbours of a result, so that a page which says more stays in front. Who
// asks with a number may mean the older one, and gets no such help.
const freshWeight = 0.05

// boostFresh is the name of it in an explanation.
const boostFresh = "fresh"

// freshen sets what newer chunks among others of their title count more.
func freshen(q retrieval.Reading, hits []retrieval.Ranked, at map[retrieval.ID]*retrieval.Chunk, looks []look) {
	if hasNumber(q.Searched) {
		return
	}
	alike := map[string][]int{} // by title: places among hits
	for i, h := range hits {
		if c := at[h.ID]; c != nil && !c.Updated.IsZero() && c.Title != "" {
			key := subject(c)
			alike[key] = append(alike[key], i)
		}
	}
	for key, places := range alike {
		if key == "" || len(places) < 2 {
			continue
		}
		date := func(i int) float64 { return float64(at[hits[i].ID].Updated.Unix()) }
		oldest, newest := date(places[0]), date(places[0])
		for _, i := range places {
			oldest, newest = min(oldest, date(i)), max(newest, date(i))
		}
		if newest == oldest {
			continue
		}
		for _, i := range places {
			looks[i].fresh = freshWeight * (date(i) - oldest) / (newest - oldest)
		}
	}
}

func hasNumber(s string) bool {
	for w := range text.Words(s) {
		if w.Kind == text.Number {
			return true
		}
	}
	return false
}

// subject is the words of title and headings, without numbers, in order of the
// alphabet, with the language.
func subject(c *retrieval.Chunk) string {
	var words []string
	for _, s := range []string{c.Title, c.Section} {
		for w := range text.Words(s) {
			if !w.Stop && !w.Part && w.Kind != text.Number && !slices.Contains(words, w.Term) {
				words = append(words, w.Term)
			}
		}
	}
	if len(words) == 0 {
		return ""
	}
	slices.Sort(words)
	return c.Language + " " + strings.Join(words, " ")
}
