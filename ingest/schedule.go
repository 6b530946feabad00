package ingest

import (
	"hash/fnv"
	"time"
)

// Schedule says when a source is read again: never more often than the operator
// asked, less often while nothing changes there.
type Schedule struct {
	Every time.Duration // as the operator asked; 0: only when asked
	Calm  int           // runs in a row that found nothing new
}

const (
	// calmRuns is after how many runs without news a source is read half as
	// often.
	calmRuns = 3
	// slowest is how many times Every the interval becomes at most: a site that
	// is dead quiet is still looked at often enough for the operator's purpose.
	slowest = 4
	// retryShare of Every is waited for after a run that failed, at least
	// retryLeast.
	retryShare = 4
	retryLeast = time.Minute
	// jitterShare of the interval is added or taken away, so that many sources do
	// not come due together: one part in so many.
	jitterShare = 10
)

// Interval is the time from one run to the next.
func (s Schedule) Interval() time.Duration {
	factor := 1
	for calm := s.Calm; calm >= calmRuns && factor < slowest; calm -= calmRuns {
		factor *= 2
	}
	return s.Every * time.Duration(factor)
}

// Due is when the source of this name, last read at read, is read again: now
// if it never was. The jitter depends on name and read only, so that asking
// twice gives the same time.
func (s Schedule) Due(name string, read time.Time) time.Time {
	if read.IsZero() {
		return read
	}
	interval := s.Interval()
	h := fnv.New32a()
	h.Write([]byte(name))
	h.Write([]byte(read.UTC().Format(time.RFC3339Nano)))
	share := time.Duration(h.Sum32()%2001) - 1000 // thousandths of the most that is added
	return read.Add(interval + interval/jitterShare/1000*share)
}

// Retry is how long to wait after a run that failed.
func (s Schedule) Retry() time.Duration {
	return min(s.Every, max(s.Every/retryShare, retryLeast))
}

// After is the schedule after a run.
func (s Schedule) After(run Summary) Schedule {
	s.Calm++
	if run.New+run.Changed+run.Removed > 0 {
		s.Calm = 0
	}
	return s
}
