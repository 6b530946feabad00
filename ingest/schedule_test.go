package ingest_test

import (
	"testing"
	"time"

	"footnote/ingest"
)

func TestScheduleSlowsDownWhileNothingChanges(t *testing.T) {
	s := ingest.Schedule{Every: time.Hour}
	var got []time.Duration
	for range 9 {
		s = s.After(ingest.Summary{Unchanged: 7})
		got = append(got, s.Interval()/time.Hour)
	}
	want := []time.Duration{1, 1, 2, 2, 2, 4, 4, 4, 4}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("intervals %v, want %v", got, want)
		}
	}
	for _, news := range []ingest.Summary{{New: 1}, {Changed: 1}, {Removed: 1}} {
		if again := s.After(news); again.Interval() != time.Hour {
			t.Errorf("after %+v: %s, want an hour", news, again.Interval())
		}
	}
}

func TestScheduleSpreadsSources(t *testing.T) {
	s := ingest.Schedule{Every: time.Hour}
	read := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	seen := map[time.Time]bool{}
	for _, name := range []string{"https://a.example/", "https://b.example/", "/docs", "/文档"} {
		due := s.Due(name, read)
		if d := due.Sub(read); d < 54*time.Minute || d > 66*time.Minute {
			t.Errorf("%s is due after %s, want an hour and a tenth at most", name, d)
		}
		if again := s.Due(name, read); !again.Equal(due) {
			t.Errorf("%s is due at %s and at %s", name, due, again)
		}
		seen[due] = true
	}
	if len(seen) < 3 {
		t.Errorf("%d different times of 4", len(seen))
	}
	if !s.Due("x", time.Time{}).IsZero() {
		t.Error("a source that was never read has to wait")
	}
}

func TestScheduleRetries(t *testing.T) {
	for every, want := range map[time.Duration]time.Duration{time.Second: time.Second, 2 * time.Minute: time.Minute, 8 * time.Hour: 2 * time.Hour} {
		if got := (ingest.Schedule{Every: every}).Retry(); got != want {
			t.Errorf("every %s: retry after %s, want %s", every, got, want)
		}
	}
}
