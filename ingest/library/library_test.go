package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
	"footnote/ingest/library/database"
	"footnote/ingest/media"
	"footnote/retrieval"
)

var _ ingest.Library = (*Library)(nil)

func openDir(dir, kb string) (*Library, error) {
	db, err := database.Open(filepath.Join(dir, "footnote.db"))
	if err != nil {
		return nil, err
	}
	if err := Migrate(context.Background(), db); err != nil {
		return nil, err
	}
	return Open(context.Background(), db, kb)
}

func openAt(t testing.TB, dir, kb string) *Library {
	t.Helper()
	l, err := openDir(dir, kb)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.db.Close() })
	return l
}

func openKB(t testing.TB, db *sql.DB, kb string) *Library {
	t.Helper()
	l, err := Open(context.Background(), db, kb)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func when(second int) time.Time { return time.Date(2026, 1, 2, 3, 4, second, 0, time.UTC) }

// visit makes a complete, indexed page of a text in which empty lines part the
// chunks.
func visit(key, text string) ingest.Visit {
	d := ingest.Document{
		ID: ingest.DocumentID(key), Key: key, URL: "https://help.example/" + key, Title: "Title of " + key, Language: "en", Text: text,
		Updated: when(7), Labels: map[string]string{"product": "x"}, Alternates: map[string]string{"zh": "https://help.example/zh/" + key},
		Sections: []ingest.Section{{Path: []string{"Title of " + key}, Level: 1, Anchor: "top", End: len(text)}}, Hidden: "hidden words",
	}
	v := ingest.Visit{
		Entry: ingest.Entry{
			Key: key, URL: d.URL, Source: "s", Status: ingest.Indexed, Document: d.ID, FoundBy: "sitemap", Depth: 2, HTTPStatus: 200,
			ETag: `"e"`, LastModified: "yesterday", BodyHash: "b", Given: "g", Fingerprint: d.Fingerprint(), Fetched: when(1), Visited: when(2), Next: when(3),
		},
		Body: []byte("<p>" + text + "</p>"), Type: "text/html",
		Hints:       ingest.Hints{Title: "t", Language: "en", Labels: map[string]string{"product": "x"}, Modified: when(5)},
		Transcripts: []ingest.Transcript{{Of: "/a.png", Sum: "s", By: "b", Lines: []media.Line{{Text: "Error 7"}, {Text: "错误七", At: time.Minute, Timed: true}}}, {Of: "none.png"}},
	}
	at := 0
	for part := range strings.SplitSeq(text, "\n\n") {
		block := retrieval.Block{Kind: retrieval.Paragraph, Start: at, End: at + len(part)}
		d.Blocks = append(d.Blocks, block)
		v.Chunks = append(v.Chunks, retrieval.Chunk{
			ID: retrieval.NewID(key, part, fmt.Sprint(at)), Document: d.ID, URL: d.URL, Title: d.Title, Language: d.Language, Section: "A > B", Anchor: "b",
			Text: part, Start: at, End: at + len(part), Context: "header", Blocks: []retrieval.Block{block}, Updated: d.Updated, Labels: d.Labels,
		})
		v.Terms = append(v.Terms, float32(len(strings.Fields(part))))
		at += len(part) + 2
	}
	v.Document = &d
	return v
}

func record(t *testing.T, l *Library, visits ...ingest.Visit) {
	t.Helper()
	if err := l.Record(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
}

func ids(visits ...ingest.Visit) (all []retrieval.ID) {
	for _, v := range visits {
		for _, c := range v.Chunks {
			all = append(all, c.ID)
		}
	}
	return all
}

func gather[T any](t *testing.T, seq func(func(T, error) bool)) (all []T) {
	t.Helper()
	for x, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

func keysOf(t *testing.T, seq func(func(ingest.Entry, error) bool)) (all []string) {
	t.Helper()
	for _, e := range gather(t, seq) {
		all = append(all, e.Key)
	}
	return all
}

func TestRecordedPageComesBackWhole(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	for _, v := range []ingest.Visit{
		visit("refunds", "Refunds take 5 days.\n\nWrite to us."),
		visit("zh/退款", "退款需要 5 个工作日。\n\n请联系我们。"),
	} {
		record(t, l, v)
		e, known, err := l.Entry(t.Context(), v.Entry.Key)
		if err != nil || !known {
			t.Fatalf("entry: known %v, %v", known, err)
		}
		if d := cmp.Diff(v.Entry, e); d != "" {
			t.Errorf("entry (-want +got):\n%s", d)
		}
		want := *v.Document
		want.Fetched = v.Entry.Fetched
		got, err := l.Document(t.Context(), v.Document.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("document (-want +got):\n%s", d)
		}
		chunks, err := l.Chunks(t.Context(), ids(v))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(v.Chunks, chunks); d != "" {
			t.Errorf("chunks (-want +got):\n%s", d)
		}
		page, err := l.Stored(t.Context(), v.Entry.Key)
		if err != nil {
			t.Fatal(err)
		}
		wantPage := ingest.Page{Key: v.Entry.Key, URL: v.Entry.URL, Source: "s", Status: ingest.Fetched, FoundBy: "sitemap", Depth: 2, HTTPStatus: 200,
			ContentType: v.Type, ETag: v.Entry.ETag, LastModified: v.Entry.LastModified, Modified: v.Hints.Modified, Fetched: v.Entry.Fetched,
			Body: v.Body, Title: "t", Language: "en", Labels: v.Hints.Labels, Stored: true, Transcripts: v.Transcripts}
		if d := cmp.Diff(wantPage, page); d != "" {
			t.Errorf("stored page (-want +got):\n%s", d)
		}
	}
}

func TestReadyTextIsStoredAsDocument(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	v := visit("7", "Ready text.")
	v.Body = nil
	record(t, l, v)
	page, err := l.Stored(t.Context(), "7")
	if err != nil {
		t.Fatal(err)
	}
	if page.Parsed == nil || page.Parsed.Text != "Ready text." || page.Body != nil || page.Labels["product"] != "x" {
		t.Errorf("stored page %+v; want the document as Parsed", page)
	}
	if _, err := l.Stored(t.Context(), "8"); !errors.Is(err, ingest.ErrNotFound) {
		t.Errorf("unknown page: %v; want ErrNotFound", err)
	}
	record(t, l, ingest.Visit{Entry: ingest.Entry{Key: "9", Status: ingest.Queued}})
	if _, err := l.Stored(t.Context(), "9"); !errors.Is(err, ingest.ErrNotFound) {
		t.Errorf("page that was never fetched: %v; want ErrNotFound", err)
	}
}

func TestEntriesKeepTheOrderInWhichTheyBecameKnown(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	record(t, l, visit("c", "1"), visit("a", "2"))
	other := visit("o", "3")
	other.Entry.Source = "other"
	record(t, l, other, visit("b", "4"), visit("a", "5"))
	if got := keysOf(t, l.Entries(t.Context(), "s")); !slices.Equal(got, []string{"c", "a", "b"}) {
		t.Errorf("entries of s: %v", got)
	}
	if got := keysOf(t, l.All(t.Context())); !slices.Equal(got, []string{"c", "a", "o", "b"}) {
		t.Errorf("all entries: %v", got)
	}
	counts, err := l.Counts(t.Context())
	if err != nil || counts[ingest.Indexed] != 4 || len(counts) != 1 {
		t.Errorf("counts %v, %v", counts, err)
	}
}

func TestChangedDocumentReplacesTheOldOne(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	old, fresh := visit("a", "one two\n\nthree"), visit("a", "one two\n\nfour five six\n\nseven")
	record(t, l, old)
	record(t, l, fresh)
	if got := gather(t, l.ChunkIDs(t.Context())); !slices.Equal(got, ids(fresh)) {
		t.Errorf("live chunks %v, want those of the new text %v", got, ids(fresh))
	}
	if got, err := l.Chunks(t.Context(), ids(old)); err != nil || len(got) != 1 || got[0].Text != "one two" {
		t.Errorf("old chunks: %v, %v; want the one that both texts share", got, err)
	}
	h, err := l.Held(t.Context())
	if want := (ingest.Held{Documents: 1, Chunks: 3, Length: 6}); err != nil || h != want {
		t.Errorf("held %+v, %v; want %+v", h, err, want)
	}
}

func TestDroppedDocumentIsNotSearchedButKept(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	v := visit("a", "one\n\ntwo")
	record(t, l, v)
	gone := v.Entry
	gone.Status, gone.Document, gone.Visited = ingest.Removed, "", when(9)
	record(t, l, ingest.Visit{Entry: gone, Drop: true})
	if _, err := l.Document(t.Context(), v.Document.ID); !errors.Is(err, ingest.ErrNotFound) {
		t.Errorf("document: %v; want ErrNotFound", err)
	}
	if n := len(gather(t, l.ChunkIDs(t.Context()))); n != 0 {
		t.Errorf("%d live chunks", n)
	}
	if c, err := l.Chunks(t.Context(), ids(v)); err != nil || len(c) != 0 {
		t.Errorf("chunks %v, %v", c, err)
	}
	if h, err := l.Held(t.Context()); err != nil || h != (ingest.Held{}) {
		t.Errorf("held %+v, %v", h, err)
	}
	var removed int64
	if err := l.db.QueryRow("SELECT removed FROM documents WHERE id = $1", v.Document.ID).Scan(&removed); err != nil || !database.Time(removed).Equal(when(9)) {
		t.Errorf("removed at %v, %v; want the time of the visit, and the row kept", database.Time(removed), err)
	}
	if p, err := l.Stored(t.Context(), "a"); err != nil || string(p.Body) != string(v.Body) {
		t.Errorf("body of a removed page: %q, %v", p.Body, err)
	}
	record(t, l, v) // it comes back
	if got := gather(t, l.ChunkIDs(t.Context())); !slices.Equal(got, ids(v)) {
		t.Errorf("live chunks after it came back: %v", got)
	}
}

func duplicate(v ingest.Visit, of, hash string) ingest.Visit {
	v.Entry.Status, v.Entry.Document, v.Entry.SameAs, v.Entry.SameHash = ingest.Duplicate, "", of, hash
	v.Chunks, v.Terms = nil, nil
	return v
}

func TestDuplicateIsKeptAside(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	a, b := visit("a", "same"), visit("b", "same")
	b.Document.Title = a.Document.Title
	hash := a.Document.ContentHash()
	record(t, l, a, duplicate(b, "a", hash))
	if same, err := l.SameContent(t.Context(), hash, "b"); err != nil || same != "a" {
		t.Errorf("SameContent for b: %q, %v", same, err)
	}
	if same, err := l.SameContent(t.Context(), hash, "a"); err != nil || same != "" {
		t.Errorf("SameContent for a: %q, %v; a duplicate is not live", same, err)
	}
	if got := gather(t, l.Kept(t.Context())); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("kept %v", got)
	}
	unmatched := func(step string, want ...string) {
		t.Helper()
		if got := gather(t, l.Unmatched(t.Context())); !slices.Equal(got, want) {
			t.Errorf("%s: unmatched %v, want %v", step, got, want)
		}
	}
	unmatched("both say the same")
	record(t, l, visit("a", "something else"))
	unmatched("the other page has changed", "b")
	record(t, l, duplicate(b, "a", ""))
	unmatched("named by rel=canonical, whatever it says")
	gone := a.Entry
	gone.Status, gone.Document = ingest.Removed, ""
	record(t, l, ingest.Visit{Entry: gone, Drop: true})
	unmatched("the other page is gone", "b")
	record(t, l, duplicate(b, "never seen", ""))
	unmatched("the other page never came", "b")
	record(t, l, visit("a", "something else"), duplicate(b, "a", ""))
	unmatched("all is well again")
	if _, err := l.db.Exec("DELETE FROM documents WHERE key = 'a'"); err != nil {
		t.Fatal(err)
	}
	unmatched("the document is lost", "a", "b")
}

func TestKnowledgeBasesAreSeparate(t *testing.T) {
	one := openAt(t, t.TempDir(), "one")
	two := openKB(t, one.db, "二号")
	v := visit("a", "text")
	record(t, one, v)
	record(t, two, visit("b", "other"))
	if _, err := two.Document(t.Context(), v.Document.ID); !errors.Is(err, ingest.ErrNotFound) {
		t.Errorf("document of another knowledge base: %v", err)
	}
	if c, err := two.Chunks(t.Context(), ids(v)); err != nil || len(c) != 0 {
		t.Errorf("chunks of another knowledge base: %v, %v", c, err)
	}
	if same, err := two.SameContent(t.Context(), v.Document.ContentHash(), ""); err != nil || same != "" {
		t.Errorf("same content in another knowledge base: %q, %v", same, err)
	}
	names, err := KnowledgeBases(t.Context(), one.db)
	if err != nil || !slices.Equal(names, []string{"one", "二号"}) {
		t.Errorf("names %v, %v", names, err)
	}
	if err := Remove(t.Context(), one.db, "one"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"knowledge_bases", "entries", "bodies", "documents", "contents", "chunks"} {
		var left, others int
		if err := one.db.QueryRow("SELECT COUNT(*) FROM " + table + " WHERE kb = 'one'").Scan(&left); err != nil || left != 0 {
			t.Errorf("%s: %d rows left, %v", table, left, err)
		}
		if err := one.db.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&others); err != nil || others != 1 {
			t.Errorf("%s: %d rows of the other one, %v", table, others, err)
		}
	}
}

func TestNames(t *testing.T) {
	db := openAt(t, t.TempDir(), "default").db
	for _, name := range []string{"", " a", "a/b", `a\b`, "a\x00", "a\nb", "\xff", strings.Repeat("x", 101)} {
		if _, err := Open(t.Context(), db, name); err == nil {
			t.Errorf("Open(%q) succeeded", name)
		}
	}
}

func TestIdentityStays(t *testing.T) {
	dir := t.TempDir()
	first, err := Identity(t.Context(), openAt(t, dir, "a").db)
	again, err2 := Identity(t.Context(), openAt(t, dir, "b").db)
	other, err3 := Identity(t.Context(), openAt(t, t.TempDir(), "a").db)
	if err != nil || err2 != nil || err3 != nil || len(first) != 16 || again != first || other == first {
		t.Errorf("identities %q, %q, of another %q: %v, %v, %v", first, again, other, err, err2, err3)
	}
}

func TestRecordIsAllOrNothing(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	bad := visit("b", "text")
	bad.Chunks[0].Text = "not the text"
	if err := l.Record(t.Context(), []ingest.Visit{visit("a", "good"), bad}); err == nil || !strings.Contains(err.Error(), "page b") {
		t.Errorf("%v; want an error naming the page", err)
	}
	stranger := visit("c", "text")
	stranger.Document.Key = "d"
	if err := l.Record(t.Context(), []ingest.Visit{visit("a", "good"), stranger}); err == nil {
		t.Error("a document of another page was recorded")
	}
	ctx, cancel := context.WithCancel(t.Context())
	l.at = func(point string) {
		if point == "half written" {
			cancel()
		}
	}
	if err := l.Record(ctx, []ingest.Visit{visit("a", "good"), visit("b", "good")}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want the context's error", err)
	}
	if n := len(gather(t, l.All(t.Context()))); n != 0 {
		t.Errorf("%d rows of batches that failed", n)
	}
}

func TestHostileStringsDoNotBreakTheTables(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	v := visit("k'; DROP TABLE entries; --", "text")
	v.Entry.Reason, v.Entry.ETag, v.Entry.FoundBy = "bad \xff byte", "nul\x00", "link from 'x'"
	record(t, l, v)
	e, known, err := l.Entry(t.Context(), v.Entry.Key)
	if err != nil || !known || e.Reason != "bad \uFFFD byte" || e.ETag != "nul" {
		t.Errorf("%+v, %v, %v", e, known, err)
	}
}

func TestReadersSeeWholeBatches(t *testing.T) {
	dir := t.TempDir()
	writer, reader := openAt(t, dir, "default"), openAt(t, dir, "default")
	const batches, size = 20, 10
	var group sync.WaitGroup
	group.Go(func() {
		for b := range batches {
			var visits []ingest.Visit
			for i := range size {
				visits = append(visits, visit(fmt.Sprintf("%d-%d", b, i), "one\n\ntwo"))
			}
			if err := writer.Record(context.Background(), visits); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for {
		h, err := reader.Held(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if h.Documents%size != 0 || h.Chunks != 2*h.Documents {
			t.Fatalf("half a batch is visible: %+v", h)
		}
		if h.Documents == batches*size {
			break
		}
	}
	group.Wait()
}

func TestFreshness(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	var all []string
	for i := range 1200 {
		all = append(all, ingest.DocumentID(fmt.Sprint(i)))
	}
	record(t, l, visit("3", "text"), visit("1100", "text"))
	got, err := l.Freshness(t.Context(), all)
	want := map[string]time.Time{ingest.DocumentID("3"): when(1), ingest.DocumentID("1100"): when(1)}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
}

func TestPin(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	if s, err := l.Pinned(t.Context()); err != nil || s != (retrieval.Statistics{}) {
		t.Errorf("before: %+v, %v", s, err)
	}
	want := retrieval.Statistics{Points: 3, AverageLength: 123.456}
	if err := l.Pin(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	record(t, l, visit("a", "text"))
	if s, err := l.Pinned(t.Context()); err != nil || s != want {
		t.Errorf("%+v, %v; want %+v", s, err, want)
	}
	if got := keysOf(t, l.All(t.Context())); !slices.Equal(got, []string{"a"}) {
		t.Errorf("entries %v", got)
	}
}

func TestSources(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	put := func(s Source) {
		t.Helper()
		if err := l.PutSource(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	put(Source{Name: "https://b.example/", Options: []byte(`{"include":["/docs/**"]}`), Every: time.Hour, Added: when(1), Read: when(2)})
	put(Source{Name: "/docs", Added: when(3)})
	put(Source{Name: "https://b.example/", Every: 2 * time.Hour, Added: when(9)})
	want := []Source{
		{Name: "https://b.example/", Options: []byte(`{}`), Every: 2 * time.Hour, Added: when(1), Read: when(2)},
		{Name: "/docs", Options: []byte(`{}`), Added: when(3)},
	}
	got, err := l.Sources(t.Context())
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if err := l.PutSource(t.Context(), Source{Name: "x", Options: []byte("{")}); err == nil {
		t.Error("options that are no JSON were kept")
	}
	if err := l.RemoveSource(t.Context(), "/docs"); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Sources(t.Context()); err != nil || len(got) != 1 {
		t.Errorf("%v, %v; want one left", got, err)
	}
}

func TestVectors(t *testing.T) {
	c := Vectors(openAt(t, t.TempDir(), "default").db)
	if err := c.PutVectors(t.Context(), "m", map[string]retrieval.Vector{"a": {0.5, -1, 1e-30}, "b": {}}); err != nil {
		t.Fatal(err)
	}
	if err := c.PutVectors(t.Context(), "m", map[string]retrieval.Vector{"a": {9}}); err != nil {
		t.Fatal(err)
	}
	got, err := c.Vectors(t.Context(), "m", []string{"a", "b", "none"})
	if d := cmp.Diff(map[string]retrieval.Vector{"a": {0.5, -1, 1e-30}, "b": {}}, got); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if got, err := c.Vectors(t.Context(), "other", []string{"a"}); err != nil || len(got) != 0 {
		t.Errorf("another model: %v, %v", got, err)
	}
}

func TestFullDiskIsExplained(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	record(t, l, visit("a", "text"))
	l.db.SetMaxOpenConns(1)
	if _, err := l.db.Exec("PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	var many []ingest.Visit
	for i := range 500 {
		many = append(many, visit(fmt.Sprint("x", i), fmt.Sprint("text ", i)))
	}
	if err := l.Record(t.Context(), many); !errors.Is(err, database.ErrFull) {
		t.Errorf("%v; want ErrFull", err)
	}
	if got := keysOf(t, l.All(t.Context())); !slices.Equal(got, []string{"a"}) {
		t.Errorf("entries %v; want what was there before", got)
	}
}

func BenchmarkRecord(b *testing.B) {
	l := openAt(b, b.TempDir(), "default")
	text := strings.TrimSpace(strings.Repeat(strings.Repeat("Refunds are paid within five working days of the return. ", 20)+"\n\n", 8))
	n := 0
	for b.Loop() {
		var batch []ingest.Visit
		for range 64 {
			batch = append(batch, visit(fmt.Sprint("page ", n), text))
			n++
		}
		if err := l.Record(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkChunkIDs(b *testing.B) {
	l := openAt(b, b.TempDir(), "default")
	var batch []ingest.Visit
	for i := range 2500 {
		batch = append(batch, visit(fmt.Sprint(i), "1\n\n2\n\n3\n\n4\n\n5\n\n6\n\n7\n\n8"))
	}
	if err := l.Record(b.Context(), batch); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n := 0
		for _, err := range l.ChunkIDs(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 20_000 {
			b.Fatal(n)
		}
	}
}

func TestVersionRisesWithWhatIsRecordedAndShown(t *testing.T) {
	l := openAt(t, t.TempDir(), "default")
	last := int64(-1)
	rises := func(what string) {
		t.Helper()
		v, err := l.Version(t.Context())
		if err != nil || v <= last {
			t.Errorf("%s: version %d after %d, %v", what, v, last, err)
		}
		last = v
	}
	rises("nothing")
	record(t, l, visit("a", "one"))
	rises("a page")
	record(t, l, visit("a", "two"))
	rises("its new text")
	if err := l.Pin(t.Context(), retrieval.Statistics{Points: 1}); err != nil {
		t.Fatal(err)
	}
	rises("pinned")
	if err := l.Pin(t.Context(), retrieval.Statistics{Points: 1}); err != nil {
		t.Fatal(err)
	}
	rises("pinned again")
}
