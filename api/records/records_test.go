package records

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"footnote/api/answer"
	"footnote/ingest/library/database"
	"footnote/retrieval"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"))
}

func openDatabase(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := database.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func open(t *testing.T) *Records {
	t.Helper()
	r, err := Open(t.Context(), openDatabase(t, filepath.Join(t.TempDir(), "footnote.db")))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var noon = time.Date(2026, 3, 4, 12, 0, 0, 123456000, time.UTC)

func sample(id, question string) answer.Record {
	updated := noon.Add(-time.Hour)
	return answer.Record{
		KB:    "shop",
		Asked: noon,
		Answer: answer.Answer{
			ID: id, Status: answer.Answered, Question: question, Language: "en", Text: "Refunds take 5 days.[1]",
			Sentences:  []answer.Sentence{{Text: "Refunds take 5 days.", Citations: []int{1}}},
			Citations:  []answer.Citation{{Number: 1, Document: "d1", Chunk: retrieval.NewID("c1"), Quote: "Refunds take 5 days.", Start: 3, End: 23, Updated: &updated}},
			Passages:   []retrieval.Passage{{Rank: 1, Score: .5, Chunk: retrieval.NewID("c1"), Text: "Refunds take 5 days.", Highlights: [][2]int{{0, 7}}}},
			Composer:   "extractive",
			Confidence: .75, TookMS: 3.5,
		},
		Trace: answer.Trace{Request: answer.Request{Question: question}, Searched: question, Signals: map[string]float64{"coverage": 1}, TimingsMS: map[string]float64{"search": .5}},
	}
}

func TestWhatIsKeptComesBack(t *testing.T) {
	r := open(t)
	for _, question := range []string{"How long do refunds take?", "退款需要多久？", "nul\x00 and \xff bad bytes"} {
		want := sample("id-"+question[:3], question)
		if err := r.Keep(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		got, err := r.Get(t.Context(), want.Answer.ID)
		if err != nil {
			t.Fatal(err)
		}
		want.Answer.Question = strings.ToValidUTF8(question, "\uFFFD")
		want.Trace.Request.Question, want.Trace.Searched = want.Answer.Question, want.Answer.Question
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q (-kept +read):\n%s", question, d)
		}
	}
}

func TestTimesAreUTC(t *testing.T) {
	r := open(t)
	record := sample("a", "q")
	record.Asked = noon.In(time.FixedZone("CST", 8*3600))
	if err := r.Keep(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	got, err := r.Get(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if got.Asked.Location() != time.UTC || !got.Asked.Equal(noon) {
		t.Errorf("asked: %v, want %v in UTC", got.Asked, noon)
	}
	lines, err := r.Recent(t.Context(), Page{})
	if err != nil || len(lines) != 1 || lines[0].Asked != noon {
		t.Errorf("listed: %v, %v", lines, err)
	}
}

func TestGetOfUnknownID(t *testing.T) {
	r := open(t)
	for _, id := range []string{"", "nothing", "'; DROP TABLE answers; --", "\x00", strings.Repeat("x", 1<<16)} {
		if _, err := r.Get(t.Context(), id); !errors.Is(err, ErrNotFound) || len(err.Error()) > 600 {
			t.Errorf("%.20q: %v", id, err)
		}
	}
}

func TestKeepingAgainReplaces(t *testing.T) {
	r := open(t)
	for _, status := range []answer.Status{answer.Answered, answer.Refused} {
		record := sample("same", "q")
		record.Answer.Status = status
		if status == answer.Refused {
			record.Answer.Refusal = &answer.Refusal{Reason: answer.NotSupported, Nearest: []answer.Nearest{}}
		}
		if err := r.Keep(t.Context(), record); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := r.Recent(t.Context(), Page{})
	if err != nil || len(lines) != 1 || lines[0].Status != answer.Refused || lines[0].Reason != answer.NotSupported {
		t.Errorf("got %v, %v", lines, err)
	}
}

func TestKeepNeedsAnID(t *testing.T) {
	if err := open(t).Keep(t.Context(), sample("", "q")); err == nil {
		t.Error("a record without id was kept")
	}
}

func TestManyAtOnce(t *testing.T) {
	r := open(t)
	const n = 300
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := r.Keep(t.Context(), sample(fmt.Sprintf("id%03d", i), "q")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range n {
		if _, err := r.Get(t.Context(), fmt.Sprintf("id%03d", i)); err != nil {
			t.Error(err)
		}
	}
	if r.queue.busy || len(r.queue.waiting) > 0 {
		t.Errorf("queue is not at rest: %+v", r.queue.waiting)
	}
}

// A caller that gives up must not take the rows of others with it.
func TestCancelledKeepHarmsNobody(t *testing.T) {
	r := open(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			ctx := t.Context()
			if i%2 == 0 {
				ctx = gone
			}
			if err := r.Keep(ctx, sample(fmt.Sprint(i), "q")); err != nil && i%2 == 1 {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := 1; i < 50; i += 2 {
		if _, err := r.Get(t.Context(), fmt.Sprint(i)); err != nil {
			t.Error(err)
		}
	}
}

func TestRecentPages(t *testing.T) {
	r := open(t)
	for i := range 7 {
		record := sample(fmt.Sprint(i), "q")
		record.Asked = noon.Add(time.Duration(i/2) * time.Minute) // some at the same moment
		if i == 3 {
			record.KB = "bank"
		}
		if err := r.Keep(t.Context(), record); err != nil {
			t.Fatal(err)
		}
	}
	var seen []string
	page := Page{KB: "shop", Limit: 2}
	for {
		lines, err := r.Recent(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) == 0 {
			break
		}
		for _, l := range lines {
			seen = append(seen, l.ID)
		}
		page.Before = lines[len(lines)-1]
	}
	if d := cmp.Diff([]string{"6", "5", "4", "2", "1", "0"}, seen); d != "" {
		t.Error(d)
	}
}

func TestReopenedDatabaseHasTheRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "footnote.db")
	db := openDatabase(t, path)
	r, err := Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Keep(t.Context(), sample("a", "q")); err != nil {
		t.Fatal(err)
	}
	db.Close()
	again, err := Open(t.Context(), openDatabase(t, path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Get(t.Context(), "a"); err != nil {
		t.Error(err)
	}
}

func TestClosedDatabase(t *testing.T) {
	r := open(t)
	r.db.Close()
	if err := r.Keep(t.Context(), sample("a", "q")); err == nil {
		t.Error("kept in a closed database")
	}
	if _, err := r.Get(t.Context(), "a"); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("a failure is not \"not found\": %v", err)
	}
}

func TestDamagedRecordIsAnError(t *testing.T) {
	stored, err := encode(sample("a", "q"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{
		"empty": {}, "other form": append([]byte{9}, stored[1:]...), "cut": stored[:len(stored)/2],
		"not JSON": {formDeflate, 0x01, 0x01, 0x00, 0xfe, 0xff, 'x'},
	}
	for name, b := range damaged {
		if _, err := decode(b); !errors.Is(err, errDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	stored, err := encode(sample("a", "退款需要多久？"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	f.Add(stored[:20])
	f.Add(bytes.Repeat([]byte{formDeflate}, 9))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := decode(b); err != nil && !errors.Is(err, errDamaged) {
			t.Errorf("neither a record nor damaged: %v", err)
		}
	})
}

func BenchmarkKeep(b *testing.B) {
	db, err := database.Open(filepath.Join(b.TempDir(), "footnote.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	r, err := Open(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	record := sample("", strings.Repeat("How long do refunds take? ", 8))
	for range 11 {
		record.Answer.Passages = append(record.Answer.Passages, retrieval.Passage{Text: strings.Repeat("Refunds take 5 days after the parcel has arrived. ", 30)})
	}
	i := 0
	for b.Loop() {
		record.Answer.ID = fmt.Sprint(i)
		i++
		if err := r.Keep(b.Context(), record); err != nil {
			b.Fatal(err)
		}
	}
}
