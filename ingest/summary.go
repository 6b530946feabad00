package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Summary says what a run did.
type Summary struct {
	New       int `json:"new"`       // documents that were not there before
	Changed   int `json:"changed"`   // documents that say something else now
	Unchanged int `json:"unchanged"` // visited, stayed as they were
	Duplicate int `json:"duplicate"`
	Removed   int `json:"removed"` // pages that are gone
	Skipped   int `json:"skipped"`
	Failed    int `json:"failed"`
	Queued    int `json:"queued"` // known, not visited: over a limit, or the run was interrupted

	Documents int   `json:"documents"` // in the knowledge base now
	Chunks    int   `json:"chunks"`    // in the knowledge base now
	Added     int   `json:"added"`     // points put into the index
	Deleted   int   `json:"deleted"`   // points taken out of it
	Bytes     int64 `json:"bytes"`     // of the pages read

	Duration time.Duration `json:"duration_ns"`
}

// Pages is how many pages were visited.
func (s Summary) Pages() int {
	return s.New + s.Changed + s.Unchanged + s.Duplicate + s.Removed + s.Skipped + s.Failed
}

// String is one line for people: what happened to pages, what is there now,
// how much was read and how long it took.
func (s Summary) String() string {
	parts := counts(s)
	if len(parts) == 0 {
		parts = []string{"no pages"}
	}
	return fmt.Sprintf("%s; now %s and %s; read %s in %s",
		strings.Join(parts, ", "), plural(s.Documents, "document"), plural(s.Chunks, "chunk"), size(s.Bytes), s.Duration.Round(time.Millisecond))
}

func counts(s Summary) []string {
	var parts []string
	for _, c := range []struct {
		n    int
		name string
	}{
		{s.New, "new"}, {s.Changed, "changed"}, {s.Unchanged, "unchanged"}, {s.Duplicate, "duplicate"},
		{s.Removed, "removed"}, {s.Skipped, "skipped"}, {s.Failed, "failed"}, {s.Queued, "queued"},
	} {
		if c.n > 0 {
			parts = append(parts, grouped(c.n)+" "+c.name)
		}
	}
	return parts
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped writes a number with commas between groups of three digits.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}
