package local

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// folder is where files appear whole or not at all.
type folder struct {
	path string
	// step is called before each step that changes the disk, with the step's
	// name; an error makes the step fail. Nil outside of tests.
	step func(name string) error
}

func (d folder) at(name string) string { return filepath.Join(d.path, name) }

// Folders and files are for their owner and group: documents may be private.
const (
	folderMode = 0o750
	fileMode   = 0o640
)

// temporary ends the name of a file that is not finished.
const temporary = ".tmp"

func (d folder) before(name, action string) error {
	if d.step == nil {
		return nil
	}
	return d.step(strings.TrimLeft(name, "0123456789.") + " " + action)
}

// replace puts content under name, over what was there, durably.
func (d folder) replace(name string, content []byte) error {
	f, err := d.create(name)
	if err != nil {
		return err
	}
	defer f.abandon()
	if _, err := f.Write(content); err != nil {
		return err
	}
	if err := d.before(name, "sync"); err != nil {
		return fmt.Errorf("sync %s: %w", d.at(name), err)
	}
	if err := f.file.Sync(); err != nil {
		return err
	}
	if err := f.finish(); err != nil {
		return err
	}
	if err := d.before(name, "settle"); err != nil {
		return fmt.Errorf("sync folder of %s: %w", d.at(name), err)
	}
	return d.sync()
}

// persist makes files durable that were finished before.
func (d folder) persist(names []string) error {
	for _, name := range names {
		if err := d.before(name, "sync"); err != nil {
			return fmt.Errorf("sync %s: %w", d.at(name), err)
		}
		f, err := os.OpenFile(d.at(name), os.O_RDWR, 0)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	if err := d.before("folder", "settle"); err != nil {
		return fmt.Errorf("sync %s: %w", d.path, err)
	}
	return d.sync()
}

// swap is replace for the file that decides what is visible. If it fails in its
// last step, durability, what was there before is put back (nil: nothing), so that
// after an error nothing new is visible.
func (d folder) swap(name string, content, before []byte) error {
	err := d.replace(name, content)
	if err == nil {
		return nil
	}
	now, readErr := os.ReadFile(d.at(name))
	switch {
	case readErr != nil || !bytes.Equal(now, content):
		return err
	case before == nil:
		return errors.Join(err, d.remove(name))
	}
	return errors.Join(err, d.replace(name, before))
}

// create starts a file that gets its name when it is finished.
func (d folder) create(name string) (*newFile, error) {
	if err := d.before(name, "create"); err != nil {
		return nil, fmt.Errorf("create %s: %w", d.at(name), err)
	}
	f, err := os.OpenFile(d.at(name)+temporary, os.O_RDWR|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return nil, err
	}
	return &newFile{folder: d, name: name, file: f}, nil
}

// sync makes renames and removals in the folder durable.
func (d folder) sync() error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be synced there; renames are journalled
	}
	f, err := os.Open(d.path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err // some network file systems refuse to sync a folder: nothing more can be done there
	}
	return nil
}

// remove deletes a file; one that is not there is no error.
func (d folder) remove(name string) error {
	if err := d.before(name, "remove"); err != nil {
		return err
	}
	if err := os.Remove(d.at(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// newFile is a file being written. Its sum is the CRC-32C of what was written.
type newFile struct {
	folder
	name  string
	file  *os.File
	bytes int64
	sum   uint32
}

// Write implements io.Writer.
func (f *newFile) Write(b []byte) (int, error) {
	if err := f.before(f.name, "write"); err != nil {
		return 0, fmt.Errorf("write %s: %w", f.at(f.name), err)
	}
	n, err := f.file.Write(b)
	f.bytes += int64(n)
	f.sum = crc32.Update(f.sum, castagnoli(), b[:n])
	return n, err
}

// finish gives the file its name. It is not durable yet: what is merged into
// another file before the commit never needs to reach the disk.
func (f *newFile) finish() error {
	if err := f.before(f.name, "rename"); err != nil {
		return fmt.Errorf("rename %s: %w", f.at(f.name), err)
	}
	if err := f.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.at(f.name)+temporary, f.at(f.name)); err != nil {
		return err
	}
	f.file = nil
	return nil
}

// abandon removes the file unless it was finished.
func (f *newFile) abandon() {
	if f.file == nil {
		return
	}
	_ = f.file.Close() // may be closed; the file is thrown away
	_ = os.Remove(f.at(f.name) + temporary)
	f.file = nil
}

// castagnoli is the polynomial that processors compute in hardware.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// fileMark is how a manifest names a file and what it must hold.
type fileMark struct {
	Number int    `json:"number"`
	Bytes  int64  `json:"bytes"`
	CRC32C uint32 `json:"crc32c"`
	Points int    `json:"points"` // of a segment: all; of a deletes file: those gone
}

func segmentName(number int) string { return fmt.Sprintf("%08d.segment", number) }
func deletesName(number int) string { return fmt.Sprintf("%08d.deletes", number) }

// load maps a file and holds it against its mark. The error is fs.ErrNotExist
// if it is not there, and a *damage if it is not what was written.
func (d folder) load(name string, mark fileMark) (mapping, error) {
	m, err := mapFile(d.at(name))
	if err != nil {
		return mapping{}, err
	}
	if int64(len(m.bytes)) != mark.Bytes {
		defer m.close()
		return mapping{}, &damage{file: d.at(name), why: fmt.Sprintf("it has %d bytes instead of %d", len(m.bytes), mark.Bytes)}
	}
	if m.checksum() != mark.CRC32C {
		defer m.close()
		return mapping{}, &damage{file: d.at(name), why: "its checksum is wrong"}
	}
	return m, nil
}

// checksumStep is how much is summed before its memory is given back: of a large
// file no more counts as memory of the program. A multiple of every page size.
const checksumStep = 4 << 20

func (m mapping) checksum() (sum uint32) {
	for at := 0; at < len(m.bytes); at += checksumStep {
		part := m.bytes[at:min(at+checksumStep, len(m.bytes))]
		sum = crc32.Update(sum, castagnoli(), part)
		m.forget(part)
	}
	return sum
}
