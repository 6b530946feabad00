package local

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

// segmentFile is the content of a segment of generated points.
func segmentFile(t testing.TB, g indextest.Generator, n int) []byte {
	t.Helper()
	b := newBuilder(g.Spec().Dimensions)
	for p := range g.All(n) {
		b.add(&p)
	}
	d := folder{path: t.TempDir()}
	_, err := writeSegment(d, 1, []*part{b.part()})
	ok(t, err)
	content, err := os.ReadFile(filepath.Join(d.path, segmentName(1)))
	ok(t, err)
	return content
}

// FuzzSegment: whatever the bytes, checksum or not, nothing panics.
func FuzzSegment(f *testing.F) {
	good := segmentFile(f, smallGenerator(), 12)
	f.Add(good)
	for at := 0; at < len(good); at += 1 + len(good)/40 {
		bad := slices.Clone(good)
		bad[at] ^= 0x81
		f.Add(bad)
	}
	f.Add([]byte(magic))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) { tryContent(t, dir, content, new(scratch)) })
}

// tryContent parses and uses; content of the wrong shape is refused.
func tryContent(t *testing.T, dir string, content []byte, memory *scratch) (parsed bool) {
	s, err := parseSegment(content)
	if err != nil {
		return false
	}
	s.summarise()
	useSegment(t, dir, s, memory)
	return true
}

// A fuzzer seldom hits numbers that lie just outside: put them everywhere.
func TestSegmentWithWrongNumbers(t *testing.T) {
	dir := t.TempDir()
	good := segmentFile(t, smallGenerator(), 5)
	wrong := []uint32{0, 1, 5, 6, 0xff, 5 << 8, 0x80000000, math.MaxUint32, math.Float32bits(float32(math.NaN())), math.Float32bits(-1), math.Float32bits(0.9)}
	parsed, refused, memory := 0, 0, new(scratch)
	for at := len(magic); at+4 <= len(good); at += 4 {
		for _, x := range wrong {
			bad := slices.Clone(good)
			binary.LittleEndian.PutUint32(bad[at:], x)
			if tryContent(t, dir, bad, memory) {
				parsed++
			} else {
				refused++
			}
		}
	}
	if parsed < 1000 || refused < 1000 {
		t.Errorf("%d parsed, %d refused: the test no longer reaches both", parsed, refused)
	}
}

// useSegment does with a segment whatever an index does.
func useSegment(t *testing.T, dir string, s *segment, memory *scratch) {
	s.users.Store(1)
	p := &part{segment: s, norms: normsOf(s, 5)}
	snap := &snapshot{parts: []*part{p}, rows: s.points, live: s.points, kernel: fastest()}
	for _, gone := range []bitmap{nil, newBitmap(s.points)} {
		p.gone = gone
		gone.mark(0)
		for _, q := range smallGenerator().Queries(3)[1:] {
			if s.dimensions != len(q.Vector) {
				q.Vector = nil
			}
			legs, err := snap.search(context.Background(), q, memory)
			if err != nil {
				*memory = scratch{}
			}
			if err == nil && len(legs.Words) > q.Depth {
				t.Errorf("%d hits for depth %d", len(legs.Words), q.Depth)
			}
		}
		if chunks, err := snap.chunks(p.livingIDs(nil)); err == nil && len(chunks) > s.points {
			t.Errorf("%d chunks of %d points", len(chunks), s.points)
		}
	}
	stop := errors.New("everything but the disk was tried")
	d := folder{path: dir, step: func(name string) error {
		if name == "segment rename" {
			return stop
		}
		return nil
	}}
	if _, err := writeSegment(d, 2, []*part{p, {segment: s}}); !errors.Is(err, stop) && !errors.Is(err, retrieval.ErrCorrupt) {
		t.Errorf("merged: %v", err)
	}
}

// mark sets a bit if there is a bitmap.
func (b bitmap) mark(row uint32) {
	if b != nil {
		b.set(row)
	}
}

func FuzzManifest(f *testing.F) {
	good, err := manifest{Format: 1, Commit: 3, Spec: smallGenerator().Spec(), Next: 4, Segments: []segmentMark{
		{fileMark: fileMark{Number: 1, Bytes: 9, Points: 5}, Deletes: &fileMark{Number: 2, Bytes: 7, Points: 2}},
	}}.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, body := range []string{
		"", "{}\n", "null\n", `{"format":2}` + "\n", `{"format":1,"next":9,"segments":[{"number":-1,"points":1}]}` + "\n",
		`{"format":1,"next":9,"segments":[{"number":1,"points":1},{"number":1,"points":1}]}` + "\n",
		`{"format":1,"next":9,"segments":[{"number":1,"points":1,"deletes":{"number":2,"points":2}}]}` + "\n",
		`{"format":1,"statistics":{"AverageLength":-1}}` + "\n", `{"format":1,"spec":{"dimensions":99999999}}` + "\n",
	} {
		f.Add(append([]byte(body), sumLine([]byte(body))...))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := decodeManifest(content)
		if err != nil {
			return
		}
		again, err := m.encode()
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if n, err := decodeManifest(again); err != nil || !reflect.DeepEqual(m, n) {
			t.Errorf("read %+v, written and read %+v, %v", m, n, err)
		}
	})
}

