//go:build unix

package local

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

// The child of the crash tests writes round after round and kills itself at the
// step that its environment names.
const (
	crashDir  = "FOOTNOTE_TEST_CRASH_DIR"
	crashStep = "FOOTNOTE_TEST_CRASH_STEP" // 0: never
)

// crashRounds is what the child does: fill, commit, publish, replace.
const crashRounds = 7

// stateAfter is what the index must hold after a number of rounds; nil: no index.
func stateAfter(round int) []retrieval.Point {
	points := smallGenerator().Points(80)
	switch round {
	case 0:
		return nil
	case 1: // published
		return points[:20]
	case 2: // more
		return points[:35]
	case 3: // some deleted, the others replaced
		return points[5:35]
	case 4: // most deleted
		return points[28:35]
	case 5: // many small segments
		return points[28:60]
	case 6: // another generation
		return points[40:80]
	}
	return points[40:77] // some deleted, no other change
}

// play does one round.
func play(t *testing.T, indexes *Indexes, round int) error {
	ctx, spec := t.Context(), smallGenerator().Spec()
	points := stateAfter(round)
	open := indexes.Open
	if round == 1 || round == 6 {
		open = indexes.Create
	}
	x, err := open(ctx, testKB, spec)
	if err != nil {
		return err
	}
	defer x.Close()
	var before []retrieval.ID
	for id, err := range x.IDs(ctx) {
		if err != nil {
			return err
		}
		before = append(before, id)
	}
	fresh := slices.Clone(points)
	if round != 3 {
		fresh = slices.DeleteFunc(fresh, func(p retrieval.Point) bool { return slices.Contains(before, p.Chunk.ID) })
	}
	if err := errors.Join(x.Upsert(ctx, fresh), x.Delete(ctx, without(before, points))); err != nil {
		return err
	}
	if err := x.Commit(ctx, indextest.StatisticsOf(points)); err != nil {
		return err
	}
	if round == 1 || round == 6 {
		return indexes.Publish(ctx, testKB)
	}
	return nil
}

// crashOptions: buffers so small that points are written before their commit.
func crashOptions(step func(string) error) Options { return Options{BufferBytes: 6000, step: step} }

// TestCrashChild is the child, and does nothing when run by itself.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("runs as a child of TestCrash")
	}
	last, _ := strconv.ParseInt(os.Getenv(crashStep), 10, 64)
	var steps atomic.Int64
	indexes := New(dir, crashOptions(func(name string) error {
		n := steps.Add(1)
		if last == 0 {
			fmt.Println("step", name)
		}
		if n == last {
			fmt.Println("crash at", name)
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal may take a moment
		}
		return nil
	}))
	for round := 1; round <= crashRounds; round++ {
		ok(t, play(t, indexes, round))
		fmt.Println("done", round)
	}
}

// child runs TestCrashChild and returns how many rounds it acknowledged, at which
// step it died, and all steps if it was not to die.
func child(t *testing.T, dir string, step int, kill time.Duration) (rounds int, died string, steps []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestCrashChild$", "-test.v")
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashStep+"="+strconv.Itoa(step))
	out, err := cmd.StdoutPipe()
	ok(t, err)
	ok(t, cmd.Start())
	if kill > 0 {
		defer time.AfterFunc(kill, func() { _ = cmd.Process.Kill() }).Stop()
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := lines.Text()
		if n, found := strings.CutPrefix(line, "done "); found {
			rounds, _ = strconv.Atoi(n)
		}
		if name, found := strings.CutPrefix(line, "crash at "); found {
			died = name
		}
		if name, found := strings.CutPrefix(line, "step "); found {
			steps = append(steps, name)
		}
	}
	_ = cmd.Wait() // killed
	return rounds, died, steps
}

// isAfter says whether the folder holds exactly what round leaves.
func isAfter(t *testing.T, dir string, round int) bool {
	t.Helper()
	x, err := New(dir, Options{}).Open(t.Context(), testKB, smallGenerator().Spec())
	if errors.Is(err, retrieval.ErrNoIndex) {
		return round == 0
	}
	ok(t, err)
	defer x.Close()
	ids := map[retrieval.ID]bool{}
	for id, err := range x.IDs(t.Context()) {
		ok(t, err)
		ids[id] = true
	}
	want := stateAfter(round)
	if len(ids) != len(want) {
		return false
	}
	for _, p := range want {
		if !ids[p.Chunk.ID] {
			return false
		}
	}
	sameIn(t, x, want)
	return true
}

// survived checks that nothing acknowledged is lost, nothing is half visible,
// and that writing goes on.
func survived(t *testing.T, dir string, rounds int, where string) {
	t.Helper()
	now := rounds
	if !isAfter(t, dir, now) {
		if now++; now > crashRounds || !isAfter(t, dir, now) {
			t.Fatalf("killed %s after %d rounds: the index shows neither that state nor the next", where, rounds)
		}
	}
	indexes := New(dir, crashOptions(nil))
	for round := now + 1; round <= crashRounds; round++ {
		if err := play(t, indexes, round); err != nil {
			t.Fatalf("killed %s after %d rounds: round %d: %v", where, rounds, round, err)
		}
	}
	if !isAfter(t, dir, crashRounds) {
		t.Fatalf("killed %s after %d rounds: going on ends in another state", where, rounds)
	}
	for _, path := range files(t, dir) {
		if strings.HasSuffix(path, temporary) {
			t.Errorf("killed %s: %s is left", where, path)
		}
	}
}

