package qdranttest

import (
	"context"
	"maps"
	"slices"
	"strings"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// collectionsService keeps collections and aliases.
type collectionsService struct {
	client.UnimplementedCollectionsServer
	s *Server
}

// resolve finds a collection by name or alias; s.mu is held.
func (s *Server) resolve(name string) (*collection, error) {
	if target, ok := s.aliases[name]; ok {
		name = target
	}
	c, ok := s.collections[name]
	if !ok {
		return nil, status.Errorf(codes.NotFound, "Not found: Collection `%s` doesn't exist!", name)
	}
	return c, nil
}

func (v collectionsService) Create(_ context.Context, r *client.CreateCollection) (*client.CollectionOperationResponse, error) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	name := r.GetCollectionName()
	if name == "" || len(name) > 255 || strings.ContainsAny(name, "<>:\"/\\|?*\x00\x1f") {
		return nil, status.Error(codes.InvalidArgument, "Validation error in body: [collection_name: invalid]")
	}
	if v.s.collections[name] != nil || v.s.aliases[name] != "" {
		return nil, status.Errorf(codes.AlreadyExists, "Wrong input: Collection `%s` already exists!", name)
	}
	c, err := newCollection(r)
	if err != nil {
		return nil, err
	}
	v.s.collections[name] = c
	return &client.CollectionOperationResponse{Result: true}, nil
}

// newCollection checks the parts of a definition that this server has.
func newCollection(r *client.CreateCollection) (*collection, error) {
	c := &collection{
		dense: map[string]*client.VectorParams{}, sparse: map[string]*client.SparseVectorParams{},
		indexes: map[string]client.FieldType{}, metadata: r.GetMetadata(), points: map[id]*point{},
	}
	if o := r.GetOptimizersConfig(); o != nil {
		c.threshold = o.IndexingThreshold
	}
	if r.GetVectorsConfig().GetParams() != nil {
		return nil, status.Error(codes.Unimplemented, "only named vectors")
	}
	for name, p := range r.GetVectorsConfig().GetParamsMap().GetMap() {
		if p.GetSize() < 1 || p.GetSize() > 65536 {
			return nil, status.Errorf(codes.InvalidArgument, "Validation error: [vectors.%s.size: must be 1 to 65536]", name)
		}
		if p.GetDistance() != client.Distance_Cosine && p.GetDistance() != client.Distance_Dot || p.GetMultivectorConfig() != nil {
			return nil, status.Error(codes.Unimplemented, "only single vectors with cosine or dot")
		}
		c.dense[name] = p
	}
	for name, p := range r.GetSparseVectorsConfig().GetMap() {
		if p.GetModifier() != client.Modifier_None {
			return nil, status.Error(codes.Unimplemented, "no modifier")
		}
		c.sparse[name] = p
	}
	return c, nil
}

func (v collectionsService) Delete(_ context.Context, r *client.DeleteCollection) (*client.CollectionOperationResponse, error) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	name := r.GetCollectionName()
	if v.s.collections[name] == nil {
		return &client.CollectionOperationResponse{Result: false}, nil
	}
	delete(v.s.collections, name)
	maps.DeleteFunc(v.s.aliases, func(_, target string) bool { return target == name })
	return &client.CollectionOperationResponse{Result: true}, nil
}

// Update takes the settings that are changed later.
func (v collectionsService) Update(_ context.Context, r *client.UpdateCollection) (*client.CollectionOperationResponse, error) {
	if r.GetOptimizersConfig().IndexingThreshold == nil || r.GetParams() != nil || r.GetHnswConfig() != nil || r.GetMetadata() != nil {
		return nil, status.Error(codes.Unimplemented, "only the indexing threshold, quantization and vectors on disk can be changed")
	}
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	c := v.s.collections[r.GetCollectionName()] // no alias
	if c == nil {
		return nil, status.Errorf(codes.NotFound, "Not found: Collection `%s` doesn't exist!", r.GetCollectionName())
	}
	c.threshold = r.GetOptimizersConfig().IndexingThreshold
	return &client.CollectionOperationResponse{Result: true}, nil
}

func (v collectionsService) List(context.Context, *client.ListCollectionsRequest) (*client.ListCollectionsResponse, error) {
	v.s.mu.RLock()
	defer v.s.mu.RUnlock()
	reply := &client.ListCollectionsResponse{}
	for _, name := range slices.Sorted(maps.Keys(v.s.collections)) {
		reply.Collections = append(reply.Collections, &client.CollectionDescription{Name: name})
	}
	return reply, nil
}

func (v collectionsService) Get(_ context.Context, r *client.GetCollectionInfoRequest) (*client.GetCollectionInfoResponse, error) {
	v.s.mu.RLock()
	defer v.s.mu.RUnlock()
	c, err := v.s.resolve(r.GetCollectionName())
	if err != nil {
		return nil, err
	}
	params := &client.CollectionParams{SparseVectorsConfig: client.NewSparseVectorsConfig(maps.Clone(c.sparse))}
	if len(c.dense) > 0 {
		params.VectorsConfig = client.NewVectorsConfigMap(maps.Clone(c.dense))
	}
	return &client.GetCollectionInfoResponse{Result: &client.CollectionInfo{
		Status:      client.CollectionStatus_Green,
		PointsCount: proto.Uint64(uint64(len(c.points))),
		Config: &client.CollectionConfig{
			Params: params, Metadata: c.metadata,
			OptimizerConfig: &client.OptimizersConfigDiff{IndexingThreshold: c.threshold},
		},
	}}, nil
}

// UpdateAliases applies all changes or, if one is wrong, none.
func (v collectionsService) UpdateAliases(_ context.Context, r *client.ChangeAliases) (*client.CollectionOperationResponse, error) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	aliases := maps.Clone(v.s.aliases)
	for _, action := range r.GetActions() {
		switch a := action.GetAction().(type) {
		case *client.AliasOperations_CreateAlias:
			name, target := a.CreateAlias.GetAliasName(), a.CreateAlias.GetCollectionName()
			if v.s.collections[target] == nil {
				return nil, status.Errorf(codes.NotFound, "Not found: Collection `%s` doesn't exist!", target)
			}
			if v.s.collections[name] != nil {
				return nil, status.Errorf(codes.AlreadyExists, "Wrong input: Collection `%s` already exists!", name)
			}
			aliases[name] = target
		case *client.AliasOperations_DeleteAlias:
			delete(aliases, a.DeleteAlias.GetAliasName())
		default:
			return nil, status.Error(codes.Unimplemented, "aliases are created and deleted only")
		}
	}
	v.s.aliases = aliases
	return &client.CollectionOperationResponse{Result: true}, nil
}

func (v collectionsService) ListAliases(context.Context, *client.ListAliasesRequest) (*client.ListAliasesResponse, error) {
	v.s.mu.RLock()
	defer v.s.mu.RUnlock()
	reply := &client.ListAliasesResponse{}
	for _, name := range slices.Sorted(maps.Keys(v.s.aliases)) {
		reply.Aliases = append(reply.Aliases, &client.AliasDescription{AliasName: name, CollectionName: v.s.aliases[name]})
	}
	return reply, nil
}

// Collections lists the names of all collections, in order.
func (s *Server) Collections() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.collections))
}

// Target is the collection behind an alias, "" if there is none.
func (s *Server) Target(alias string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.aliases[alias]
}
