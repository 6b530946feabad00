package qdrant_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

var points = indextest.Generator{}.Points(30)

// patient outlasts every fault of these tests, on a slow machine too.
var patient = qdrant.Options{Patience: time.Minute}

// says fails unless the error holds all of these words.
func says(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one about %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func ask(x retrieval.Searcher) error {
	_, err := x.Search(context.Background(), indextest.Generator{}.Queries(1)[0])
	return err
}

func TestServerDown(t *testing.T) {
	server, x := connect(t, qdrant.Options{Patience: 100 * time.Millisecond}, points)
	index := open(t, x)
	server.Stop()
	says(t, ask(index), qdranttest.Addr, "search", `"shop"`, "check that Qdrant runs")
	_, err := x.Open(t.Context(), kb, spec)
	says(t, err, qdranttest.Addr, "check that Qdrant runs")
	_, err = x.Create(t.Context(), kb, spec)
	says(t, err, qdranttest.Addr, "create index")
	says(t, x.Publish(t.Context(), kb), qdranttest.Addr, "publish index")
	says(t, x.Drop(t.Context(), kb), qdranttest.Addr, "drop index")
	must(t, index.Upsert(t.Context(), points[:1])) // waits in the program
	says(t, index.Commit(t.Context(), indextest.StatisticsOf(points)), qdranttest.Addr, "commit", "run the same command again")
	server.Restart()
	for again := 0; index.Commit(t.Context(), indextest.StatisticsOf(points)) != nil; again++ {
		if again == 100 {
			t.Fatal("the server is back and Commit still fails")
		}
	}
	holds(t, index, points, indextest.StatisticsOf(points))
}

// TestNothingListens uses a real port that nobody has.
func TestNothingListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr := listener.Addr().String()
	must(t, listener.Close())
	x, err := qdrant.New(qdrant.Options{Addr: addr, Patience: 1})
	must(t, err)
	defer x.Close()
	_, err = x.Open(t.Context(), kb, spec)
	says(t, err, addr, "check that Qdrant runs")
}

// TestRestartWhileWriting cuts all connections in the middle of a change; the
// server is back before patience ends.
func TestRestartWhileWriting(t *testing.T) {
	server, x := connect(t, qdrant.Options{Patience: time.Minute, Batch: 4}, points)
	c := change(true)
	server.Inject(qdranttest.Fault{Method: "Upsert", After: 2, Times: 1, Instead: func(reply any) any {
		go server.Restart() // not from within a call, for which it waits
		return reply
	}})
	must(t, become(t.Context(), x, c.after, c.statistics))
	holds(t, open(t, x), c.after, c.statistics)
}

func TestPassingFaultsAreRetried(t *testing.T) {
	for _, code := range []codes.Code{codes.Unavailable, codes.DeadlineExceeded, codes.Aborted} {
		server, x := connect(t, patient, points)
		for _, method := range []string{"Upsert", "Get", "Delete", "UpdateVectors", "Scroll", "QueryBatch", "HealthCheck"} {
			server.Inject(qdranttest.Fault{Method: method, Times: 2, Code: code, Lost: true, Message: "passing"})
		}
		c := change(true)
		must(t, become(t.Context(), x, c.after, c.statistics))
		holds(t, open(t, x), c.after, c.statistics)
	}
}

// TestWriterWaits: what a writer reads on its way is asked for as long as what it
// writes, which is longer than a search would wait.
func TestWriterWaits(t *testing.T) {
	t.Parallel()
	server, x := connect(t, patient, points)
	index := open(t, x)
	must(t, index.Upsert(t.Context(), points[:3]))
	const refusals = 7 // pauses of 50 ms doubled: 3.1 s and more
	server.Inject(qdranttest.Fault{Method: "Get", Times: refusals, Code: codes.Unavailable})
	must(t, index.Commit(t.Context(), indextest.StatisticsOf(points[:29])))
	server.Inject(qdranttest.Fault{Method: "QueryBatch", Times: refusals, Code: codes.Unavailable})
	if err := ask(index); err == nil {
		t.Error("a search waited as long")
	}
}

