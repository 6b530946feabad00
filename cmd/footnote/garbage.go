package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// ingestGC is GOGC for ingest, which makes much garbage and keeps little:
	// while little is kept, collecting it less often saves a tenth of the time
	// (measured on 768 Markdown pages).
	ingestGC = 300
	// ingestMemory is where saving time ends and garbage is collected as often as
	// it takes to stay below.
	ingestMemory = 144 << 20
	// leastRoom is how much room garbage has beside what is kept, in hundredths of
	// that, when what is kept comes near ingestMemory: what GOGC gives.
	leastRoom = 75
	// paceEvery is how often it is looked whether more is kept.
	paceEvery = 100 * time.Millisecond
)

// paceGarbage lets a run collect its garbage seldom as long as that takes little
// memory, until the context ends. What an operator has set stays as it is.
func paceGarbage(ctx context.Context) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(ingestGC)
	go func() {
		tick := time.NewTicker(paceEvery)
		defer tick.Stop()
		for limit := int64(0); ; {
			if next := memoryLimit(kept()); next != limit {
				limit = next
				debug.SetMemoryLimit(limit)
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
}

// memoryLimit is the soft limit while this many bytes are kept.
func memoryLimit(kept int64) int64 { return max(ingestMemory, kept+kept*leastRoom/100) }

// kept is how many bytes the last collection left.
func kept() int64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(live[0].Value.Uint64())
}
