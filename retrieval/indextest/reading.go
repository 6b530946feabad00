package indextest

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"footnote/retrieval"
)

// reading checks Chunks, Statistics, Frequencies and Completions.
func reading() []check {
	return concat(chunks(), statistics(), frequencies(), completions())
}

// chunks checks Chunks.
func chunks() []check {
	return []check{
		{"Chunks returns chunks in the order of ids", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points)
			ids := idsOf([]retrieval.Point{points[30], points[2], points[59], points[0], points[2]})
			chunks, err := x.Chunks(s.ctx, ids)
			s.ok(err, "chunks")
			if len(chunks) != len(ids) {
				s.Fatalf("%d chunks for %d ids", len(chunks), len(ids))
			}
			for i, c := range chunks {
				if c.ID != ids[i] {
					s.Errorf("chunk %d is %s, want %s", i, c.ID, ids[i])
				}
			}
		}},
		{"Chunks leaves out ids that are not there", func(s *suite) {
			points := Generator{}.Points(20)
			x := s.live(points)
			s.ok(x.Delete(s.ctx, idsOf(points[3:4])), "delete")
			s.commit(x, append(points[:3:3], points[4:]...))
			ids := append(idsOf(points[2:5]), retrieval.NewID("never seen"), points[0].Chunk.ID)
			chunks, err := x.Chunks(s.ctx, ids)
			s.ok(err, "chunks")
			if len(chunks) != 3 || chunks[0].ID != ids[0] || chunks[1].ID != ids[2] || chunks[2].ID != ids[4] {
				s.Errorf("got %d chunks, want those of ids 0, 2 and 4", len(chunks))
			}
			for _, none := range [][]retrieval.ID{nil, {}, {retrieval.NewID("never seen")}} {
				chunks, err := x.Chunks(s.ctx, none)
				s.ok(err, "chunks")
				if len(chunks) != 0 {
					s.Errorf("%d chunks for ids that are not there", len(chunks))
				}
			}
		}},
		{"a chunk comes back as it was", allFields},
	}
}

// statistics checks Statistics.
func statistics() []check {
	return []check{
		{"Statistics are those of the last Commit", func(s *suite) {
			points := Generator{}.Points(30)
			x := s.live(points[:10])
			s.hasStatistics(x, StatisticsOf(points[:10]))
			s.add(x, points[10:])
			s.hasStatistics(x, StatisticsOf(points[:10]))
			given := retrieval.Statistics{Points: 30, AverageLength: 12.345}
			s.ok(x.Commit(s.ctx, given), "commit")
			s.hasStatistics(x, given)
			s.hasStatistics(s.opened(kb), given)
		}},
		{"Statistics before the first Commit are zero", func(s *suite) {
			s.hasStatistics(s.created(kb), retrieval.Statistics{})
		}},
	}
}

// frequencies checks Frequencies.
func frequencies() []check {
	return []check{
		{"Frequencies count the points that hold a word, in the order of the words", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points)
			s.counts(x, points)
			s.counts(s.opened(kb), points)
		}},
		{"Frequencies forget what was deleted and know what was added, after Commit", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points[:40])
			s.ok(x.Delete(s.ctx, idsOf(points[:10])), "delete")
			s.add(x, points[40:])
			s.counts(x, points[:40])
			s.commit(x, points[10:])
			s.counts(x, points[10:])
		}},
		{"Frequencies before the first Commit are zero", func(s *suite) {
			s.counts(s.created(kb), nil)
		}},
	}
}

// completions checks Completions, those of an index that has been written to more
// than once, in both languages.
func completions() []check {
	return []check{
		{"Completions are the words in most points that begin so, as of the last Commit", func(s *suite) {
			points := append(Generator{}.Points(60), one("typed", "refund", "refuse", "退款", "退货", "退", "^退出", "=dense"), one("typed too", "refund", "退货", "été"))
			x := s.live(points[:40])
			s.ok(x.Delete(s.ctx, idsOf(points[:10])), "delete")
			s.add(x, points[40:])
			s.completes(x, points[:40])
			s.commit(x, points[10:])
			s.completes(x, points[10:])
			s.completes(s.opened(kb), points[10:])
		}},
		{"Completions before the first Commit are none", func(s *suite) { s.completes(s.created(kb), nil) }},
	}
}

