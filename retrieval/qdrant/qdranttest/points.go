package qdranttest

import (
	"context"
	"maps"
	"slices"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// pointsService keeps points.
type pointsService struct {
	client.UnimplementedPointsServer
	s *Server
}

// change runs a write: all of it or, after an error, nothing.
func (v pointsService) change(name string, wait bool, write func(c *collection) error) (*client.PointsOperationResponse, error) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	c, err := v.s.resolve(name)
	if err != nil {
		return nil, err
	}
	if err := write(c); err != nil {
		return nil, err
	}
	done := client.UpdateStatus_Acknowledged
	if wait {
		done = client.UpdateStatus_Completed
	}
	return &client.PointsOperationResponse{Result: &client.UpdateResult{Status: done}}, nil
}

func (v pointsService) Upsert(_ context.Context, r *client.UpsertPoints) (*client.PointsOperationResponse, error) {
	if r.GetUpdateFilter() != nil || r.UpdateMode != nil {
		return nil, status.Error(codes.Unimplemented, "plain upserts only")
	}
	return v.change(r.GetCollectionName(), r.GetWait(), func(c *collection) error {
		keys, points := make([]id, len(r.GetPoints())), make([]*point, len(r.GetPoints()))
		for i, p := range r.GetPoints() {
			key, err := parseID(p.GetId())
			if err != nil {
				return err
			}
			dense, sparses, err := c.vectors(p.GetVectors())
			if err != nil {
				return err
			}
			keys[i], points[i] = key, &point{payload: p.GetPayload(), dense: dense, sparse: sparses}
		}
		for i, key := range keys {
			c.put(key, points[i])
		}
		return nil
	})
}

func (v pointsService) UpdateVectors(_ context.Context, r *client.UpdatePointVectors) (*client.PointsOperationResponse, error) {
	return v.change(r.GetCollectionName(), r.GetWait(), func(c *collection) error {
		for _, p := range r.GetPoints() {
			key, err := parseID(p.GetId())
			if err != nil {
				return err
			}
			dense, sparses, err := c.vectors(p.GetVectors())
			if err != nil {
				return err
			}
			old := c.points[key]
			if old == nil {
				return status.Errorf(codes.NotFound, "Not found: No point with id %v found", p.GetId())
			}
			c.put(key, old.with(dense, sparses))
		}
		return nil
	})
}

// with is the point with some vectors replaced.
func (p *point) with(dense map[string][]float32, sparses map[string]sparse) *point {
	next := &point{payload: p.payload, dense: maps.Clone(p.dense), sparse: maps.Clone(p.sparse)}
	maps.Copy(next.dense, dense)
	maps.Copy(next.sparse, sparses)
	return next
}

func (v pointsService) Delete(_ context.Context, r *client.DeletePoints) (*client.PointsOperationResponse, error) {
	list := r.GetPoints().GetPoints()
	if list == nil {
		return nil, status.Error(codes.Unimplemented, "points are deleted by id only")
	}
	keys, err := parseIDs(list.GetIds())
	if err != nil {
		return nil, err
	}
	return v.change(r.GetCollectionName(), r.GetWait(), func(c *collection) error {
		for _, key := range keys {
			c.remove(key)
		}
		return nil
	})
}

func (v pointsService) CreateFieldIndex(_ context.Context, r *client.CreateFieldIndexCollection) (*client.PointsOperationResponse, error) {
	if r.GetFieldName() == "" || r.FieldType == nil {
		return nil, status.Error(codes.InvalidArgument, "field name and type are needed")
	}
	return v.change(r.GetCollectionName(), r.GetWait(), func(c *collection) error {
		c.indexes[r.GetFieldName()] = r.GetFieldType()
		return nil
	})
}

func (v pointsService) Get(_ context.Context, r *client.GetPoints) (*client.GetResponse, error) {
	keys, err := parseIDs(r.GetIds())
	if err != nil {
		return nil, err
	}
	v.s.mu.RLock()
	defer v.s.mu.RUnlock()
	c, err := v.s.resolve(r.GetCollectionName())
	if err != nil {
		return nil, err
	}
	reply := &client.GetResponse{}
	// In order of id, not of the request: the real server gives no order either.
	slices.SortFunc(keys, id.compare)
	for _, key := range slices.Compact(keys) {
		if p := c.points[key]; p != nil {
			reply.Result = append(reply.Result, &client.RetrievedPoint{Id: key.message(), Payload: selected(p.payload, r.GetWithPayload())})
		}
	}
	return reply, nil
}

// defaultScroll is the server's page without a limit.
const defaultScroll = 10

func (v pointsService) Scroll(_ context.Context, r *client.ScrollPoints) (*client.ScrollResponse, error) {
	if r.GetFilter() != nil || r.GetOrderBy() != nil || r.GetWithVectors().GetEnable() {
		return nil, status.Error(codes.Unimplemented, "plain scrolling only")
	}
	limit := defaultScroll
	if r.Limit != nil {
		if limit = int(r.GetLimit()); limit < 1 {
			return nil, status.Error(codes.InvalidArgument, "Validation error: [limit: must be at least 1]")
		}
	}
	v.s.mu.Lock() // sorting caches
	defer v.s.mu.Unlock()
	c, err := v.s.resolve(r.GetCollectionName())
	if err != nil {
		return nil, err
	}
	keys := c.sorted(maps.Keys(c.points))
	if r.Offset != nil {
		from, err := parseID(r.GetOffset())
		if err != nil {
			return nil, err
		}
		at, _ := slices.BinarySearchFunc(keys, from, id.compare)
		keys = keys[at:]
	}
	reply := &client.ScrollResponse{}
	if len(keys) > limit {
		reply.NextPageOffset = keys[limit].message()
		keys = keys[:limit]
	}
	for _, key := range keys {
		reply.Result = append(reply.Result, &client.RetrievedPoint{Id: key.message(), Payload: selected(c.points[key].payload, r.GetWithPayload())})
	}
	return reply, nil
}

// selected is the part of a payload that a request wants.
func selected(payload map[string]*client.Value, selector *client.WithPayloadSelector) map[string]*client.Value {
	switch o := selector.GetSelectorOptions().(type) {
	case *client.WithPayloadSelector_Enable:
		if o.Enable {
			return payload
		}
	case *client.WithPayloadSelector_Include:
		part := map[string]*client.Value{}
		for _, field := range o.Include.GetFields() {
			if value, ok := payload[field]; ok {
				part[field] = value
			}
		}
		return part
	}
	return nil
}
