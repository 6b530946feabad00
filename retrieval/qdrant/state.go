package qdrant

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// format is the version of everything that this package stores.
const format = 1

// statePoint is the id of the point that holds the state. Chunks have UUIDs, so
// numbers are free for our own points.
const statePoint = 0

// state is what holds for a whole collection. It is stored as JSON in the
// payload field "state" of point 0:
//
//	{"format":1,"kb":"shop","owner":"9b1f…","generation":"3f9c02d1a7be","spec":{…},"tenant":"customer",
//	 "epoch":4,"count":1830,"points":1830,"average":81.25,
//	 "dirty":true,"mixed":true,"target":84.5,"cursor":"8d3c…"}
type state struct {
	Format     int            `json:"format"`
	KB         string         `json:"kb"`
	Owner      string         `json:"owner,omitempty"`
	Generation string         `json:"generation"`
	Spec       retrieval.Spec `json:"spec"`
	Tenant     string         `json:"tenant,omitempty"` // Options.Tenant when it was created

	Epoch   uint64  `json:"epoch"`   // commits so far
	Count   int     `json:"count"`   // points of chunks: the N of idf
	Points  int     `json:"points"`  // as last given to Commit
	Average float32 `json:"average"` // likewise; the one in the stored weights

	// Dirty: a writer has begun and not committed. If it is no longer there,
	// the frequencies have to be counted anew.
	Dirty bool `json:"dirty,omitempty"`
	// Mixed: weights are being rewritten for Target, up to the point Cursor;
	// later points have those of Average or none.
	Mixed  bool    `json:"mixed,omitempty"`
	Target float32 `json:"target,omitempty"`
	Cursor string  `json:"cursor,omitempty"`
}

func (s state) statistics() retrieval.Statistics {
	return retrieval.Statistics{Points: s.Points, AverageLength: s.Average}
}

// commit names what a search may rely on: two states with the same commit have
// the same frequencies, weights and spec.
func (s state) commit() commit {
	return commit{generation: s.Generation, epoch: s.Epoch}
}

type commit struct {
	generation string
	epoch      uint64
}

const stateField = "state"

func (s state) point() *client.PointStruct {
	text, _ := json.Marshal(s) // strings, finite numbers and bools always marshal
	return bare(statePoint, map[string]*client.Value{stateField: client.NewValueString(string(text))})
}

// bare is a point of our own: without vectors, so that no search finds it.
func bare(id uint64, payload map[string]*client.Value) *client.PointStruct {
	return &client.PointStruct{
		Id:      client.NewIDNum(id),
		Vectors: client.NewVectorsMap(map[string]*client.Vector{}),
		Payload: payload,
	}
}

func parseState(payload map[string]*client.Value) (state, error) {
	var s state
	if err := json.Unmarshal([]byte(payload[stateField].GetStringValue()), &s); err != nil {
		return s, fmt.Errorf("%w: its state cannot be read: %w", retrieval.ErrCorrupt, err)
	}
	if s.Format != format {
		return s, fmt.Errorf("it has format %d, this program reads format %d: run `footnote reindex`", s.Format, format)
	}
	if s.Count < 0 || s.Average < 0 || math.IsInf(float64(s.Average), 0) {
		return s, fmt.Errorf("%w: its state has impossible numbers", retrieval.ErrCorrupt)
	}
	return s, nil
}

// loadState reads the state. A collection without one is not ours.
func (x *index) loadState(ctx context.Context) (state, error) {
	points, err := x.get(ctx, "read the state", []*client.PointId{client.NewIDNum(statePoint)}, stateField)
	if err != nil {
		return state{}, err
	}
	if len(points) == 0 {
		return state{}, fmt.Errorf("collection %s holds no index of footnote: it was made by another program, or its creation was cut off: remove it or run `footnote reindex`", x.collection())
	}
	s, err := parseState(points[0].GetPayload())
	if err != nil {
		return s, fmt.Errorf("collection %s: %w", x.collection(), err)
	}
	return s, nil
}

// fits refuses a state that another library or another spec made.
func (x *index) fits(s state) error {
	if own := x.server.options.Owner; own != "" && s.Owner != "" && s.Owner != own {
		return fmt.Errorf("collection %s was filled from another data folder (its id is %s, this one's is %s): choose another --kb, or take the name over with `footnote reindex --kb %s`",
			x.collection(), s.Owner, own, x.kb)
	}
	if s.Spec != x.spec {
		return &retrieval.MismatchError{KB: x.kb, Have: s.Spec, Own: x.spec}
	}
	return nil
}

func (x *index) saveState(ctx context.Context, s state) error {
	return x.upsert(ctx, "write the state", []*client.PointStruct{s.point()})
}
