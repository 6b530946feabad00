package main

import (
	"context"
	"math"
	"runtime/debug"
	"testing"
)

// What is kept decides how much memory a run takes, not how much it throws away.
func TestMemoryLimitFollowsWhatIsKept(t *testing.T) {
	for kept, want := range map[int64]int64{0: ingestMemory, ingestMemory / 4: ingestMemory, ingestMemory: 252 << 20, 1 << 40: 7 << 38} {
		if got := memoryLimit(kept); got != want {
			t.Errorf("%d bytes are kept: limit %d, want %d", kept, got, want)
		}
	}
	if kept() <= 0 {
		t.Error("nobody says how much is kept")
	}
}

func TestOperatorDecidesAboutMemory(t *testing.T) {
	limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	defer debug.SetGCPercent(percent)
	defer debug.SetMemoryLimit(limit)
	debug.SetMemoryLimit(math.MaxInt64)
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "1000MiB")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			paceGarbage(ctx)
			if got := debug.SetGCPercent(100); got != 100 {
				t.Errorf("GOGC is %d, want what the operator set", got)
			}
		})
	}
}
