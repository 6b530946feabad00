package qdranttest

import (
	"cmp"
	"context"
	"slices"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// defaultLimit is the server's limit of a query without one.
const defaultLimit = 10

// QueryBatch answers all queries from one state of the collection.
func (v pointsService) QueryBatch(_ context.Context, r *client.QueryBatchPoints) (*client.QueryBatchResponse, error) {
	v.s.mu.RLock()
	defer v.s.mu.RUnlock()
	reply := &client.QueryBatchResponse{}
	c, err := v.s.resolve(r.GetCollectionName())
	if err != nil {
		return nil, err
	}
	for _, q := range r.GetQueryPoints() {
		found, err := c.query(q)
		if err != nil {
			return nil, err
		}
		reply.Result = append(reply.Result, &client.BatchResult{Result: found})
	}
	return reply, nil
}

// scorer gives a point's score, or says that it does not match.
type scorer func(p *point) (float32, bool)

func (c *collection) query(q *client.QueryPoints) ([]*client.ScoredPoint, error) {
	if len(q.GetPrefetch()) > 0 || q.ScoreThreshold != nil || q.GetOffset() > 0 || q.LookupFrom != nil {
		return nil, status.Error(codes.Unimplemented, "plain queries only")
	}
	limit := defaultLimit
	if q.Limit != nil {
		if limit = int(q.GetLimit()); limit < 1 {
			return nil, status.Error(codes.InvalidArgument, "Validation error: [limit: must be at least 1]")
		}
	}
	score, err := c.scorer(q)
	if err != nil {
		return nil, err
	}
	passes, err := c.filter(q.GetFilter())
	if err != nil {
		return nil, err
	}
	found := c.matching(passes, score)
	if q.GetQuery() == nil {
		slices.SortFunc(found, func(a, b hit) int { return a.key.compare(b.key) })
	}
	return messages(found[:min(limit, len(found))], q.GetWithPayload()), nil
}

// hit is a point that was found.
type hit struct {
	key   id
	point *point
	score float32
}

// matching finds points, best first, equal ones in falling order of id.
func (c *collection) matching(passes func(id, *point) bool, score scorer) []hit {
	var found []hit
	for key, p := range c.points {
		if !passes(key, p) {
			continue
		}
		if s, ok := score(p); ok {
			found = append(found, hit{key, p, s})
		}
	}
	slices.SortFunc(found, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), b.key.compare(a.key)) })
	return found
}

func messages(found []hit, selector *client.WithPayloadSelector) []*client.ScoredPoint {
	list := make([]*client.ScoredPoint, len(found))
	for i, h := range found {
		list[i] = &client.ScoredPoint{Id: h.key.message(), Score: h.score, Payload: selected(h.point.payload, selector)}
	}
	return list
}

func (c *collection) scorer(q *client.QueryPoints) (scorer, error) {
	if q.GetQuery() == nil {
		return func(*point) (float32, bool) { return 0, true }, nil
	}
	input, name := q.GetQuery().GetNearest(), q.GetUsing()
	switch {
	case c.dense[name] != nil && input.GetDense() != nil:
		v, err := c.prepare(name, input.GetDense().GetData())
		return dot(name, v), err
	case c.sparse[name] != nil && input.GetSparse() != nil:
		v, err := sparseVector(input.GetSparse().GetIndices(), input.GetSparse().GetValues(), true)
		return overlap(name, v), err
	case c.dense[name] == nil && c.sparse[name] == nil:
		return nil, status.Errorf(codes.InvalidArgument, "Wrong input: Not existing vector name error: %s", name)
	}
	return nil, status.Error(codes.Unimplemented, "nearest to a dense or sparse vector only")
}

func dot(name string, v []float32) scorer {
	return func(p *point) (float32, bool) {
		w, ok := p.dense[name]
		if !ok {
			return 0, false
		}
		var sum float32
		for i, f := range v {
			sum += f * w[i]
		}
		return sum, true
	}
}

func overlap(name string, v sparse) scorer {
	return func(p *point) (sum float32, matches bool) {
		w := p.sparse[name]
		for i, index := range v.indices {
			if at, ok := slices.BinarySearch(w.indices, index); ok {
				sum += v.values[i] * w.values[at]
				matches = true
			}
		}
		return sum, matches
	}
}