// TestRetriedCreate loses the answers to everything that Create and Publish do.
func TestRetriedCreate(t *testing.T) {
	server := qdranttest.Start(t)
	x := server.Indexes(t, patient)
	for _, method := range []string{"Create", "CreateFieldIndex", "UpdateAliases", "List", "ListAliases"} {
		server.Inject(qdranttest.Fault{Method: method, Times: 1, Code: codes.Unavailable, Lost: true})
	}
	live(t, x, points)
	must(t, reindex(t, x, points[:20]))
	holds(t, open(t, x), points[:20], indextest.StatisticsOf(points[:20]))
	if left := server.Collections(); len(left) != 1 {
		t.Errorf("collections are left over: %v", left)
	}
}

func TestFinalFaultsAreNotRetried(t *testing.T) {
	for code, hint := range map[codes.Code]string{
		codes.InvalidArgument:   "InvalidArgument",
		codes.Internal:          "server's log",
		codes.PermissionDenied:  "FOOTNOTE_QDRANT_API_KEY",
		codes.Unauthenticated:   "FOOTNOTE_QDRANT_API_KEY",
		codes.Unimplemented:     "version 1.16 or newer",
		codes.ResourceExhausted: "at a limit",
	} {
		server, x := connect(t, qdrant.Options{}, points)
		index := open(t, x)
		must(t, ask(index))
		server.Inject(qdranttest.Fault{Method: "QueryBatch", Code: code, Message: "no"})
		before := server.Calls("QueryBatch")
		says(t, ask(index), hint)
		if n := server.Calls("QueryBatch") - before; n != 1 {
			t.Errorf("%s: sent %d times", code, n)
		}
	}
}

func TestSlowServer(t *testing.T) {
	server, x := connect(t, qdrant.Options{Timeout: time.Second, Patience: 1}, points)
	index := open(t, x)
	server.Inject(qdranttest.Fault{Delay: time.Hour})
	says(t, ask(index), qdranttest.Addr, "slow or overloaded", "longer timeout")
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := index.Search(ctx, indextest.Generator{}.Queries(1)[0]); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("search: %v, want the caller's deadline", err)
	}
	server.Heal()
	must(t, ask(index))
}

// TestUnappliedWrite: the server may answer that it gave up waiting.
func TestUnappliedWrite(t *testing.T) {
	server, x := connect(t, patient, points)
	late := func(reply any) any {
		return &client.PointsOperationResponse{Result: &client.UpdateResult{Status: client.UpdateStatus_WaitTimeout}}
	}
	server.Inject(qdranttest.Fault{Method: "Upsert", Times: 2, Instead: late})
	c := change(false)
	must(t, become(t.Context(), x, c.after, c.statistics))
	server.Inject(qdranttest.Fault{Method: "Upsert", Instead: late})
	index := open(t, server.Indexes(t, impatient))
	must(t, index.Upsert(t.Context(), points))
	says(t, index.Commit(t.Context(), c.statistics), "WaitTimeout", "run the same command again")
}

func TestAPIKey(t *testing.T) {
	const key = "s3cret-k3y"
	server := qdranttest.Start(t)
	server.RequireKey(key)
	live(t, server.Indexes(t, qdrant.Options{APIKey: key}), points)
	_, err := server.Indexes(t, qdrant.Options{APIKey: "wr0ng-k3y"}).Open(t.Context(), kb, spec)
	says(t, err, "FOOTNOTE_QDRANT_API_KEY")
	if strings.Contains(err.Error(), "k3y") {
		t.Errorf("the key is in the error: %v", err)
	}
	server.Inject(qdranttest.Fault{Code: codes.Internal, Message: "header api-key: " + key})
	_, err = server.Indexes(t, qdrant.Options{APIKey: key}).Open(t.Context(), kb, spec)
	says(t, err, "***")
	if strings.Contains(err.Error(), key) {
		t.Errorf("the key is in the error: %v", err)
	}
}

func TestOldServer(t *testing.T) {
	server := qdranttest.Start(t)
	for version, fine := range map[string]bool{"1.15.4": false, "0.9": false, "1.16.0": true, "v2.0.1": true, "dev": true} {
		server.SetVersion(version)
		x := server.Indexes(t, qdrant.Options{})
		_, err := x.Create(t.Context(), kb, spec)
		if fine {
			must(t, err)
			continue
		}
		says(t, err, version, "older than 1.16", "update the server")
	}
}

func TestCancelledWrite(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	index := open(t, x)
	must(t, index.Upsert(t.Context(), points))
	server.Inject(qdranttest.Fault{Method: "Upsert", Delay: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := index.Commit(ctx, indextest.StatisticsOf(points)); !errors.Is(err, context.Canceled) {
		t.Errorf("commit: %v, want context.Canceled", err)
	}
}
