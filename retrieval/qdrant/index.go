package qdrant

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"

	"footnote/retrieval"
)

// index is one knowledge base: through the alias the live collection, or the
// collection that Create made until it is published. It implements
// retrieval.Index.
type index struct {
	server *server
	kb     string
	spec   retrieval.Spec
	alias  string
	name   atomic.Pointer[string] // of the collection, or the alias
	closed atomic.Bool

	// view is what the last search saw; replaced, never changed.
	view atomic.Pointer[view]

	mu sync.Mutex // of what a writer keeps
	writer
}

func (s *server) index(kb, alias, collection string, spec retrieval.Spec) *index {
	x := &index{server: s, kb: kb, alias: alias, spec: spec}
	x.name.Store(&collection)
	return x
}

// collection is the name to send requests to.
func (x *index) collection() string { return *x.name.Load() }

// follow makes the index the live one, whichever that is.
func (x *index) follow() { x.name.Store(&x.alias) }

// Close forgets what was not committed. The connection belongs to Indexes.
func (x *index) Close() error {
	x.closed.Store(true)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.writer = writer{}
	return nil
}

var errClosed = errors.New("the index is closed")

// open reports whether the index can be used, for the operation op.
func (x *index) open(op string) error {
	if x.closed.Load() {
		return fmt.Errorf("%s index of %q: %w", op, x.kb, errClosed)
	}
	return nil
}

// wrap names operation and knowledge base. A collection that is gone is no index.
func (x *index) wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	if code(err) == codes.NotFound {
		return fmt.Errorf("%s index of %q: %w: %w", op, x.kb, retrieval.ErrNoIndex, err)
	}
	return fmt.Errorf("%s index of %q: %w", op, x.kb, err)
}

// Statistics implements retrieval.Searcher.
func (x *index) Statistics(ctx context.Context) (retrieval.Statistics, error) {
	if err := x.open("read statistics of"); err != nil {
		return retrieval.Statistics{}, err
	}
	s, err := x.loadState(hurry(ctx))
	return s.statistics(), x.wrap("read statistics of", err)
}

// Frequencies implements retrieval.Counter. They are those of the last commit
// that a search has seen: the search that follows reads the state and learns of a
// newer one. A misspelt word asks for some thousand others, and with them for
// nearly all buckets (512 kB at 20,000 chunks), once between two commits.
func (x *index) Frequencies(ctx context.Context, terms []string) (in []int, points int, err error) {
	if err := x.open("count words of"); err != nil {
		return nil, 0, err
	}
	ctx = hurry(ctx)
	v, err := x.current(ctx)
	if err != nil {
		return nil, 0, x.wrap("count words of", err)
	}
	hashes := make([]uint32, len(terms))
	for i, term := range terms {
		hashes[i] = Hash(term)
	}
	buckets, err := x.frequency(ctx, v, hashes)
	if err != nil {
		return nil, 0, x.wrap("count words of", err)
	}
	in = make([]int, len(terms))
	for i, h := range hashes {
		in[i] = int(buckets[bucketOf(h)][h])
	}
	return in, v.state.Count, nil
}

// Chunks implements retrieval.Searcher.
func (x *index) Chunks(ctx context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	if err := x.open("read chunks of"); err != nil {
		return nil, err
	}
	found := make(map[retrieval.ID]map[string]*client.Value, len(ids))
	points, err := x.get(hurry(ctx), "read chunks", pointIDs(ids), chunkFields[:]...)
	if err != nil {
		return nil, x.wrap("read chunks of", err)
	}
	for _, p := range points {
		id, err := retrieval.ParseID(p.GetId().GetUuid())
		if err != nil {
			return nil, x.wrap("read chunks of", fmt.Errorf("the server answered with a point that was not asked for: %w", err))
		}
		found[id] = p.GetPayload()
	}
	chunks := make([]retrieval.Chunk, 0, len(ids))
	for _, id := range ids {
		p, ok := found[id]
		if !ok {
			continue
		}
		c, err := chunk(id, p)
		if err != nil {
			return nil, x.wrap("read chunks of", err)
		}
		chunks = append(chunks, c)
	}
	return chunks, nil
}

// pointIDs turns ids into the server's, each once.
func pointIDs(ids []retrieval.ID) []*client.PointId {
	seen := make(map[retrieval.ID]bool, len(ids))
	points := make([]*client.PointId, 0, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			points = append(points, client.NewIDUUID(id.String()))
		}
	}
	return points
}

// getBatch is how many points one reply may hold: 256 chunks of 4 kB are 1 MB.
const getBatch = 256

// get reads payload fields of points; those that are not there are left out.
func (x *index) get(ctx context.Context, does string, ids []*client.PointId, fields ...string) ([]*client.RetrievedPoint, error) {
	var all []*client.RetrievedPoint
	for len(ids) > 0 {
		part := ids[:min(getBatch, len(ids))]
		ids = ids[len(part):]
		var points []*client.RetrievedPoint
		err := x.server.call(ctx, does+" in "+x.collection(), func(ctx context.Context) (err error) {
			points, err = x.server.api.Get(ctx, &client.GetPoints{
				CollectionName:  x.collection(),
				Ids:             part,
				WithPayload:     client.NewWithPayloadInclude(fields...),
				WithVectors:     client.NewWithVectorsEnable(false),
				ReadConsistency: x.server.consistency,
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		all = append(all, points...)
	}
	return all, nil
}

// upsert writes points and waits until they can be found. Waiting costs little
// (several requests are under way at once) and shows what the server could not
// apply, a full disk for one; without it the server only says that it has read
// the request.
func (x *index) upsert(ctx context.Context, does string, points []*client.PointStruct) error {
	return x.server.call(ctx, fmt.Sprintf("%s in %s", does, x.collection()), func(ctx context.Context) error {
		return applied(x.server.api.Upsert(ctx, &client.UpsertPoints{
			CollectionName: x.collection(),
			Points:         points,
			Wait:           client.PtrOf(true),
			Ordering:       x.server.ordering(),
		}))
	})
}
