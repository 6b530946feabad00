package qdrant

import (
	"context"
	"fmt"

	client "github.com/qdrant/go-client/qdrant"
	"golang.org/x/sync/errgroup"

	"footnote/retrieval"
)

// Sizes of a pass over all points: terms take about 1 kB a point, and the
// cursor is saved after every few thousand.
const (
	rewritePage = 256
	saveEvery   = 16 * rewritePage
)

// rewrite walks over all points, counts them and in how many each word occurs, and, if
// the average has moved, gives each point its new weights. Points up to the
// cursor have them already, and so have those that this Commit wrote.
func (x *index) rewrite(ctx context.Context) (count int, frequencies map[uint32]uint32, err error) {
	frequencies = map[uint32]uint32{}
	pass := &pass{index: x, resume: x.change.state.Cursor}
	for p, err := range x.scroll(ctx, page{size: rewritePage, fields: []string{termsField}}) {
		if err != nil {
			return 0, nil, err
		}
		terms, err := parseCounts(p.payload[termsField].GetStringValue())
		if err != nil {
			return 0, nil, fmt.Errorf("%w: the words of chunk %s are %w: run `footnote reindex`", retrieval.ErrCorrupt, p.id, err)
		}
		count++
		for _, h := range terms.distinct() {
			frequencies[h]++
		}
		if err := pass.add(ctx, p.id, terms); err != nil {
			return 0, nil, err
		}
	}
	return count, frequencies, pass.send(ctx)
}

// pass collects the points whose weights are rewritten.
type pass struct {
	index  *index
	resume string // id up to which an earlier pass came

	vectors []*client.PointVectors
	last    retrieval.ID
}

// add takes the next point, in rising order of ID.
func (p *pass) add(ctx context.Context, id retrieval.ID, terms counts) error {
	c := p.index.change
	if !c.state.Mixed || c.weighed[id] || id.String() <= p.resume {
		return nil
	}
	indices, values := terms.weights(c.state.Target)
	if len(indices) == 0 {
		return nil
	}
	p.last = id
	p.vectors = append(p.vectors, &client.PointVectors{
		Id:      client.NewIDUUID(id.String()),
		Vectors: client.NewVectorsMap(map[string]*client.Vector{wordsName: client.NewVectorSparse(indices, values)}),
	})
	if len(p.vectors) < saveEvery {
		return nil
	}
	if err := p.send(ctx); err != nil {
		return err
	}
	c.state.Cursor = p.last.String()
	return p.index.saveState(ctx, c.state)
}

// send writes the collected weights.
func (p *pass) send(ctx context.Context) error {
	x := p.index
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inFlight)
	for from := 0; from < len(p.vectors); from += x.server.options.Batch {
		part := p.vectors[from:min(from+x.server.options.Batch, len(p.vectors))]
		group.Go(func() error { return x.updateVectors(ctx, part) })
	}
	p.vectors = nil
	return group.Wait()
}

func (x *index) updateVectors(ctx context.Context, points []*client.PointVectors) error {
	return x.server.call(ctx, fmt.Sprintf("write weights of %d points in %s", len(points), x.collection()), func(ctx context.Context) error {
		return applied(x.server.api.UpdateVectors(ctx, &client.UpdatePointVectors{
			CollectionName: x.collection(), Points: points, Wait: client.PtrOf(true), Ordering: x.server.ordering(),
		}))
	})
}