// completes compares Completions with a count by hand.
func (s *suite) completes(x retrieval.Index, points []retrieval.Point) {
	s.Helper()
	completer, ok := x.(retrieval.Completer)
	if !ok {
		s.Fatalf("%T completes no words", x)
	}
	want := expected(points, StatisticsOf(points))
	for _, prefix := range []string{"re", "refu", "refund", "退", "退货", "é", "r", "", "^退", "=d", "\xff\xff", "zz", spell(1)[:2], spell(7)[:2]} {
		for _, limit := range []int{0, 1, 3, 1000} {
			got, err := completer.Completions(s.ctx, prefix, limit)
			s.ok(err, "completions")
			var all []retrieval.Completion
			if retrieval.Completable(prefix) {
				all = retrieval.SortCompletions(want.completions(prefix), limit)
			}
			if !slices.Equal(got, all) {
				s.Errorf("%q goes on as %v, want %v", prefix, got, all)
			}
		}
	}
}

// counts compares Frequencies with a count by hand.
func (s *suite) counts(x retrieval.Searcher, points []retrieval.Point) {
	s.Helper()
	terms := []string{spell(1), "never seen", spell(0), "", spell(70), spell(0), "^" + spell(1)}
	in, n, err := x.Frequencies(s.ctx, terms)
	s.ok(err, "frequencies")
	want := state{points: map[retrieval.ID]retrieval.Point{}}
	for _, p := range points {
		want.points[p.Chunk.ID] = p
	}
	if n != len(points) || len(in) != len(terms) {
		s.Fatalf("%d counts, %d points; want %d, %d", len(in), n, len(terms), len(points))
	}
	for i, term := range terms {
		if in[i] != want.holding(term) {
			s.Errorf("%q is in %d points, want %d", term, in[i], want.holding(term))
		}
	}
	if in, _, err := x.Frequencies(s.ctx, nil); err != nil || len(in) != 0 {
		s.Errorf("no words: %v, %v", in, err)
	}
}

func (s *suite) hasStatistics(x retrieval.Searcher, want retrieval.Statistics) {
	s.Helper()
	got, err := x.Statistics(s.ctx)
	s.ok(err, "statistics")
	if got != want {
		s.Errorf("statistics %+v, want %+v", got, want)
	}
}

// far is an offset that two bytes cannot hold, nor three.
const far = 1 << 30

// allFields stores a chunk with every field set, and one with none.
func allFields(s *suite) {
	full := one("full")
	full.Chunk = retrieval.Chunk{
		ID: full.Chunk.ID, Document: "doc", URL: "https://example.com/a?b=c#d", Title: "退款 & \"refunds\"", Section: "A > B > 丙",
		Anchor: "anchor-1", Language: "zh-Hant", Text: "line\nline\r\n\ttab \x00 🧾 é " + strings.Repeat("文", 3000), Start: far, End: far + 9000,
		Context: "| a | b |", FAQ: true, Updated: time.Date(2026, 2, 3, 4, 5, 6, 789_000_000, time.FixedZone("", 8*3600)),
		Labels: map[string]string{"产品": "商店", "plan": "pro", "empty": ""},
		Blocks: []retrieval.Block{
			{Kind: retrieval.Heading, Start: far, End: far + 5, Level: 2},
			{Kind: retrieval.Step, Start: far + 5, End: far + 50, Level: 1},
			{Kind: "a kind of tomorrow", Start: far + 50, End: far + 9000},
		},
	}
	none := one("none")
	none.Chunk = retrieval.Chunk{ID: none.Chunk.ID}
	old := one("old")
	old.Chunk.Updated = time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)
	points := []retrieval.Point{full, none, old}
	s.sameChunks(s.live(points), points)
	s.sameChunks(s.opened(kb), points)
}

// sameChunks compares all fields of all chunks.
func (s *suite) sameChunks(x retrieval.Searcher, points []retrieval.Point) {
	s.Helper()
	chunks, err := x.Chunks(s.ctx, idsOf(points))
	s.ok(err, "chunks")
	if len(chunks) != len(points) {
		s.Fatalf("%d chunks, want %d", len(chunks), len(points))
	}
	for i, got := range chunks {
		if want := points[i].Chunk; !sameChunk(want, got) {
			s.Fatalf("chunk %d:\n got %+v\nwant %+v", i, got, want)
		}
	}
}

// sameChunk compares instants, not time zones, and takes nil for empty.
func sameChunk(a, b retrieval.Chunk) bool {
	if !a.Updated.Equal(b.Updated) || a.Updated.IsZero() != b.Updated.IsZero() {
		return false
	}
	a.Updated, b.Updated = time.Time{}, time.Time{}
	if len(a.Labels)+len(b.Labels) == 0 {
		a.Labels, b.Labels = nil, nil
	}
	if len(a.Blocks)+len(b.Blocks) == 0 {
		a.Blocks, b.Blocks = nil, nil
	}
	return reflect.DeepEqual(a, b)
}
