package qdrant

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"

	"footnote/retrieval"
)

// ExactBelow is the number of points under which vectors are compared one by
// one: the server then needs about 2 ms, and no neighbour is missed.
const ExactBelow = 20_000

// minEf is the least number of candidates that a search in the graph keeps;
// Qdrant's default (100) follows the building of the graph, not the question.
const minEf = 256

// How far a leg reaches beyond the depth, so that hits of equal score at the
// cut can be put in order: a few at first, then the whole group up to a limit.
const (
	tieReach = 16
	tieLimit = 16_384
)

// maxAgain is how often a search starts again because a commit came between.
// More often only a writer that commits without pause gets in its way; then the
// last answer stands, with weights one commit old.
const maxAgain = 4

// Search implements retrieval.Searcher. One request carries both legs and the
// state; only a question with words that no question had since the last commit
// needs a second one, for their frequencies.
func (x *index) Search(ctx context.Context, q retrieval.Query) (retrieval.Legs, error) {
	if err := x.open("search"); err != nil {
		return retrieval.Legs{}, err
	}
	if err := x.accepts(q); err != nil {
		return retrieval.Legs{}, x.wrap("search", err)
	}
	for again := 0; ; again++ {
		legs, err := x.search(hurry(ctx), q)
		if again < maxAgain && code(err) == codes.NotFound && x.view.Swap(nil) != nil {
			continue // the live collection was replaced just now
		}
		return legs, x.wrap("search", err)
	}
}

func (x *index) accepts(q retrieval.Query) error {
	if q.Depth < 1 {
		return fmt.Errorf("depth %d: must be at least 1", q.Depth)
	}
	for _, t := range q.Terms {
		if !finite(t.Weight) {
			return fmt.Errorf("the weight of term %q is not a finite number", t.Term)
		}
	}
	return checkVector(q.Vector, x.spec.Dimensions)
}

// checkVector accepts a vector of the right dimension, and none at all.
func checkVector(v retrieval.Vector, dimensions int) error {
	if v == nil {
		return nil
	}
	if len(v) != dimensions {
		return fmt.Errorf("a vector of %d dimensions does not fit an index of %d", len(v), dimensions)
	}
	for _, f := range v {
		if !finite(f) {
			return errors.New("the vector holds a value that is not a finite number")
		}
	}
	return nil
}

func (x *index) search(ctx context.Context, q retrieval.Query) (retrieval.Legs, error) {
	v, err := x.current(ctx)
	if err != nil {
		return retrieval.Legs{}, err
	}
	filter, possible := conditions(q.Filter, v.state.Tenant)
	if !possible {
		return retrieval.Legs{}, nil
	}
	for again := 0; ; again++ {
		if err := x.fits(v.state); err != nil {
			x.view.CompareAndSwap(v, nil) // the next search looks again
			return retrieval.Legs{}, err
		}
		ask, err := x.ask(ctx, v, q, filter)
		if err != nil {
			return retrieval.Legs{}, err
		}
		legs, now, err := x.answer(ctx, ask)
		if err != nil || now.commit() == v.state.commit() || again == maxAgain {
			return legs, err
		}
		v = newView(now)
		x.view.Store(v)
	}
}

// question is a search as it is sent: a query for each leg that is wanted.
type question struct {
	words, vectors *client.QueryPoints
	depth          int
}

// ask turns q into requests, with the frequencies of v.
func (x *index) ask(ctx context.Context, v *view, q retrieval.Query, filter *client.Filter) (question, error) {
	ask := question{depth: q.Depth}
	leg := func(using string, query *client.Query) *client.QueryPoints {
		return &client.QueryPoints{
			Query: query, Using: &using, Filter: filter, Limit: client.PtrOf(uint64(q.Depth + tieReach)),
			WithPayload: client.NewWithPayloadEnable(false), WithVectors: client.NewWithVectorsEnable(false),
		}
	}
	if q.Vector != nil {
		ask.vectors = leg(vectorName, client.NewQueryDense(q.Vector))
		ask.vectors.Params = params(v.state.Count, q.Depth)
	}
	weights := weigh(q.Terms)
	if len(weights) == 0 {
		return ask, nil
	}
	hashes := slices.Sorted(maps.Keys(weights))
	buckets, err := x.frequency(ctx, v, hashes)
	if err != nil {
		return ask, err
	}
	values := make([]float32, len(hashes))
	for i, h := range hashes {
		values[i] = float32(weights[h] * idf(v.state.Count, buckets[bucketOf(h)][h]))
	}
	ask.words = leg(wordsName, client.NewQuerySparse(hashes, values))
	return ask, nil
}

// answer sends a question and puts its legs in order, asking for more where
// equal scores reach past the end. It returns the state that was found with them.
func (x *index) answer(ctx context.Context, ask question) (retrieval.Legs, state, error) {
	words, vectors, now, err := x.query(ctx, ask)
	if err != nil {
		return retrieval.Legs{}, state{}, err
	}
	for cutsTies(words, ask.words, ask.depth) || cutsTies(vectors, ask.vectors, ask.depth) {
		if words, vectors, now, err = x.query(ctx, ask); err != nil {
			return retrieval.Legs{}, state{}, err
		}
	}
	return retrieval.Legs{Words: first(words, ask.depth), Vectors: first(vectors, ask.depth)}, now, nil
}

// cutsTies reports whether the last hit has the same score as the one at the
// depth, so that some of its equals may be missing, and raises the limit of the
// leg's request for the next attempt.
func cutsTies(hits []retrieval.Hit, leg *client.QueryPoints, depth int) bool {
	limit := int(leg.GetLimit())
	if leg == nil || len(hits) < limit || limit >= depth+tieLimit || hits[depth-1].Score != hits[len(hits)-1].Score {
		return false
	}
	leg.Limit = client.PtrOf(uint64(min(depth+8*(limit-depth), depth+tieLimit)))
	return true
}

// first sorts hits (falling score, then rising ID) and cuts them to depth.
func first(hits []retrieval.Hit, depth int) []retrieval.Hit {
	slices.SortFunc(hits, func(a, b retrieval.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return hits[:min(depth, len(hits))]
}
