package qdranttest

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"footnote/retrieval"
)

// id is a point's id: a number, or a UUID. Numbers come first.
type id struct {
	uuid   bool
	number uint64
	bytes  retrieval.ID
}

func parseID(p *client.PointId) (id, error) {
	switch o := p.GetPointIdOptions().(type) {
	case *client.PointId_Num:
		return id{number: o.Num}, nil
	case *client.PointId_Uuid:
		b, err := retrieval.ParseID(o.Uuid)
		if err != nil {
			return id{}, status.Errorf(codes.InvalidArgument, "Unable to parse UUID: %s", o.Uuid)
		}
		return id{uuid: true, bytes: b}, nil
	}
	return id{}, status.Error(codes.InvalidArgument, "Empty ID is not allowed")
}

func parseIDs(ps []*client.PointId) ([]id, error) {
	ids := make([]id, len(ps))
	for i, p := range ps {
		var err error
		if ids[i], err = parseID(p); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func (a id) message() *client.PointId {
	if a.uuid {
		return client.NewIDUUID(a.bytes.String())
	}
	return client.NewIDNum(a.number)
}

func (a id) compare(b id) int {
	if a.uuid != b.uuid {
		if a.uuid {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(a.number, b.number), bytes.Compare(a.bytes[:], b.bytes[:]))
}

// collection is a collection; its parameters do not change, but for threshold.
type collection struct {
	threshold *uint64 // from which segments are indexed; 0: never
	dense     map[string]*client.VectorParams
	sparse    map[string]*client.SparseVectorParams
	indexes   map[string]client.FieldType
	metadata  map[string]*client.Value

	points map[id]*point
	order  []id // sorted; nil when it has to be made again
}

// point is a stored point; it is replaced, not changed, so readers may keep it.
type point struct {
	payload map[string]*client.Value
	dense   map[string][]float32
	sparse  map[string]sparse
}

// sparse is a sparse vector with rising indices.
type sparse struct {
	indices []uint32
	values  []float32
}

func (c *collection) sorted(all func(yield func(id) bool)) []id {
	if c.order == nil {
		c.order = slices.SortedFunc(all, id.compare)
	}
	return c.order
}

func (c *collection) put(key id, p *point) {
	if _, known := c.points[key]; !known {
		c.order = nil
	}
	c.points[key] = p
}

func (c *collection) remove(key id) {
	if _, known := c.points[key]; known {
		c.order = nil
		delete(c.points, key)
	}
}

// vectors checks named vectors against the collection and normalises those that
// are compared by cosine.
func (c *collection) vectors(v *client.Vectors) (map[string][]float32, map[string]sparse, error) {
	if v == nil {
		return nil, nil, status.Error(codes.InvalidArgument, "Expected some vectors")
	}
	named, ok := v.GetVectorsOptions().(*client.Vectors_Vectors)
	if !ok {
		return nil, nil, status.Error(codes.Unimplemented, "only named vectors")
	}
	dense, sparses := map[string][]float32{}, map[string]sparse{}
	for name, vector := range named.Vectors.GetVectors() {
		var err error
		switch {
		case c.dense[name] != nil:
			dense[name], err = c.denseVector(name, vector)
		case c.sparse[name] != nil:
			sparses[name], err = sparseVector(vector.GetSparse().GetIndices(), vector.GetSparse().GetValues(), vector.GetSparse() != nil)
		default:
			err = status.Errorf(codes.InvalidArgument, "Wrong input: Not existing vector name error: %s", name)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return dense, sparses, nil
}

func (c *collection) denseVector(name string, v *client.Vector) ([]float32, error) {
	if v.GetDense() == nil {
		return nil, status.Error(codes.InvalidArgument, "Wrong input: Conversion between sparse and regular vectors failed")
	}
	return c.prepare(name, v.GetDense().GetData())
}

// prepare checks a dense vector's dimension and normalises it as its distance asks.
func (c *collection) prepare(name string, v []float32) ([]float32, error) {
	params := c.dense[name]
	if uint64(len(v)) != params.GetSize() {
		return nil, status.Errorf(codes.InvalidArgument, "Wrong input: Vector dimension error: expected dim: %d, got %d", params.GetSize(), len(v))
	}
	if params.GetDistance() != client.Distance_Cosine {
		return v, nil
	}
	var sum float64
	for _, f := range v {
		sum += float64(f) * float64(f)
	}
	if sum == 0 {
		return v, nil
	}
	unit := make([]float32, len(v))
	for i, f := range v {
		unit[i] = float32(float64(f) / math.Sqrt(sum))
	}
	return unit, nil
}

func sparseVector(indices []uint32, values []float32, present bool) (sparse, error) {
	if !present || len(indices) != len(values) {
		return sparse{}, status.Error(codes.InvalidArgument, "Validation error: [values: must be the same length as indices]")
	}
	order := make([]int, len(indices))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(indices[a], indices[b]) })
	v := sparse{indices: make([]uint32, len(indices)), values: make([]float32, len(indices))}
	for i, from := range order {
		v.indices[i], v.values[i] = indices[from], values[from]
		if i > 0 && v.indices[i] == v.indices[i-1] {
			return sparse{}, status.Error(codes.InvalidArgument, "Validation error: [indices: must be unique]")
		}
	}
	return v, nil
}
