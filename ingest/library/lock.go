package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/gofrs/flock"
)

// The two files of a lock: what is locked, and who holds it. The lock is the
// operating system's and ends with the process, however that ends; the second
// file is for people only. It is a file of its own because Windows lets nobody
// read what another process has locked.
const (
	lockFile   = "writer.lock"
	holderFile = "writer.json"
)

// Holder is the process that writes to a data folder.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// LockedError says that another process writes to the data folder.
type LockedError struct {
	Dir    string
	Holder Holder // zero if it could not be read
}

func (e *LockedError) Error() string {
	who := "another process"
	if e.Holder.PID != 0 {
		who = fmt.Sprintf("process %d on %s (%s), since %s", e.Holder.PID, e.Holder.Host, e.Holder.Command, e.Holder.Since.Format(time.DateTime))
	}
	return fmt.Sprintf("data folder %s is being written by %s: wait until it ends, stop it, or use another folder with --data DIR", e.Dir, who)
}

// Lock makes the caller the one writer of a data folder until release is
// called or the process ends. If there is another one, the error is a
// *LockedError that names it.
func Lock(dataDir string) (release func() error, err error) {
	lock := flock.New(filepath.Join(dataDir, lockFile), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock data folder %s: %w: the folder must exist, be writable, and be on a disk that supports file locks", dataDir, err)
	}
	holder := filepath.Join(dataDir, holderFile)
	if !got {
		return nil, &LockedError{Dir: dataDir, Holder: readHolder(holder)}
	}
	if err := writeHolder(holder, self()); err != nil {
		return nil, errors.Join(fmt.Errorf("lock data folder %s: %w", dataDir, err), lock.Unlock())
	}
	return func() error {
		os.Remove(holder) //nolint:errcheck // for people only; the next holder writes over it
		return lock.Unlock()
	}, nil
}

// maxCommand cuts a command line of thousands of arguments to what a person reads.
const maxCommand = 200

func self() Holder {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	args := append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...)
	return Holder{PID: os.Getpid(), Host: host, Command: shorten(strings.Join(args, " ")), Since: time.Now()}
}

func shorten(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if r := []rune(s); len(r) > maxCommand {
		return string(r[:maxCommand]) + "..."
	}
	return s
}

func writeHolder(path string, h Holder) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	fresh := path + ".new" // nobody reads half of it
	if err := os.WriteFile(fresh, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

// readHolder is the zero Holder if the file is not there (yet) or makes no sense.
func readHolder(path string) Holder {
	var h Holder
	raw, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(raw, &h) != nil {
		return Holder{}
	}
	h.Host, h.Command = shorten(h.Host), shorten(h.Command)
	return h
}
