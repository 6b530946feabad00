package crawl

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"footnote/ingest"
)

func TestShell(t *testing.T) {
	for body, want := range map[string]bool{
		`<div id=root></div><script src=/a.js></script>`:                                                 true,
		`<title>退款</title><body><div id="app">加载中…</div><script>x</script>`:                              true,
		`<noscript>You need to enable JavaScript to run this app.</noscript><script src=/a.js></script>`: true,
		`<app-root></app-root><script src=/a.js></script>`:                                               true,
		`<div id=root></div>`:             false,
		`<p>Short.</p><script>x</script>`: false,
		`<div id=root><p>` + strings.Repeat("A refund takes five days. ", 10) + `</div><script src=/a.js></script>`: false,
		`<div id=app><p>` + strings.Repeat("退款需要五天。", 10) + `</div><script src=/a.js></script>`:                     false,
	} {
		l := readLinks([]byte(body), "text/html; charset=utf-8")
		if got := l.shell(); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
}

// application is a site that its scripts fill, with pages that try to get out.
func application(elsewhere string) http.Handler {
	pages := map[string]string{
		"/":        `fetch("/api/start.json").then(r => r.json()).then(d => { document.title = d.title; root.innerHTML = "<h1>" + d.title + "</h1><p>" + d.text + "</p><a href='/zh'>中文</a><a href='/out'>out</a><a href='/away'>away</a>" })`,
		"/zh":      `setTimeout(() => root.innerHTML = "<h1>退款</h1><p>退款需要五个工作日，节假日不计算在内。我们收到包裹后，会通过电子邮件通知您。</p>", 300)`,
		"/loop":    `for (;;) {}`,
		"/away":    `location.href = "` + elsewhere + `/away"`,
		"/sw.js":   ``,
		"/secret/": ``,
		"/out": `const said = [];
			const note = (what, p) => Promise.resolve(p).then(() => said.push(what + " got out"), () => said.push(what + " stayed"));
			const all = [note("fetch", fetch("` + elsewhere + `/fetch")), note("robots", fetch("/secret/x")), note("post", fetch("/api/start.json", {method: "POST", body: "x"}))];
			new Image().src = "` + elsewhere + `/image"; navigator.sendBeacon("` + elsewhere + `/beacon");
			const f = document.createElement("iframe"); f.src = "` + elsewhere + `/frame"; document.body.append(f);
			const blank = document.createElement("iframe"); document.body.append(blank);
			for (const w of [window, blank.contentWindow]) for (const n of ["WebSocket", "EventSource", "Worker"]) try { new w[n]("` + elsewhere + `/" + n); said.push(n + " was made") } catch { said.push(n + " is not there") }
			try { said.push(navigator.serviceWorker ? "service worker" : "no service worker") } catch {}
			const a = document.createElement("a"); a.href = "/api/start.json"; a.download = "x.json"; document.body.append(a); a.click();
			Promise.all(all).then(() => root.innerHTML = "<h1>Out</h1><p>A page of some length that has tried to get out and tells what came of it.</p><p>" + said.join(", ") + "</p>")`,
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		script, found := pages[strings.TrimSuffix(r.URL.Path, ".js")]
		switch {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /secret/\n")
		case r.URL.Path == "/api/start.json":
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `{"title":"Refunds","text":"A refund takes five working days from the day on which we have received the parcel at our depot, holidays not counted."}`)
		case r.URL.Path == "/index.js" || strings.HasSuffix(r.URL.Path, ".js") && found:
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			if r.URL.Path == "/index.js" {
				script = pages["/"]
			}
			fmt.Fprint(w, "const root = document.getElementById('root');\n"+script)
		case found:
			w.Header().Set("ETag", `"same"`)
			name := strings.TrimSuffix(r.URL.Path, "/")
			if name == "" {
				name = "/index"
			}
			fmt.Fprintf(w, "<!doctype html><title>App</title><div id=root>Loading…</div><script src=%s.js></script>", name)
		default:
			http.NotFound(w, r)
		}
	})
}

// chromium starts one that listens for DevTools, or skips the test.
func chromium(t *testing.T) (address string) {
	path := ""
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && name != "" && err == nil {
			path = found
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed here (apt-get install chromium): no page is rendered")
	}
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	browser := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-component-update", "--disable-background-networking",
		"--remote-debugging-port=0", "--user-data-dir="+dir, "about:blank")
	browser.WaitDelay = 10 * time.Second
	browser.Cancel = func() error { return browser.Process.Signal(os.Interrupt) }
	if err := browser.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		browser.Wait() //nolint:errcheck // it was told to end
	})
	for range 600 {
		raw, err := os.ReadFile(filepath.Join(dir, "DevToolsActivePort"))
		if port, _, found := strings.Cut(string(raw), "\n"); err == nil && found {
			return "http://127.0.0.1:" + port
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the browser does not say where it listens")
	return ""
}

// Pages that a script fills are rendered; whatever their scripts try, no request
// leaves that the crawler would not make.
func TestRender(t *testing.T) {
	address := chromium(t)
	var escaped atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was asked for", r.Method, r.URL)
		escaped.Add(1)
	}))
	defer elsewhere.Close()
	server := httptest.NewServer(application(elsewhere.URL))
	defer server.Close()
	s, b := mustNew(t, server.URL+"/", Options{Browser: address, Timeout: time.Minute}), newBook()
	for _, status := range []string{"first", "second"} { // the shell's ETag says nothing of the text
		pages := b.mustRead(t, s)
		for path, want := range map[string]string{"/": "A refund takes five working days", "/zh": "退款需要五个工作日", "/out": "has tried to get out"} {
			p := find(t, pages, server.URL+path)
			if p.Status != ingest.Fetched || !strings.Contains(string(p.Body), want) {
				t.Errorf("%s run, %s: %s %q: %.300s", status, path, p.Status, p.Reason, p.Body)
			}
		}
		out := string(find(t, pages, server.URL+"/out").Body)
		if strings.Contains(out, "got out") || strings.Contains(out, "was made") || !strings.Contains(out, "no service worker") || !strings.Contains(out, "fetch stayed") {
			t.Errorf("%s", out)
		}
		wantReason(t, find(t, pages, server.URL+"/away"), ingest.Failed, needsScript)
	}
	pages, err := newBook().read(t, mustNew(t, server.URL+"/loop", Options{Browser: address, Timeout: 2 * time.Second, MaxPages: 1}))
	if err == nil {
		t.Error("a page that never ends was read")
	}
	wantReason(t, find(t, pages, server.URL+"/loop"), ingest.Failed, "not complete after 2s")
}

func TestShellWithoutABrowser(t *testing.T) {
	server := httptest.NewServer(application(""))
	defer server.Close()
	pages, err := newBook().read(t, mustNew(t, server.URL+"/", Options{}))
	if err == nil || !strings.Contains(err.Error(), needsScript) {
		t.Errorf("%v", err)
	}
	wantReason(t, find(t, pages, server.URL+"/"), ingest.Skipped, "FOOTNOTE_BROWSER_URL")
}
