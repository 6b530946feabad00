package qdrant

import (
	"context"

	client "github.com/qdrant/go-client/qdrant"
)

// CompressFrom is the number of points from which on the server compares vectors
// by int8 codes, kept in memory, and scores the best again from the vectors
// themselves, which stay on disk: 100,000 vectors of 384 dimensions take 38 MB
// instead of 154.
const CompressFrom = 100_000

// oversampling is how many hits for each one wanted are scored again from the
// vectors: codes of int8 alone find .90 of the right ones at 20,000 points and .88
// at 200,000, so that among half as many again hardly one is missing.
const oversampling = 1.5

// quantile leaves the hundredth part of a vector's numbers that lie furthest out
// to the ends of the codes: Qdrant's own example.
const quantile = 0.99

// shape is what a collection's settings depend on.
type shape struct {
	graph      bool // of neighbours
	compressed bool
}

// shapeOf is the shape for so many points. Below ExactBelow nobody asks the graph,
// and building it would cost more than the points' own writing.
func shapeOf(points int) shape {
	return shape{graph: points >= ExactBelow, compressed: points >= CompressFrom}
}

// reshape tells the server what the collection has become. The name is the
// collection's own: aliases do not reach its settings. A collection that shrinks
// keeps what it has.
func (x *index) reshape(ctx context.Context, s state, to shape) error {
	name := x.alias + "-" + s.Generation
	update := &client.UpdateCollection{CollectionName: name}
	if to.graph {
		update.OptimizersConfig = &client.OptimizersConfigDiff{IndexingThreshold: client.PtrOf(uint64(indexingThreshold))}
	}
	if to.compressed && s.Spec.Dimensions > 0 {
		update.QuantizationConfig = client.NewQuantizationDiffScalar(&client.ScalarQuantization{
			Type: client.QuantizationType_Int8, Quantile: client.PtrOf(float32(quantile)), AlwaysRam: client.PtrOf(true),
		})
		update.VectorsConfig = client.NewVectorsConfigDiffMap(map[string]*client.VectorParamsDiff{vectorName: {OnDisk: client.PtrOf(true)}})
	}
	return x.server.call(ctx, "change the settings of "+name, func(ctx context.Context) error {
		return x.server.api.UpdateCollection(ctx, update)
	})
}

// params say how vectors are compared among so many points.
func params(count, depth int) *client.SearchParams {
	if count < ExactBelow {
		return &client.SearchParams{Exact: client.PtrOf(true)}
	}
	p := &client.SearchParams{HnswEf: client.PtrOf(uint64(max(minEf, depth+tieReach)))}
	if shapeOf(count).compressed {
		p.Quantization = &client.QuantizationSearchParams{Rescore: client.PtrOf(true), Oversampling: client.PtrOf(float64(oversampling))}
	}
	return p
}