func FuzzDeletes(f *testing.F) {
	b := newBitmap(100)
	b.set(3)
	b.set(99)
	f.Add(encodeDeletes(b, 100), 100)
	f.Add([]byte(deletesMagic), 0)
	f.Add([]byte(nil), -5)
	f.Fuzz(func(t *testing.T, content []byte, n int) {
		if n < 1 || n > maxPoints {
			return // no manifest has such a segment
		}
		got, err := decodeDeletes(content, n)
		if err != nil {
			return
		}
		for row := range n {
			got.has(uint32(row))
		}
		if !bytes.Equal(encodeDeletes(got, n), content) {
			t.Error("written again, it is another file")
		}
	})
}

func FuzzCurrent(f *testing.F) {
	f.Add(encodeCurrent(1))
	f.Add(encodeCurrent(12345678))
	f.Add([]byte("footnote index 1 g000000 crc32c 00000000\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		if generation, err := decodeCurrent(content); err == nil && (generation < 1 || !bytes.Equal(encodeCurrent(generation), content)) {
			t.Errorf("%q is read as generation %d", content, generation)
		}
	})
}

func FuzzRecord(f *testing.F) {
	for p := range smallGenerator().All(6) {
		f.Add(appendRecord(nil, &p.Chunk))
	}
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, record []byte) {
		c, err := decodeRecord(retrieval.ID{}, record)
		if err != nil {
			return
		}
		again, err := decodeRecord(retrieval.ID{}, appendRecord(nil, &c))
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Errorf("read %+v, written and read %+v, %v", c, again, err)
		}
	})
}

func TestRecordKeepsEveryField(t *testing.T) {
	c := retrieval.Chunk{
		ID: retrieval.ID{1}, Document: "d", URL: "u", Title: "题", Section: "s", Anchor: "a", Language: "zh", Text: "text \xff\x00", Start: 9, End: -3,
		Context: "c", FAQ: true, Updated: time.Date(-5, 1, 1, 0, 0, 0, 999_999_999, time.UTC), Labels: map[string]string{"": "", "k": "v"},
		Blocks: []retrieval.Block{{Kind: retrieval.Caption, Start: 1, End: 2, Level: -1}, {Kind: "other", Start: 1 << 30, End: 0, Level: 7}, {}},
	}
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("field %s is not tried", v.Type().Field(i).Name)
		}
	}
	got, err := decodeRecord(c.ID, appendRecord(nil, &c))
	if err != nil || !reflect.DeepEqual(c, got) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, kind := range blockKinds() {
		c.Blocks = []retrieval.Block{{Kind: kind}}
		if got, err := decodeRecord(c.ID, appendRecord(nil, &c)); err != nil || got.Blocks[0].Kind != kind {
			t.Errorf("kind %s comes back as %+v, %v", kind, got.Blocks, err)
		}
	}
}

// The copying path of view and raw is what other machines take.
func TestViews(t *testing.T) {
	b := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}
	for shift := range 4 {
		in := b[shift : shift+16]
		copied32, copied64 := decoded[uint32](in, 4), decoded[uint64](in, 2)
		if !slices.Equal(view[uint32](in), copied32) || !slices.Equal(view[uint64](in), copied64) {
			t.Errorf("shift %d: in place and copied differ", shift)
		}
		if !bytes.Equal(encoded(copied32, 4), in) || !bytes.Equal(encoded(copied64, 8), in) || !bytes.Equal(raw(copied32), in) {
			t.Errorf("shift %d: written again differs", shift)
		}
		if got := decoded[float32](in, 4); !slices.Equal(view[float32](in), got) {
			t.Errorf("shift %d: floats differ", shift)
		}
		if got := decoded[int8](in, 16); got[0] != int8(in[0]) || !slices.Equal(view[int8](in), got) {
			t.Errorf("shift %d: bytes differ", shift)
		}
	}
}

func TestTermTable(t *testing.T) {
	table := newTermTable()
	for round := range 3 {
		words := map[string]uint32{}
		for i := range 20_000 {
			word := string(rune('a'+i%26)) + string(rune(0x4E00+i%7000)) + string(rune('a'+i%5))
			n := table.number(word)
			if known, ok := words[word]; ok && known != n || string(table.term(n)) != word {
				t.Fatalf("round %d: %q has number %d, before %d", round, word, n, known)
			}
			words[word] = n
		}
		if table.len() != len(words) {
			t.Fatalf("round %d: %d numbers for %d words", round, table.len(), len(words))
		}
		sorted := table.sorted()
		for i := 1; i < len(sorted); i++ {
			if bytes.Compare(table.term(sorted[i-1].number), table.term(sorted[i].number)) >= 0 {
				t.Fatalf("round %d: %q does not come before %q", round, table.term(sorted[i-1].number), table.term(sorted[i].number))
			}
		}
		table.reset()
	}
}
