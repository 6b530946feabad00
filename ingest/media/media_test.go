//go:build unix

package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// program writes a shell script that stands for a tool.
func program(t *testing.T, script string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "tool")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

func tool(t *testing.T, setting string) *Tool {
	t.Helper()
	made, err := Parse(setting)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func said(t *testing.T, made *Tool, f File) string {
	t.Helper()
	all, err := made.Text(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, l := range all {
		if l.Timed {
			b.WriteString(l.At.String() + " ")
		}
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

// TestProgram runs programs that read their standard input, and a copy.
func TestProgram(t *testing.T) {
	picture := File{Name: "退款.png", Type: "image/png", Body: []byte("Refund 退款\n")}
	if got, want := said(t, tool(t, program(t, "cat; echo $# \"$1\"\n")+" -l;rm"), picture), "Refund 退款\n1 -l;rm\n"; got != want {
		t.Errorf("standard input: %q, want %q", got, want)
	}
	t.Setenv("FOOTNOTE_MODEL_KEY", "secret")
	got := said(t, tool(t, program(t, "cat \"$2\"; echo \"$2\"; echo key=$FOOTNOTE_MODEL_KEY\n")+" -f {}"), picture)
	text, rest, _ := strings.Cut(got, "\n")
	name, key, _ := strings.Cut(rest, "\n")
	if text != "Refund 退款" || !strings.HasSuffix(name, "/file.png") || key != "key=\n" {
		t.Errorf("a copy: %q", got)
	}
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
}

// TestFailures are the ways in which a program fails.
func TestFailures(t *testing.T) {
	child := filepath.Join(t.TempDir(), "child")
	for name, c := range map[string]struct{ setting, want string }{
		"fails":     {program(t, "echo no such picture >&2; exit 3\n"), "exit status 3 no such picture"},
		"not there": {"footnote-no-such-program -x", "not found: install it"},
		"too slow":  {program(t, "sleep 300 & echo $! > "+child+"; wait\n"), "took longer than"},
	} {
		made := tool(t, c.setting)
		if made.Timeout = time.Minute; name == "too slow" {
			made.Timeout = 500 * time.Millisecond
		}
		if _, err := made.Text(t.Context(), File{}); !errors.Is(err, ErrTool) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	pid, err := os.ReadFile(child)
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(strings.TrimSpace(string(pid)))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 { // until what adopted it has buried it
		if err = syscall.Kill(number, 0); err != nil || zombie(number) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err == nil && !zombie(number) {
		t.Errorf("what the program started still runs: %d", number)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tool(t, program(t, "cat\n")).Text(ctx, File{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func zombie(pid int) bool {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(b), ") Z ")
}

// TestEndless cuts off what a program writes without an end.
func TestEndless(t *testing.T) {
	got := said(t, tool(t, program(t, "head -c 9000000 /dev/zero | tr '\\0' x\n")), File{})
	if len(got) != MaxText+1 {
		t.Errorf("%d bytes, want %d", len(got), MaxText+1)
	}
}

// TestServer posts a recording to an endpoint.
func TestServer(t *testing.T) {
	var form string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, head, err := r.FormFile("file")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body, _ := io.ReadAll(f)
		form = head.Filename + " " + head.Header.Get("Content-Type") + " " + r.FormValue("model") + " " + string(body)
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
			return
		}
		io.WriteString(w, `{"text":"x","segments":[{"start":0.5,"text":" Refunds take five days."},{"start":75,"text":"退款需要五天。"}]}`) //nolint:errcheck // the client looks
	}))
	defer server.Close()
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	sound := File{Name: "a.mp3", Type: "audio/mpeg", Body: []byte("sound")}
	if got, want := said(t, tool(t, server.URL+"/v1?model=m"), sound), "500ms Refunds take five days.\n1m15s 退款需要五天。\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := "file.mp3 audio/mpeg m sound"; form != want {
		t.Errorf("sent %q, want %q", form, want)
	}
	if _, err := tool(t, server.URL+"/moved").Text(t.Context(), sound); !errors.Is(err, ErrTool) || !strings.Contains(err.Error(), "307") {
		t.Errorf("a redirect: %v", err)
	}
}

// TestLines reads what tools write.
func TestLines(t *testing.T) {
	at := func(d time.Duration, s string) Line { return Line{s, d, true} }
	for name, c := range map[string]struct {
		out  string
		want []Line
	}{
		"text":       {"Refund\r\n\n退款 \x00\n42\n", []Line{{Text: "Refund"}, {Text: "退款"}, {Text: "42"}}},
		"transcript": {"[00:01:02.000 --> 00:01:05.000]  Hello\n[01:00:00.000 --> 01:00:01.000] 你好\n", []Line{at(62*time.Second, "Hello"), at(time.Hour, "你好")}},
		"subtitles":  {"1\n00:00:01,500 --> 00:00:04,000\nHello\nthere\n\n2\n00:00:05,000 --> 00:00:06,000\n你好\n", []Line{at(time.Second, "Hello"), at(time.Second, "there"), at(5*time.Second, "你好")}},
		"WebVTT":     {"WEBVTT\n\n00:02.000 --> 00:03.000\nHello\n", []Line{at(2*time.Second, "Hello")}},
		"spaces":     {"错误 42 ： 保险 箱 已 锁定 ， please  wait\n", []Line{{Text: "错误 42 ：保险箱已锁定， please wait"}}},
		"JSON":       {`{"text":"Hello\n你好"}`, []Line{{Text: "Hello"}, {Text: "你好"}}},
		"nothing":    {" \n", nil},
	} {
		if diff := cmp.Diff(c.want, lines([]byte(c.out))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestParse(t *testing.T) {
	if made, err := Parse("  "); made != nil || err != nil {
		t.Errorf("no setting: %v, %v", made, err)
	}
	for _, bad := range []string{"http:///x", "https://a.example/ocr -l eng"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("1\n00:00:01,500 --> 00:00:04,000\nHello\n"))
	f.Add([]byte(`{"segments":[{"start":1e300,"text":"x"}]}`))
	f.Fuzz(func(t *testing.T, out []byte) {
		for _, l := range lines(out) {
			if l.Text == "" || l.At < 0 || bytes.ContainsAny([]byte(l.Text), "\n\x00") {
				t.Errorf("%+v", l)
			}
		}
	})
}