// chosen are the numbers of the first step of each name, and the last around a
// rename, which is where things become visible.
func chosen(steps []string) (numbers []int) {
	first, last := map[string]int{}, map[string]int{}
	for i, name := range steps {
		if first[name] == 0 {
			first[name] = i + 1
		}
		if strings.HasSuffix(name, " rename") || strings.HasSuffix(name, " settle") {
			last[name] = i + 1
		}
	}
	for _, n := range first {
		numbers = append(numbers, n)
	}
	for _, n := range last {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func TestCrash(t *testing.T) {
	rounds, _, steps := child(t, t.TempDir(), 0, 0)
	for _, name := range []string{"segment write", "segment rename", "segment sync", "folder settle", "segment remove", "deletes rename", "manifest write", "manifest rename", "manifest settle", "CURRENT rename", "CURRENT settle"} {
		if rounds != crashRounds || !slices.Contains(steps, name) {
			t.Fatalf("without a crash: %d rounds, want %d, with a step %q among %d", rounds, crashRounds, name, len(steps))
		}
	}
	for _, step := range chosen(steps) {
		dir := t.TempDir()
		rounds, died, _ := child(t, dir, step, 0)
		survived(t, dir, rounds, "before step "+strconv.Itoa(step)+", "+died)
	}
}

// Killed from outside, at any moment.
func TestKill(t *testing.T) {
	for i := range 8 {
		dir := t.TempDir()
		kill := time.Duration(5+11*i) * time.Millisecond
		rounds, _, _ := child(t, dir, 0, kill)
		survived(t, dir, rounds, kill.String()+" after the start")
	}
}

// A disk that is full at any step: the change is refused as a whole, and once
// there is room the same calls succeed.
func TestDiskFull(t *testing.T) {
	var steps []string
	var mu sync.Mutex
	indexes := New(t.TempDir(), crashOptions(func(name string) error {
		mu.Lock()
		defer mu.Unlock()
		steps = append(steps, name)
		return nil
	}))
	for round := 1; round <= crashRounds; round++ {
		ok(t, play(t, indexes, round))
	}
	for i, step := range chosen(steps) {
		cause := []error{syscall.ENOSPC, syscall.EROFS, syscall.EIO}[i%3]
		fullAt(t, step, steps[step-1], cause)
	}
}

// fullAt lets the disk be full, read-only or broken from a step on, except for
// removing files. A step
// that makes a rename durable fails alone, so that the rename can be undone.
func fullAt(t *testing.T, step int, name string, cause error) {
	dir := t.TempDir()
	var steps, full atomic.Int64
	full.Store(int64(step))
	indexes := New(dir, crashOptions(func(now string) error {
		n := steps.Add(1)
		if strings.HasSuffix(now, " remove") || strings.HasSuffix(name, " settle") && n > int64(step) {
			return nil
		}
		if n >= full.Load() {
			return &os.PathError{Op: "write", Path: now, Err: cause}
		}
		return nil
	}))
	done := 0
	var err error
	for done < crashRounds && err == nil {
		if err = play(t, indexes, done+1); err == nil {
			done++
		}
	}
	if err != nil && !errors.Is(err, cause) {
		t.Fatalf("full at step %d, round %d: %v, want the cause in the error", step, done+1, err)
	}
	full.Store(math.MaxInt64)
	if !isAfter(t, dir, done) {
		t.Fatalf("full at step %d: after %d rounds the index shows something else", step, done)
	}
	for round := done + 1; round <= crashRounds; round++ {
		ok(t, play(t, indexes, round))
	}
	if !isAfter(t, dir, crashRounds) {
		t.Fatalf("full at step %d: the state at the end is another", step)
	}
}

// A commit that failed can be tried again with the same index.
func TestCommitAgain(t *testing.T) {
	dir := t.TempDir()
	var full atomic.Bool
	indexes := New(dir, crashOptions(func(name string) error {
		if full.Load() {
			return fmt.Errorf("%s: %w", name, syscall.ENOSPC)
		}
		return nil
	}))
	left := smallIndex(t, indexes)
	x, err := indexes.Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	defer x.Close()
	more := smallGenerator().Points(90)[50:]
	ok(t, x.Upsert(t.Context(), more[:2]))
	full.Store(true)
	failed := x.Upsert(t.Context(), more)
	if failed == nil {
		failed = x.Commit(t.Context(), indextest.StatisticsOf(left))
	}
	if !errors.Is(failed, syscall.ENOSPC) {
		t.Fatalf("with a full disk: %v", failed)
	}
	same(t, dir, left)
	full.Store(false)
	ok(t, x.Upsert(t.Context(), more))
	all := append(left, more...)
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(all)))
	same(t, dir, all)
}
