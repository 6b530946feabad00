package rank

import (
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Finish turns the best chunks into at most limit passages.
func Finish(terms []retrieval.QueryTerm, ranked []retrieval.Ranked, chunks []retrieval.Chunk, limit int) []retrieval.Passage {
	byID := make(map[retrieval.ID]retrieval.Chunk, len(chunks))
	for _, c := range chunks {
		byID[c.ID] = c
	}
	seen := map[string]bool{}
	passages := make([]retrieval.Passage, 0, limit)
	for _, r := range ranked {
		c, ok := byID[r.ID]
		if !ok || seen[c.Text] || len(passages) == limit {
			continue
		}
		seen[c.Text] = true
		passages = append(passages, passage(c, r, terms))
		passages[len(passages)-1].Rank = len(passages)
	}
	return passages
}

func passage(c retrieval.Chunk, r retrieval.Ranked, terms []retrieval.QueryTerm) retrieval.Passage {
	p := retrieval.Passage{
		Score: r.Score, Chunk: c.ID, Document: c.Document, URL: c.URL, Title: c.Title, Section: c.Section,
		Anchor: c.Anchor, Language: c.Language, Text: c.Text, Start: c.Start, End: c.End,
		Labels: c.Labels, Why: r.Why, Source: c, Highlights: text.Highlights(terms, c.Text),
	}
	if !c.Updated.IsZero() {
		updated := c.Updated
		p.Updated = &updated
	}
	return p
}
