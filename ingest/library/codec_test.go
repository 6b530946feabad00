package library

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
	"footnote/retrieval"
)

// scribble makes documents and chunks of every shape.
type scribble struct{ *rand.Rand }

func (s scribble) word() string {
	words := []string{"", "a", "Refunds", "退款", "a longer text with spaces", "\n", "😀", "|"}
	return words[s.IntN(len(words))]
}

func (s scribble) time() time.Time {
	if s.IntN(3) == 0 {
		return time.Time{}
	}
	return time.UnixMicro(s.Int64N(4e15) - 2e15).UTC()
}

func (s scribble) pairs() map[string]string {
	if s.IntN(2) == 0 {
		return nil
	}
	return map[string]string{"k" + s.word(): s.word(), "z": s.word()}
}

func (s scribble) span(limit int) (int, int) {
	a, b := s.IntN(limit+1), s.IntN(limit+1)
	return min(a, b), max(a, b)
}

func (s scribble) blocks(limit int) (all []retrieval.Block) {
	kinds := append([]retrieval.BlockKind{"something new"}, retrieval.Heading, retrieval.Row, retrieval.Caption)
	for range s.IntN(5) {
		start, end := s.span(limit)
		all = append(all, retrieval.Block{Kind: kinds[s.IntN(len(kinds))], Start: start, End: end, Level: s.IntN(9) - 1})
	}
	return all
}

func (s scribble) document() ingest.Document {
	d := ingest.Document{Key: s.word(), URL: s.word(), Title: s.word(), Language: s.word(), Description: s.word(), Canonical: s.word(), Hidden: s.word(),
		FAQ: s.IntN(2) == 0, NoIndex: s.IntN(2) == 0, Updated: s.time(), Labels: s.pairs(), Alternates: s.pairs()}
	for range s.IntN(8) {
		d.Text += s.word()
	}
	d.ID = ingest.DocumentID(d.Key)
	d.Blocks = s.blocks(len(d.Text))
	if s.IntN(2) == 0 {
		d.Blocks = append(d.Blocks, retrieval.Block{Kind: retrieval.Code, Start: len(d.Text), End: len(d.Text), Language: s.word()})
	}
	for range s.IntN(4) {
		x := ingest.Section{Level: s.IntN(7), Anchor: s.word()}
		for range s.IntN(3) {
			x.Path = append(x.Path, s.word())
		}
		x.Start, x.End = s.span(len(d.Text))
		d.Sections = append(d.Sections, x)
	}
	return d
}

func (s scribble) chunks(d ingest.Document) []retrieval.Chunk {
	all := make([]retrieval.Chunk, s.IntN(5))
	for i := range all {
		c := &all[i]
		*c = retrieval.Chunk{ID: retrieval.NewID(s.word(), s.word()), Document: d.ID, URL: d.URL, Title: d.Title, Section: s.word(), Anchor: s.word(),
			Language: d.Language, Context: s.word(), FAQ: d.FAQ, Updated: d.Updated, Labels: d.Labels}
		if s.IntN(2) == 0 {
			c.Title, c.URL, c.Language, c.FAQ, c.Updated, c.Labels = s.word(), s.word(), s.word(), !d.FAQ, s.time(), s.pairs()
		}
		c.Start, c.End = s.span(len(d.Text))
		c.Text = d.Text[c.Start:c.End]
		c.Blocks = s.blocks(len(d.Text))
	}
	return all
}

func TestCodecRoundTrip(t *testing.T) {
	for seed := range uint64(3000) {
		s := scribble{rand.New(rand.NewPCG(seed, 1))}
		d := s.document()
		got, err := decodeDocument(encodeDocument(d))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := cmp.Diff(d, got); diff != "" {
			t.Fatalf("seed %d: document (-want +got):\n%s", seed, diff)
		}
		chunks := s.chunks(d)
		cut, err := decodeChunks(d, encodeChunks(d, chunks))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := cmp.Diff(chunks, cut); diff != "" {
			t.Fatalf("seed %d: chunks (-want +got):\n%s", seed, diff)
		}
	}
}

func TestCutShortIsFound(t *testing.T) {
	s := scribble{rand.New(rand.NewPCG(8, 1))}
	d := s.document()
	raw := encodeDocument(d)
	for n := range raw {
		if _, err := decodeDocument(raw[:n]); err == nil {
			t.Errorf("a document cut after %d of %d bytes was read", n, len(raw))
		}
	}
	if _, err := decodeDocument(append(bytes.Clone(raw), 0)); err == nil {
		t.Error("a document with a byte too many was read")
	}
	raw[0] = documentFormat + 1
	if _, err := decodeDocument(raw); err == nil {
		t.Error("a document of a later format was read")
	}
}

func FuzzDecodeDocument(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(encodeDocument(scribble{rand.New(rand.NewPCG(seed, 2))}.document()))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := decodeDocument(b)
		if err != nil {
			return
		}
		again, err := decodeDocument(encodeDocument(d))
		if err != nil {
			t.Fatalf("what was read cannot be written and read: %v", err)
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
	})
}

func FuzzDecodeChunks(f *testing.F) {
	d := ingest.Document{Key: "k", ID: ingest.DocumentID("k"), Text: "Refunds take five days. 退款需要五天。"}
	for seed := range uint64(20) {
		s := scribble{rand.New(rand.NewPCG(seed, 3))}
		f.Add(encodeChunks(d, s.chunks(d)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		chunks, err := decodeChunks(d, b)
		if err != nil {
			return
		}
		for _, c := range chunks {
			if c.Text != d.Text[c.Start:c.End] {
				t.Fatalf("chunk %d to %d says %q", c.Start, c.End, c.Text)
			}
		}
		again, err := decodeChunks(d, encodeChunks(d, chunks))
		if err != nil {
			t.Fatalf("what was read cannot be written and read: %v", err)
		}
		if diff := cmp.Diff(chunks, again); diff != "" {
			t.Fatalf("(-first +second):\n%s", diff)
		}
	})
}

func TestDamagedContentIsFound(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	v := visit("a", "Refunds take five days.\n\nWrite to us.")
	record(t, l, v)
	var raw []byte
	if err := l.db.QueryRow("SELECT content FROM contents").Scan(&raw); err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		bad := bytes.Clone(raw)
		bad[i] ^= 0x10
		if _, err := l.db.Exec("UPDATE contents SET content = $1", bad); err != nil {
			t.Fatal(err)
		}
		d, err := l.Document(t.Context(), v.Document.ID)
		if err == nil && d.Text != v.Document.Text {
			t.Errorf("byte %d flipped: text %q was returned", i, d.Text)
		}
	}
}
