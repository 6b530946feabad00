package embed

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"footnote/retrieval"
)

// shelf is a VectorStore in memory that can fail.
type shelf struct {
	vectors   map[string]retrieval.Vector // by model and key
	get, put  error
	questions int
}

func (s *shelf) Vectors(_ context.Context, model string, keys []string) (map[string]retrieval.Vector, error) {
	s.questions++
	found := map[string]retrieval.Vector{}
	for _, k := range keys {
		if v, ok := s.vectors[model+" "+k]; ok {
			found[k] = v
		}
	}
	return found, s.get
}

func (s *shelf) PutVectors(_ context.Context, model string, vectors map[string]retrieval.Vector) error {
	for k, v := range vectors {
		s.vectors[model+" "+k] = v
	}
	return s.put
}

// counting embeds a text as its length and remembers what it was asked.
type counting struct {
	model string
	asked []string
	extra int // dimensions more
	err   error
}

func (c *counting) Model() string                           { return c.model }
func (c *counting) Dimensions(context.Context) (int, error) { return 1 + c.extra, nil }
func (c *counting) EmbedDocuments(_ context.Context, texts []string) ([]retrieval.Vector, error) {
	c.asked = append(c.asked, texts...)
	var vectors []retrieval.Vector
	for _, s := range texts {
		v := make(retrieval.Vector, 1+c.extra)
		v[0] = float32(len(s))
		vectors = append(vectors, v)
	}
	return vectors, c.err
}
func (c *counting) EmbedQuery(ctx context.Context, s string) (retrieval.Vector, error) {
	v, err := c.EmbedDocuments(ctx, []string{s})
	return v[0], err
}

func TestCached(t *testing.T) {
	inner, store := &counting{model: "m"}, &shelf{vectors: map[string]retrieval.Vector{}}
	e := Cached(inner, store)
	for range 2 {
		got, err := e.EmbedDocuments(t.Context(), []string{"a", "bb", "a", "退款"})
		if err != nil || got[0][0] != 1 || got[1][0] != 2 || got[2][0] != 1 || got[3][0] != 6 {
			t.Fatal(got, err)
		}
	}
	if want := []string{"a", "bb", "退款"}; !slices.Equal(inner.asked, want) {
		t.Errorf("embedded %q, want %q", inner.asked, want)
	}
	got, err := e.EmbedDocuments(t.Context(), []string{"bb", "cccc"})
	if err != nil || got[0][0] != 2 || got[1][0] != 4 || len(inner.asked) != 4 {
		t.Errorf("%v, %v, embedded %q", got, err, inner.asked)
	}
	if got, err := e.EmbedDocuments(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("nothing: %v, %v", got, err)
	}
	// another model's vectors are not these
	other := &counting{model: "n"}
	if _, err := Cached(other, store).EmbedDocuments(t.Context(), []string{"a"}); err != nil || len(other.asked) != 1 {
		t.Errorf("%v, embedded %q", err, other.asked)
	}
	if want := "m ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"; !slices.Contains(slices.Collect(maps.Keys(store.vectors)), want) {
		t.Error("the key of \"a\" is not its SHA-256")
	}
}

func TestCachedLeavesQuestionsAndTheBuiltinAlone(t *testing.T) {
	store := &shelf{vectors: map[string]retrieval.Vector{}}
	e := Cached(&counting{model: "m"}, store)
	if v, err := e.EmbedQuery(t.Context(), "abc"); err != nil || v[0] != 3 || store.questions != 0 || len(store.vectors) != 0 {
		t.Errorf("%v, %v, store %v", v, err, store)
	}
	builtin := Builtin()
	if e := Cached(builtin, store); e != retrieval.Embedder(builtin) {
		t.Errorf("built-in embedder became %T", e)
	}
}

func TestCachedErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	for name, tt := range map[string]struct {
		inner counting
		store shelf
		want  string
	}{
		"read":  {counting{model: "m"}, shelf{get: broken}, "read stored vectors of m: disk on fire"},
		"write": {counting{model: "m"}, shelf{put: broken}, "store vectors of m: disk on fire"},
		"embed": {counting{model: "m", err: broken}, shelf{}, "disk on fire"},
		"other dimension": {counting{model: "m", extra: 1}, shelf{vectors: map[string]retrieval.Vector{
			"m " + keyOf("a"): {1}}}, "of 1 and of 2 dimensions"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.store.vectors == nil {
				tt.store.vectors = map[string]retrieval.Vector{}
			}
			v, err := Cached(&tt.inner, &tt.store).EmbedDocuments(t.Context(), []string{"a", "b"})
			if v != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, %v", v, err)
			}
		})
	}
}
