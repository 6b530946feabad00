package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// TestDiskFailsInMidRun reads a folder into a data folder on a disk that becomes
// read-only, or answers every write with an error, at several moments of the run.
// The error says so, and on the disk as it was left the next run completes what
// there is. Needs root, loop devices, ext4 and FOOTNOTE_FULL_DISK=1.
func TestDiskFailsInMidRun(t *testing.T) {
	if os.Getenv("FOOTNOTE_FULL_DISK") == "" {
		t.Skip("set FOOTNOTE_FULL_DISK=1 as root on Linux to break small disks")
	}
	docs := t.TempDir()
	for i := range 600 {
		text := strings.Repeat(fmt.Sprintf("Sentence of page %d about device %d. 设备 %d。\n\n", i, i*7, i), 25)
		write(t, docs, fmt.Sprintf("p%03d.md", i), fmt.Sprintf("# Page %d\n\n%s", i, text))
	}
	for name, fail := range map[string]func(*testing.T, string, string){"read-only": remounted, "broken": shutDown} {
		failed := 0
		for pause := 50 * time.Millisecond; pause < 2*time.Second; pause = pause * 3 / 2 {
			if midRun(t, docs, pause, fail) {
				failed++
			}
		}
		if failed == 0 {
			t.Errorf("%s: no run failed", name)
		}
		t.Logf("%s: %d runs failed", name, failed)
	}
}

// midRun lets the disk fail after a pause, and says whether the run noticed.
func midRun(t *testing.T, docs string, pause time.Duration, fail func(t *testing.T, device, dir string)) bool {
	p := newProgram(t)
	device := loopDisk(t)
	mount(t, p.data, "-o", "errors=remount-ro", device, p.data)
	ended := make(chan bool, 1)
	go func() {
		code, out, errs := p.run("ingest", docs)
		clear := false
		for _, word := range []string{"read-only", "broken", "cannot be written", "input/output error", "the disk", "its disk fails", "disk of the data folder"} {
			clear = clear || strings.Contains(errs, word)
		}
		if code != exitDone && !clear {
			t.Errorf("after %s: exit code %d: %s%s", pause, code, out, errs)
		}
		ended <- code == exitDone
	}()
	time.Sleep(pause)
	fail(t, device, p.data)
	done := <-ended
	if out, err := exec.Command("umount", p.data).CombinedOutput(); err != nil {
		t.Fatalf("umount: %v: %s", err, out)
	}
	exec.Command("e2fsck", "-fy", device).Run() //nolint:errcheck // what it cannot mend the mount shows
	mount(t, p.data, device, p.data)
	defer exec.Command("umount", p.data).Run() //nolint:errcheck // a test folder
	p.must("ingest", docs)
	if out := p.must("status"); !strings.Contains(out, "600 documents") || strings.Contains(out, "footnote reindex") {
		t.Errorf("after %s, then a sound disk: %s", pause, out)
	}
	return !done
}

func loopDisk(t *testing.T) (device string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "disk")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 128<<20); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.ext4", "-q", file).CombinedOutput(); err != nil {
		t.Fatalf("mkfs.ext4: %v: %s", err, out)
	}
	out, err := exec.Command("losetup", "--find", "--show", file).CombinedOutput()
	if err != nil {
		t.Fatalf("losetup: %v: %s", err, out)
	}
	device = strings.TrimSpace(string(out))
	t.Cleanup(func() { exec.Command("losetup", "--detach", device).Run() }) //nolint:errcheck // it ends with the machine
	return device
}

// remounted makes the file system find an error in itself, at which it becomes
// read-only.
func remounted(t *testing.T, device, _ string) {
	t.Helper()
	name := "/sys/fs/ext4/" + filepath.Base(device) + "/trigger_fs_error"
	if err := os.WriteFile(name, []byte("test"), 0); err != nil {
		t.Skipf("%s: %v", name, err)
	}
}

// shutDown makes every write fail from now on (EXT4_IOC_SHUTDOWN without flush).
func shutDown(t *testing.T, _, dir string) {
	t.Helper()
	f, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	how := uint32(2)
	const shutdown = 0x8004587d
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), shutdown, uintptr(unsafe.Pointer(&how))); errno != 0 {
		t.Skipf("ioctl: %v", errno)
	}
}
