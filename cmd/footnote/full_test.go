package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestFullDisk reads a folder into a data folder on a disk that is full after
// more and more bytes, so that each write fails in turn; needs Linux, root, and
// FOOTNOTE_FULL_DISK=1. The error says so, what is stored can be read, and with
// some room the next run completes it. On a disk that may not be written at all,
// reading goes on.
func TestFullDisk(t *testing.T) {
	if os.Getenv("FOOTNOTE_FULL_DISK") == "" {
		t.Skip("set FOOTNOTE_FULL_DISK=1 as root on Linux to fill small disks")
	}
	docs := t.TempDir()
	for i := range 200 {
		var b strings.Builder
		fmt.Fprintf(&b, "# Page %d\n\n", i)
		for j := range 30 {
			fmt.Fprintf(&b, "Sentence %d of page %d says %d things about device %d. 设备 %d。\n\n", j, i, i*j*7919%10007, i*7+j, i+j)
		}
		write(t, docs, fmt.Sprintf("p%03d.md", i), b.String())
	}
	full := 0
	for kib := 40; kib < 2<<20; kib += 40 + kib/40 {
		ended := func() bool {
			p := newProgram(t)
			mount(t, p.data, "-t", "tmpfs", "-o", "size="+strconv.Itoa(kib)+"k", "footnote-test", p.data)
			defer exec.Command("umount", p.data).Run() //nolint:errcheck // the next one is another folder
			code, out, errs := p.run("ingest", docs)
			if code == exitDone {
				return true
			}
			full++
			if code != exitFailed || !strings.Contains(errs, "disk is full") && !strings.Contains(errs, "no space left") {
				t.Errorf("%d KiB: exit code %d: %s%s", kib, code, out, errs)
			}
			mount(t, p.data, "-o", "remount,size=64m", p.data)
			p.must("ingest", docs)
			if out := p.must("status"); !strings.Contains(out, "200 documents") || strings.Contains(out, "footnote reindex") {
				t.Errorf("%d KiB, then room: %s", kib, out)
			}
			return false
		}()
		if ended {
			break
		}
	}
	t.Logf("%d sizes of disk were too small", full)

	p := newProgram(t)
	p.must("ingest", docs)
	mount(t, p.data, "--bind", p.data, p.data)
	defer exec.Command("umount", p.data).Run() //nolint:errcheck // a test folder
	mount(t, p.data, "-o", "remount,ro,bind", p.data)
	p.must("search", "device 9")
	p.must("ask", "What is said about device 9?")
	p.must("ledger")
	p.must("status")
	if code, _, errs := p.run("ingest", filepath.Join(docs, "p001.md")); code != exitFailed || !strings.Contains(errs, "read-only") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func mount(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
		t.Fatalf("mount %s: %v: %s", dir, err, out)
	}
}
