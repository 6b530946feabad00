package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// place stands for the path of the file among the arguments of a program.
const place = "{}"

// patience is how long a program that was told to end may take to do so, and
// its pipes to close.
const patience = 5 * time.Second

// run runs the program with the file on its standard input, or as a copy that
// is gone afterwards.
func (t *Tool) run(ctx context.Context, f File) ([]byte, error) {
	args := slices.Clone(t.command[1:])
	cmd := exec.CommandContext(ctx, t.command[0])
	if i := slices.Index(args, place); i >= 0 {
		dir, err := os.MkdirTemp("", "footnote-media-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // what is left is in the folder for such files
		args[i] = filepath.Join(dir, "file"+extension(f.Name))
		if err := os.WriteFile(args[i], f.Body, 0o600); err != nil {
			return nil, err
		}
	} else {
		cmd.Stdin = bytes.NewReader(f.Body)
	}
	out, complaint := &limited{most: MaxText}, &limited{most: maxComplaint}
	cmd.Args = append(cmd.Args, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = environment(), out, complaint, patience
	group(cmd)
	err := cmd.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fmt.Errorf("not found: install it, or give its path")
	}
	if err != nil {
		return nil, fmt.Errorf("%w %s", err, strings.Join(strings.Fields(complaint.kept.String()), " "))
	}
	return out.kept.Bytes(), nil
}

// maxComplaint is how much of what a program writes about its failure is kept.
const maxComplaint = 500

// extension is that of a file's name, if it is one of letters and digits.
func extension(name string) string {
	ext := filepath.Ext(name)
	if len(ext) > 8 || strings.ContainsFunc(strings.TrimPrefix(ext, "."), func(r rune) bool { return (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9') }) {
		return ""
	}
	return ext
}

// environment is this program's without its own settings, among which are keys.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "FOOTNOTE_") })
}

// limited keeps the first bytes that are written to it, and lets the rest go by.
type limited struct {
	kept bytes.Buffer
	most int
}

func (l *limited) Write(p []byte) (int, error) {
	if room := l.most - l.kept.Len(); room > 0 {
		l.kept.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
