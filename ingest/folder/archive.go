package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"footnote/ingest"
)

const (
	// maxEntries is far above any documentation and bounds what a forged archive
	// makes of the ledger.
	maxEntries = 100_000
	// maxTotal bounds what an archive, or a compressed file of lines, unpacks to.
	maxTotal = 4 << 30
)

var (
	errTotal   = fmt.Errorf("it unpacks to more than %d bytes and is not read any further", int64(maxTotal))
	errEntries = fmt.Errorf("it has more than %d entries and is not read any further", maxEntries)
)

// archive is what both kinds have in common: a visit that counts entries.
type archive struct {
	*visitor
	path    string
	entries int
	names   map[string]bool
}

func (a *archive) count() error {
	a.entries++
	if a.entries > maxEntries {
		return errEntries
	}
	return nil
}

// name returns an entry's path as it may be used, or why it may not. Names that
// are not UTF-8 are taken for GB 18030, as Chinese Windows writes them.
func (a *archive) name(raw string) (string, string) {
	name := raw
	if !utf8.ValidString(name) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name)
		if err != nil {
			return "", "unsafe name: not text"
		}
		name = decoded
	}
	if strings.Contains(name, `\`) && !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, `\`, "/") // as some old Windows programs write it
	}
	name = strings.TrimPrefix(name, "./")
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") || strings.Contains(strings.SplitN(name, "/", 2)[0], ":") {
		return "", "unsafe name: not a plain path within the archive"
	}
	return name, ""
}

// unsafe yields an entry whose name cannot be a key.
func (a *archive) unsafe(reason string) error {
	return a.skip(fmt.Sprintf("%s#entry-%d", address(a.path, ""), a.entries), reason)
}

// entry yields a regular file of the archive, unless its name came before.
func (a *archive) entry(f file) error {
	f.key, f.foundBy = address(a.path, f.path), "archive"
	if a.names[f.path] {
		return a.give(ingest.Page{Key: fmt.Sprintf("%s#entry-%d", f.key, a.entries), Status: ingest.Failed, Reason: "a second entry of the same name"})
	}
	a.names[f.path] = true
	return a.file(f)
}

func (a *archive) special(name string, mode fs.FileMode) error {
	reason := "not a regular file"
	if mode&fs.ModeSymlink != 0 {
		reason = "a link"
	}
	return a.skip(address(a.path, name), reason)
}

// limited reads until its budget is used up. It is an io.Reader and, for zip,
// hands out readers that share the budget.
type limited struct {
	r    io.Reader
	left *int64
}

func (l limited) Read(b []byte) (int, error) {
	if *l.left < 0 {
		return 0, errTotal
	}
	n, err := l.r.Read(b)
	if *l.left -= int64(n); *l.left < 0 {
		return 0, errTotal
	}
	return n, err
}

func (l limited) Close() error {
	if c, ok := l.r.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// damaged says of an archive that it ends in the middle.
func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("it is cut short: %w", io.ErrUnexpectedEOF)
	}
	return err
}
