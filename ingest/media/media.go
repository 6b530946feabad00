// Package media makes text of pictures and recordings by a program or a server
// that the operator names: an OCR program, a transcription endpoint.
//
//	setting                                    what happens
//	tesseract stdin stdout -l eng+chi_sim      the file on standard input, its text on standard output
//	whisper-cli -m model.bin -f {}             {} is the path of a copy of the file
//	http://127.0.0.1:9000/v1/audio/transcriptions?model=whisper-1
//	                                           posted as a form, the file in the field "file"
//
// A setting is split at white space and run as it is, never by a shell. What
// comes back is plain text, lines that begin with a time ("[00:01:02.000 -->
// 00:01:05.000] text", WebVTT, SRT), or JSON ({"text", "segments": [{"start",
// "text"}]}). It is hostile input like any other: time and size are limited.
package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Line is a line of the text in a picture or recording.
type Line struct {
	Text  string        `json:"text"`
	At    time.Duration `json:"at,omitempty"`    // from the beginning of a recording
	Timed bool          `json:"timed,omitempty"` // At is known
}

// File is a picture or a recording.
type File struct {
	Name string // the last part of its path
	Type string // content type
	Body []byte
}

const (
	// DefaultTimeout is the longest that one file may take: a recording of an hour
	// on a computer without a graphics card.
	DefaultTimeout = 10 * time.Minute
	// MaxText is the most text that is taken of one file: a recording of an hour
	// has 60 kB.
	MaxText = 4 << 20
)

// ErrTool says that the program or the server failed.
var ErrTool = errors.New("the text in it cannot be had")

// Tool makes text of files.
type Tool struct {
	command []string
	address *url.URL
	Timeout time.Duration // 0: DefaultTimeout
}

// Parse reads a setting; "" is no tool, which is nil.
func Parse(setting string) (*Tool, error) {
	words := strings.Fields(setting)
	if len(words) == 0 {
		return nil, nil
	}
	if !strings.HasPrefix(words[0], "http://") && !strings.HasPrefix(words[0], "https://") {
		return &Tool{command: words}, nil
	}
	u, err := url.Parse(words[0])
	if err != nil || u.Host == "" || len(words) > 1 {
		return nil, fmt.Errorf("%q is not the address of a server, nor a program with its arguments", setting)
	}
	return &Tool{address: u}, nil
}

// Text is the text in a file. The error wraps ErrTool, and says what the
// program wrote about it.
func (t *Tool) Text(ctx context.Context, f File) ([]Line, error) {
	timeout := t.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	inTime, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	get := t.run
	if t.address != nil {
		get = t.post
	}
	out, err := get(inTime, f)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case inTime.Err() != nil:
		return nil, fmt.Errorf("%w: %s took longer than %s", ErrTool, t.name(), timeout)
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", ErrTool, t.name(), err)
	}
	return lines(out), nil
}

// ID tells this setting from others: the same one reads the same in a file. It
// shows nothing of the setting, which may hold a password. "" for no tool.
func (t *Tool) ID() string {
	if t == nil {
		return ""
	}
	setting := strings.Join(t.command, "\x00")
	if t.address != nil {
		setting = t.address.String()
	}
	sum := sha256.Sum256([]byte(setting))
	return hex.EncodeToString(sum[:8])
}

func (t *Tool) name() string {
	if t.address != nil {
		return t.address.Redacted()
	}
	return t.command[0]
}
