package library

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"footnote/ingest"
)

// The tests of this file run their own binary again as the process that dies,
// or that holds the lock.
const (
	childDir   = "FOOTNOTE_TEST_DIR"
	childPoint = "FOOTNOTE_TEST_POINT"
	childTask  = "FOOTNOTE_TEST_TASK"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childTask) {
	case "record":
		dyingWriter()
	case "lock":
		lockHolder()
	default:
		os.Exit(m.Run())
	}
}

func child(t *testing.T, task string, env ...string) *exec.Cmd {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), binary)
	c.Env = append(os.Environ(), append(env, childTask+"="+task)...)
	c.Stderr = os.Stderr
	return c
}

const (
	crashBatches = 5
	crashPages   = 8
)

func crashBatch(b int) (visits []ingest.Visit) {
	for i := range crashPages {
		visits = append(visits, visit(fmt.Sprintf("page %d", i), fmt.Sprintf("batch %d\n\npage %d of it", b, i)))
	}
	return visits
}

// dyingWriter records batches that replace each other, says so after each, and
// is killed in one of them.
func dyingWriter() {
	point, batch, _ := strings.Cut(os.Getenv(childPoint), "@")
	l, err := openDir(os.Getenv(childDir), "default")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for b := range crashBatches {
		if strconv.Itoa(b) == batch {
			l.at = func(at string) {
				if at == point {
					if self, err := os.FindProcess(os.Getpid()); err == nil {
						self.Kill() //nolint:errcheck // the test sees that it lives
					}
					select {}
				}
			}
		}
		if err := l.Record(context.Background(), crashBatch(b)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(b)
	}
	os.Exit(0)
}

func TestKilledWriterLosesNothingAcknowledged(t *testing.T) {
	for _, point := range []string{"begun", "half written", "written", "recorded"} {
		for _, batch := range []int{0, 1, crashBatches - 1} {
			t.Run(fmt.Sprintf("%s in batch %d", point, batch), func(t *testing.T) { killAt(t, point, batch) })
		}
	}
}

func killAt(t *testing.T, point string, batch int) {
	dir := t.TempDir()
	out, err := child(t, "record", childDir+"="+dir, fmt.Sprintf("%s=%s@%d", childPoint, point, batch)).Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the writer was not killed: %v", err)
	}
	acknowledged := len(strings.Fields(string(out)))
	if acknowledged != batch {
		t.Fatalf("%d batches acknowledged, killed in batch %d", acknowledged, batch)
	}
	l := openAt(t, dir, "default")
	seen := gather(t, l.All(t.Context()))
	if len(seen) != 0 && len(seen) != crashPages {
		t.Fatalf("%d pages: half a batch is visible", len(seen))
	}
	state := -1
	for i, e := range seen {
		d, err := l.Document(t.Context(), e.Document)
		if err != nil {
			t.Fatal(err)
		}
		n, _, _ := strings.Cut(strings.TrimPrefix(d.Text, "batch "), "\n")
		b, err := strconv.Atoi(n)
		if err != nil || i > 0 && b != state {
			t.Fatalf("page %d is of batch %q, the one before of %d", i, n, state)
		}
		state = b
	}
	// A batch that was written but not acknowledged may be there or not.
	if state != acknowledged-1 && (point != "recorded" || state != acknowledged) {
		t.Errorf("state of batch %d, %d were acknowledged", state, acknowledged)
	}
	if state >= 0 {
		want := ids(crashBatch(state)...)
		got := gather(t, l.ChunkIDs(t.Context()))
		slices.SortFunc(want, compareIDs)
		slices.SortFunc(got, compareIDs)
		if !slices.Equal(got, want) {
			t.Errorf("chunks are not those of batch %d", state)
		}
	}
	record(t, l, crashBatch(9)...) // and it can be written to again
}

func compareIDs[T ~[16]byte](a, b T) int { return slices.Compare(a[:], b[:]) }

// lockHolder takes the lock, says so, and keeps it until its input ends.
func lockHolder() {
	release, err := Lock(os.Getenv(childDir))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("locked")
	bufio.NewReader(os.Stdin).ReadString('\n') //nolint:errcheck // any end will do
	if err := release(); err != nil {
		fmt.Println(err)
	}
	os.Exit(0)
}

func TestSecondWriterIsToldWhoTheFirstIs(t *testing.T) {
	dir := t.TempDir()
	holder := child(t, "lock", childDir+"="+dir)
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "locked\n" {
		t.Fatalf("the holder says %q, %v", line, err)
	}
	_, err = Lock(dir)
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("%v; want a *LockedError", err)
	}
	if locked.Holder.PID != holder.Process.Pid || locked.Holder.Since.IsZero() || locked.Holder.Host == "" {
		t.Errorf("holder %+v, want process %d", locked.Holder, holder.Process.Pid)
	}
	if text := err.Error(); !strings.Contains(text, strconv.Itoa(holder.Process.Pid)) || !strings.Contains(text, dir) {
		t.Errorf("message %q names neither process nor folder", text)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	holder.Wait() //nolint:errcheck // killed
	release, err := Lock(dir)
	if err != nil {
		t.Fatalf("after the holder was killed: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestLockIsReleased(t *testing.T) {
	dir := t.TempDir()
	for range 3 {
		release, err := Lock(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Lock(dir); err == nil {
			t.Error("the same process locked twice")
		}
		if err := release(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Lock(dir + "/none"); err == nil || !strings.Contains(err.Error(), "must exist") {
		t.Errorf("no folder: %v", err)
	}
}
