package local

import (
	"os"
	"reflect"
	"testing"

	"footnote/retrieval"
)

// Vectors of large files are read instead of mapped, and found to be the same.
func TestVectorsOfLargeFiles(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	smallIndex(t, indexes)
	opened, err := indexes.Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	x := opened.(*index)
	defer x.Close()
	search := func(q retrieval.Query) retrieval.Legs {
		q.Depth = 20
		legs, err := x.Search(t.Context(), q)
		ok(t, err)
		return legs
	}
	queries := smallGenerator().Queries(10)
	var mapped []retrieval.Legs
	for _, q := range queries {
		mapped = append(mapped, search(q))
	}
	s, err := x.acquire(t.Context())
	ok(t, err)
	defer s.release()
	for _, p := range s.parts {
		p.mapping.file, err = os.Open(x.home.generation(s.generation).at(segmentName(p.mark.Number)))
		ok(t, err)
		p.reads = true
	}
	for i, q := range queries {
		if read := search(q); !reflect.DeepEqual(read, mapped[i]) {
			t.Errorf("question %d finds %v, mapped %v", i, read, mapped[i])
		}
	}
	s.parts[0].mapping.file.Close()
	if _, err := x.Search(t.Context(), retrieval.Query{Vector: queries[0].Vector, Depth: 20}); err == nil {
		t.Error("vectors that cannot be read are no error")
	}
}
