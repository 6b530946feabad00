package qdrant

import (
	"context"
	"fmt"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
)

// maxDimensions is Qdrant's limit for a dense vector.
const maxDimensions = 65536

// Metadata that every collection of ours has, from its creation on.
const (
	kbKey     = "footnote_kb"
	formatKey = "footnote_format"
)

// Graph parameters: Qdrant's defaults for m; ef_construct a little above its 100,
// which costs build time once and finds more neighbours at every search.
const (
	graphLinks      = 16
	graphCandidates = 128
)

// indexingThreshold is the size in kB from which a segment gets a graph: Qdrant's
// default. While a collection is filled and as long as it is small it is 0, never
// (see shape): the weights of words are written after the points, and each write to a
// segment with a graph would copy its points and build another.
const indexingThreshold = 10_000

// make creates the collection, its payload indexes and its first state. A
// repeated request may meet the collection that the first one made: the name is
// random, so an existing one is ours.
func (x *index) make(ctx context.Context, s state) error {
	name := x.collection()
	request := x.server.definition(s)
	request.CollectionName = name
	err := x.server.call(ctx, "create collection "+name, func(ctx context.Context) error {
		err := x.server.api.CreateCollection(ctx, request)
		if code(err) == codes.AlreadyExists {
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, field := range []string{languageField, labelsField, documentField} {
		if err := x.server.indexField(ctx, name, field); err != nil {
			return err
		}
	}
	if s.Tenant != "" {
		if err := x.server.indexTenant(ctx, name); err != nil {
			return err
		}
	}
	return x.saveState(ctx, s)
}

// definition is the shape of a collection. Cosine compares direction only, so a
// vector whose length is off in the last digit does not matter.
func (s *server) definition(st state) *client.CreateCollection {
	c := &client.CreateCollection{
		SparseVectorsConfig: client.NewSparseVectorsConfig(map[string]*client.SparseVectorParams{wordsName: {}}),
		HnswConfig:          &client.HnswConfigDiff{M: client.PtrOf(uint64(graphLinks)), EfConstruct: client.PtrOf(uint64(graphCandidates))},
		OptimizersConfig:    &client.OptimizersConfigDiff{IndexingThreshold: client.PtrOf(uint64(0))},
		Metadata: map[string]*client.Value{
			kbKey:     client.NewValueString(st.KB),
			formatKey: client.NewValueInt(format),
		},
		ShardNumber:            positive(s.options.Shards),
		ReplicationFactor:      positive(s.options.Replicas),
		WriteConsistencyFactor: positive(s.options.WriteConsistency),
	}
	if st.Tenant != "" {
		c.HnswConfig.PayloadM = client.PtrOf(uint64(graphLinks))
	}
	if st.Spec.Dimensions > 0 {
		c.VectorsConfig = client.NewVectorsConfigMap(map[string]*client.VectorParams{
			vectorName: {Size: uint64(st.Spec.Dimensions), Distance: client.Distance_Cosine},
		})
	}
	return c
}

func positive(n uint32) *uint32 {
	if n == 0 {
		return nil
	}
	return &n
}

func (s *server) indexField(ctx context.Context, collection, field string) error {
	return s.call(ctx, fmt.Sprintf("index field %s of %s", field, collection), func(ctx context.Context) error {
		return applied(s.api.CreateFieldIndex(ctx, &client.CreateFieldIndexCollection{
			CollectionName: collection,
			FieldName:      field,
			FieldType:      client.FieldType_FieldTypeKeyword.Enum(),
			Wait:           client.PtrOf(true),
		}))
	})
}

// indexTenant makes the field that parts the points: the server keeps those of one
// tenant together on disk and links them in the graph.
func (s *server) indexTenant(ctx context.Context, collection string) error {
	return s.call(ctx, fmt.Sprintf("index tenants of %s", collection), func(ctx context.Context) error {
		return applied(s.api.CreateFieldIndex(ctx, &client.CreateFieldIndexCollection{
			CollectionName:   collection,
			FieldName:        tenantField,
			FieldType:        client.FieldType_FieldTypeKeyword.Enum(),
			FieldIndexParams: client.NewPayloadIndexParamsKeyword(&client.KeywordIndexParams{IsTenant: client.PtrOf(true)}),
			Wait:             client.PtrOf(true),
		}))
	})
}

// shaped compares a collection's vectors with the spec.
func (x *index) shaped(info *client.CollectionInfo) error {
	p := info.GetConfig().GetParams()
	dense := p.GetVectorsConfig().GetParamsMap().GetMap()[vectorName]
	want := uint64(x.spec.Dimensions)
	switch {
	case p.GetSparseVectorsConfig().GetMap()[wordsName] == nil:
		return x.misshaped("has no sparse vector %q", wordsName)
	case p.GetSparseVectorsConfig().GetMap()[wordsName].GetModifier() != client.Modifier_None:
		return x.misshaped("changes the weights of %q by a modifier", wordsName)
	case dense.GetSize() != want:
		return x.misshaped("has vectors of %d dimensions, not %d", dense.GetSize(), want)
	case want > 0 && dense.GetDistance() != client.Distance_Cosine:
		return x.misshaped("compares vectors by %s, not by cosine", dense.GetDistance())
	}
	return nil
}

func (x *index) misshaped(format string, args ...any) error {
	return fmt.Errorf("collection %s %s: it was changed by another program: run `footnote reindex`", x.collection(), fmt.Sprintf(format, args...))
}

func (s *server) info(ctx context.Context, collection string) (*client.CollectionInfo, error) {
	var info *client.CollectionInfo
	err := s.call(ctx, "describe collection "+collection, func(ctx context.Context) (err error) {
		info, err = s.api.GetCollectionInfo(ctx, collection)
		return err
	})
	return info, err
}

// target is the collection that an alias names; "" if there is none.
func (s *server) target(ctx context.Context, alias string) (string, error) {
	var all []*client.AliasDescription
	err := s.call(ctx, "list aliases", func(ctx context.Context) (err error) {
		all, err = s.api.ListAliases(ctx)
		return err
	})
	for _, a := range all {
		if a.GetAliasName() == alias {
			return a.GetCollectionName(), err
		}
	}
	return "", err
}

// aliases changes aliases; a change that was made already is made again.
func (s *server) aliases(ctx context.Context, does string, changes ...*client.AliasOperations) error {
	return s.call(ctx, does, func(ctx context.Context) error { return s.api.UpdateAliases(ctx, changes) })
}

// generations lists the collections of a knowledge base. One that only looks
// like it, by name, is not touched.
func (s *server) generations(ctx context.Context, alias, kb string) ([]string, error) {
	var all []string
	err := s.call(ctx, "list collections", func(ctx context.Context) (err error) {
		all, err = s.api.ListCollections(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var ours []string
	for _, name := range all {
		if !isGeneration(name, alias) {
			continue
		}
		info, err := s.info(ctx, name)
		if code(err) == codes.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if info.GetConfig().GetMetadata()[kbKey].GetStringValue() == kb {
			ours = append(ours, name)
		} else {
			s.options.Logger.Warn("qdrant: a collection has a name like ours and is not", "collection", name)
		}
	}
	return ours, nil
}

// drop deletes a collection; one that is gone is no error.
func (s *server) drop(ctx context.Context, collection string) error {
	return s.call(ctx, "delete collection "+collection, func(ctx context.Context) error {
		// Not through DeleteCollection, to which "nothing to delete" is a failure.
		_, err := s.api.GetCollectionsClient().Delete(ctx, &client.DeleteCollection{CollectionName: collection})
		if code(err) == codes.NotFound {
			return nil
		}
		return err
	})
}
