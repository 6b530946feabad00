package qdrant

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// query sends the legs of a question and asks for the state in the same breath.
func (x *index) query(ctx context.Context, ask question) (words, vectors []retrieval.Hit, now state, err error) {
	queries := []*client.QueryPoints{x.stateQuery()}
	for _, leg := range []*client.QueryPoints{ask.words, ask.vectors} {
		if leg != nil {
			queries = append(queries, leg)
		}
	}
	replies, err := x.send(ctx, queries)
	if err != nil {
		return nil, nil, now, err
	}
	if now, err = x.stateIn(replies[0]); err != nil {
		return nil, nil, now, err
	}
	replies = replies[1:]
	if ask.words != nil {
		if words, err = hits(replies[0]); err != nil {
			return nil, nil, now, err
		}
		replies = replies[1:]
	}
	if ask.vectors != nil {
		vectors, err = hits(replies[0])
	}
	return words, vectors, now, err
}

func (x *index) send(ctx context.Context, queries []*client.QueryPoints) ([]*client.BatchResult, error) {
	collection := x.collection()
	for _, q := range queries {
		q.CollectionName = collection
	}
	var replies []*client.BatchResult
	err := x.server.call(ctx, "search "+collection, func(ctx context.Context) (err error) {
		replies, err = x.server.api.QueryBatch(ctx, &client.QueryBatchPoints{
			CollectionName: collection, QueryPoints: queries, ReadConsistency: x.server.consistency,
		})
		return err
	})
	if err == nil && len(replies) != len(queries) {
		err = fmt.Errorf("qdrant at %s: search %s: %d answers to %d queries", x.server.options.Addr, collection, len(replies), len(queries))
	}
	return replies, err
}

// stateQuery finds the state point by its id: a query without a vector.
func (x *index) stateQuery() *client.QueryPoints {
	return &client.QueryPoints{
		Filter:      &client.Filter{Must: []*client.Condition{client.NewHasID(client.NewIDNum(statePoint))}},
		Limit:       client.PtrOf(uint64(1)),
		WithPayload: client.NewWithPayloadInclude(stateField),
		WithVectors: client.NewWithVectorsEnable(false),
	}
}

func (x *index) stateIn(reply *client.BatchResult) (state, error) {
	if len(reply.GetResult()) != 1 {
		return state{}, fmt.Errorf("collection %s: %w: its state is gone: run `footnote reindex`", x.collection(), retrieval.ErrCorrupt)
	}
	s, err := parseState(reply.GetResult()[0].GetPayload())
	if err != nil {
		return s, fmt.Errorf("collection %s: %w", x.collection(), err)
	}
	return s, nil
}

// hits reads a leg, in the server's order.
func hits(reply *client.BatchResult) ([]retrieval.Hit, error) {
	found := make([]retrieval.Hit, 0, len(reply.GetResult()))
	seen := make(map[retrieval.ID]bool, len(reply.GetResult()))
	for _, p := range reply.GetResult() {
		id, err := retrieval.ParseID(p.GetId().GetUuid())
		if err != nil {
			return nil, fmt.Errorf("the server answered with a point that is no chunk: %w", err)
		}
		if !finite(p.GetScore()) {
			return nil, errors.New("the server answered with a score that is not a finite number")
		}
		if !seen[id] {
			seen[id] = true
			found = append(found, retrieval.Hit{ID: id, Score: p.GetScore()})
		}
	}
	return found, nil
}

// compareIDs orders ids as the server does: UUIDs as numbers.
func compareIDs(a, b retrieval.ID) int { return bytes.Compare(a[:], b[:]) }
