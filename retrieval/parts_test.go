package retrieval

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// wordIndex finds the chunks that hold a word of the question, most words first.
type wordIndex struct {
	Index
	chunks []Chunk
}

func (x wordIndex) Search(_ context.Context, q Query) (Legs, error) {
	var l Legs
	for _, c := range x.chunks {
		score := float32(0)
		for _, t := range q.Terms {
			if strings.Contains(c.Text, t.Term) {
				score++
			}
		}
		if score > 0 {
			l.Words = append(l.Words, Hit{ID: c.ID, Score: score})
		}
	}
	return l, nil
}

func (x wordIndex) Chunks(context.Context, []ID) ([]Chunk, error) { return x.chunks, nil }

// What only one part of a question asks for is found among pages that have words of
// both.
func TestSearchesEachPart(t *testing.T) {
	r := partsRetriever()
	found, err := r.Search(t.Context(), Question{Text: "price delivery;order cancel", Limit: 2})
	if err != nil || len(found.Passages) != 2 {
		t.Fatal(found.Passages, err)
	}
	for _, p := range found.Passages {
		if p.Text != "delivery price table" && p.Text != "cancel order steps" {
			t.Errorf("found %q (%.2f)", p.Text, p.Score)
		}
	}
	typed, err := r.Search(t.Context(), Question{Text: "price delivery;order cancel", Limit: 2, Typing: true})
	if err != nil || len(typed.Passages) != 2 || typed.Passages[0].Score >= 1 {
		t.Errorf("while it is typed a question is one: %v, %v", typed.Passages, err)
	}
}

// failing is an embedder that is not available from the call numbered good on.
type failing struct {
	Embedder
	calls, good int
}

func (f *failing) EmbedQuery(context.Context, string) (Vector, error) {
	f.calls++
	if f.calls < f.good {
		return Vector{1}, nil
	}
	return nil, errors.New("down")
}

// An embedder that fails is waited for once, whichever part met it first.
func TestWaitsOnceForAnEmbedder(t *testing.T) {
	for good := 1; good <= 3; good++ {
		r, f := partsRetriever(), &failing{good: good}
		r.Embedder = f
		found, err := r.Search(t.Context(), Question{Text: "price delivery;order cancel"})
		if err != nil || f.calls != good || len(found.Notes) != 1 || found.Fault == nil {
			t.Errorf("asked %d times of %d; notes %q, fault %v, %v", f.calls, good, found.Notes, found.Fault, err)
		}
	}
}

func partsRetriever() *Retriever {
	var chunks []Chunk
	for _, s := range []string{"cancel delivery address", "delivery cancel gift", "cancel delivery card", "delivery price table", "cancel order steps"} {
		chunks = append(chunks, Chunk{ID: NewID(s), Document: s, Text: s})
	}
	return &Retriever{
		Index: wordIndex{chunks: chunks},
		Read: func(_ context.Context, q Question, _ Counter) (Reading, error) {
			reading := Reading{Searched: q.Text}
			for _, w := range strings.Fields(q.Text) {
				reading.Terms = append(reading.Terms, QueryTerm{Term: w, Weight: 1})
			}
			return reading, nil
		},
		Fuse: func(r Reading, l Legs) []Ranked {
			var ranked []Ranked
			for _, h := range l.Words {
				ranked = append(ranked, Ranked{ID: h.ID, Score: float64(h.Score) / float64(len(r.Terms))})
			}
			return ranked
		},
		Finish: func(_ Reading, ranked []Ranked, chunks []Chunk, limit int) (list []Passage) {
			for _, hit := range ranked[:min(limit, len(ranked))] {
				for _, c := range chunks {
					if c.ID == hit.ID {
						list = append(list, Passage{Rank: len(list) + 1, Chunk: c.ID, Text: c.Text, Score: hit.Score})
					}
				}
			}
			return list
		},
		Parts: func(q string) []string { return strings.Split(q, ";") },
	}
}
