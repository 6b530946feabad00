package answer_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"footnote/api/answer"
)

// versioned is a service whose content has a version, and counts what it reads.
func versioned(version *atomic.Int64) (s *answer.Service, read, kept *atomic.Int64) {
	read, kept = new(atomic.Int64), new(atomic.Int64)
	s = shop().service(nil)
	s.Version = func(context.Context, string) (string, error) { return strconv.FormatInt(version.Load(), 10), nil }
	inner := s.Read
	s.Read = func(ctx context.Context, kb, document string) (answer.Source, error) {
		read.Add(1)
		return inner(ctx, kb, document)
	}
	s.Keep = func(_ context.Context, r answer.Record) error { kept.Add(1); return nil }
	var n atomic.Int64
	s.NewID = func() string { return "a" + strconv.FormatInt(n.Add(1), 10) }
	s.Now = func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	return s, read, kept
}

func TestTheSameQuestionIsAnsweredAgainFromMemory(t *testing.T) {
	var version atomic.Int64
	s, read, kept := versioned(&version)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s.Now = func() time.Time { return now }
	ask := func(question string) (answer.Answer, []string) {
		t.Helper()
		var events []string
		a, err := s.Answer(t.Context(), answer.Request{Question: question}, func(e answer.Event) error {
			switch {
			case e.Done != nil:
				events = append(events, "done")
			case e.Sentence != nil:
				events = append(events, e.Sentence.Text)
			default:
				events = append(events, "passages "+strconv.Itoa(len(e.Passages)))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return a, events
	}
	for _, q := range []string{"How long does a refund take?", "退款需要几个工作日？", "Do you sell submarines?"} {
		first, told := ask(q)
		reads := read.Load()
		second, again := ask(q)
		if read.Load() != reads {
			t.Errorf("%s: pages are read again", q)
		}
		if first.ID == second.ID || first.Text != second.Text || first.Status != second.Status || strings.Join(told, "|") != strings.Join(again, "|") {
			t.Errorf("%s:\n%+v %v\n%+v %v", q, first, told, second, again)
		}
		version.Add(1)
		if ask(q); read.Load() == reads {
			t.Errorf("%s: other content, and pages are not read", q)
		}
		reads = read.Load()
		if ask(q); read.Load() == reads {
			t.Errorf("%s: what was answered right behind a change is given again", q)
		}
		now = now.Add(10 * time.Second)
	}
	if kept.Load() != 12 {
		t.Errorf("%d records, want one for each asker", kept.Load())
	}
}

func TestWhoAsksAtTheSameTimeWaitsForOneAnswer(t *testing.T) {
	var version atomic.Int64
	s, read, kept := versioned(&version)
	begun, wait := make(chan struct{}), make(chan struct{})
	inner, once := s.Read, sync.OnceFunc(func() { close(begun); <-wait })
	s.Read = func(ctx context.Context, kb, document string) (answer.Source, error) {
		once()
		return inner(ctx, kb, document)
	}
	var all sync.WaitGroup
	ask := func() {
		if a, err := s.Answer(t.Context(), answer.Request{Question: "How long does a refund take?"}, nil); err != nil || a.Status != answer.Answered {
			t.Errorf("%+v, %v", a, err)
		}
	}
	all.Go(ask)
	<-begun
	for range 5 {
		all.Go(ask)
	}
	gone, cancel := context.WithCancel(t.Context())
	all.Go(func() {
		if _, err := s.Answer(gone, answer.Request{Question: "How long does a refund take?"}, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("one who went away: %v", err)
		}
	})
	cancel()
	time.Sleep(20 * time.Millisecond) // for the others to come to the wait; they are right without it too
	close(wait)
	all.Wait()
	reads := read.Load()
	ask()
	if read.Load() != reads || kept.Load() != 7 {
		t.Errorf("%d and then %d pages read, %d records", reads, read.Load(), kept.Load())
	}
}

func TestAMakeshiftAnswerIsNotGivenAgain(t *testing.T) {
	var version atomic.Int64
	s, read, _ := versioned(&version)
	s.Composers = append([]answer.Composer{scripted{err: errors.New("the model is down")}}, s.Composers...)
	for range 2 {
		before := read.Load()
		a, err := s.Answer(t.Context(), answer.Request{Question: "How long does a refund take?"}, nil)
		if err != nil || a.Composer != "extractive" || read.Load() == before {
			t.Errorf("%+v, %v, %d pages read", a, err, read.Load()-before)
		}
	}
}
