package qdrant

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// writer is what an index keeps between two commits.
type writer struct {
	// pending is what waits for Commit; nil stands for a deletion.
	pending map[retrieval.ID]*draft
	upserts int // of pending
	change  *change
}

// draft is a point on its way: it shares no memory with the caller.
type draft struct {
	payload map[string]*client.Value
	vector  retrieval.Vector
	terms   counts
	words   []string // of terms, those that can be completed
	labels  map[string]string
}

func newDraft(p retrieval.Point, dimensions int) (*draft, error) {
	if err := checkVector(p.Vector, dimensions); err != nil {
		return nil, err
	}
	terms, err := newCounts(p.Terms)
	if err != nil {
		return nil, err
	}
	d := &draft{payload: payload(p.Chunk, terms), vector: slices.Clone(p.Vector), terms: terms, labels: maps.Clone(p.Chunk.Labels)}
	for _, t := range p.Terms.Counts {
		if t.Count > 0 && retrieval.Completable(t.Term) {
			d.words = append(d.words, t.Term)
		}
	}
	return d, nil
}

// point is the draft as it is sent. Without weights (weighed false) a later pass
// adds them; see rewrite.
func (d *draft) point(id retrieval.ID, average float32, weighed bool, tenant string) *client.PointStruct {
	if value, ok := d.labels[tenant]; ok && tenant != "" {
		d.payload[tenantField] = textValue(value)
	}
	vectors := map[string]*client.Vector{}
	if d.vector != nil {
		vectors[vectorName] = client.NewVectorDense(d.vector)
	}
	if indices, values := d.terms.weights(average); weighed && len(indices) > 0 {
		vectors[wordsName] = client.NewVectorSparse(indices, values)
	}
	return &client.PointStruct{Id: client.NewIDUUID(id.String()), Payload: d.payload, Vectors: client.NewVectorsMap(vectors)}
}

// Upsert implements retrieval.Writer. Points wait in the program, unless there
// are more than Options.Hold.
func (x *index) Upsert(ctx context.Context, points []retrieval.Point) error {
	if err := x.open("upsert into"); err != nil {
		return err
	}
	drafts := make([]*draft, len(points))
	for i, p := range points {
		d, err := newDraft(p, x.spec.Dimensions)
		if err != nil {
			return x.wrap("upsert into", fmt.Errorf("chunk %s of %s: %w", p.Chunk.ID, p.Chunk.URL, err))
		}
		drafts[i] = d
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for i, p := range points {
		x.hold(p.Chunk.ID, drafts[i])
	}
	if x.upserts <= x.server.options.Hold {
		return nil
	}
	if err := x.flushEarly(ctx); err != nil {
		x.change = nil // begin anew from what the server then has
		return x.wrap("upsert into", err)
	}
	return nil
}

// hold notes what shall become of a point; the last word counts.
func (w *writer) hold(id retrieval.ID, d *draft) {
	if w.pending == nil {
		w.pending = map[retrieval.ID]*draft{}
	}
	if w.pending[id] != nil {
		w.upserts--
	}
	if d != nil {
		w.upserts++
	}
	w.pending[id] = d
}

// Delete implements retrieval.Writer. Nothing is gone before Commit.
func (x *index) Delete(_ context.Context, ids []retrieval.ID) error {
	if err := x.open("delete from"); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range ids {
		x.hold(id, nil)
	}
	return nil
}

// scrollPage is how many ids one request lists.
const scrollPage = 1000

// IDs implements retrieval.Writer: what waits first, then what the server has.
func (x *index) IDs(ctx context.Context) iter.Seq2[retrieval.ID, error] {
	return func(yield func(retrieval.ID, error) bool) {
		if err := x.open("list ids of"); err != nil {
			yield(retrieval.ID{}, err)
			return
		}
		waiting := x.waiting()
		for id, upsert := range waiting {
			if upsert && !yield(id, nil) {
				return
			}
		}
		for p, err := range x.scroll(ctx, page{size: scrollPage}) {
			if err != nil {
				yield(retrieval.ID{}, x.wrap("list ids of", err))
				return
			}
			if _, known := waiting[p.id]; !known && !yield(p.id, nil) {
				return
			}
		}
	}
}

// waiting copies the pending ids: true for an upsert, false for a deletion.
func (x *index) waiting() map[retrieval.ID]bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	ids := make(map[retrieval.ID]bool, len(x.pending))
	for id, d := range x.pending {
		ids[id] = d != nil
	}
	return ids
}

// sorted returns the pending ids that are upserts, or deletions, in order.
func (w *writer) sorted(upserts bool) []retrieval.ID {
	ids := make([]retrieval.ID, 0, len(w.pending))
	for id := range maps.Keys(w.pending) {
		if (w.pending[id] != nil) == upserts {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, compareIDs)
	return ids
}
