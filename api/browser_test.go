package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestPages looks at the pages in a real browser. One browser serves all.
func TestPages(t *testing.T) {
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, context.Context){
		"search page": searchPage, "search page in trouble": searchPageInTrouble, "history is sent": historyIsSent,
		"late results are dropped": lateResultsAreDropped, "stopping": stopping,
		"agent page": agentPage, "looks": looks, "marks are easy to hit": marksAreEasyToHit,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser) })
	}
}

// patience bounds a whole step in the browser; a step that works takes
// milliseconds, also on a machine with much else to do.
const patience = 60 * time.Second

// startBrowser starts Chromium, or skips the test where there is none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := findBrowser()
	if path == "" {
		t.Skip("no Chromium is installed here (apt-get install chromium): the pages are not tested in a browser")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
	)
	allocator, end := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(end)
	browser, quit := chromedp.NewContext(allocator)
	t.Cleanup(quit)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return browser
}

func findBrowser() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// tab is a page under test, with what it did wrong.
type tab struct {
	*testing.T
	ctx    context.Context
	origin string

	mu       sync.Mutex
	troubles []string
	calls    []string // paths and queries of calls to the API
	tolerate []string // parts of messages that a test provokes
}

// look is how a page is looked at.
type look struct {
	width, height int64
	dark          bool
	language      string
	forced        string // "active": forced colours
}

// open loads a page of a server in a tab of its own. When the test ends, the
// page must not have reported an error or called anybody else.
func open(t *testing.T, browser context.Context, h http.Handler, path string, l look) *tab {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	p := &tab{T: t, origin: server.URL}
	ctx, end := chromedp.NewContext(browser, chromedp.WithListener(p.watch))
	p.ctx = ctx
	t.Cleanup(p.check)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil { // opens the tab, without a time limit that would close it
		t.Fatal(err)
	}
	p.run(
		command(network.Enable, network.EnableParams{}),
		command(log.Enable, cdp.Empty{}),
		chromedp.Func(watchShifts),
		l.set(),
		chromedp.Navigate(p.origin+path))
	p.wait("the page's script has run", `document.title.includes("–")`)
	return p
}

// set makes the browser look that way.
func (l look) set() chromedp.Action[chromedp.Void] {
	orElse(&l.width, 1280)
	orElse(&l.height, 800)
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	if l.language == "" {
		l.language = "en-GB"
	}
	return chromedp.Steps(
		chromedp.EmulateViewport(l.width, l.height),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}, {Name: "forced-colors", Value: l.forced}}}),
		command(emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: "Mozilla/5.0 (test)", AcceptLanguage: l.language}),
	)
}

// command is a command of the DevTools protocol as a step.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func orElse(v *int64, fallback int64) {
	if *v == 0 {
		*v = fallback
	}
}

func (p *tab) watch(ev any) {
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		p.note("exception: " + e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.note(fmt.Sprintf("console: %s %s", e.Type, e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.note("log: " + e.Entry.Text + " " + e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		path, own := strings.CutPrefix(e.Request.URL, p.origin+"/")
		switch {
		case !own && !strings.HasPrefix(e.Request.URL, "about:"):
			p.note("request to " + e.Request.URL)
		case strings.HasPrefix(path, "api/"):
			p.mu.Lock()
			p.calls = append(p.calls, path)
			p.mu.Unlock()
		}
	}
}

func (p *tab) note(trouble string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.tolerate {
		if strings.Contains(trouble, t) {
			return
		}
	}
	p.troubles = append(p.troubles, trouble)
}

func (p *tab) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, trouble := range p.troubles {
		p.Error(trouble)
	}
}

func (p *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression.
func eval[T any](p *tab, expression string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.Fatalf("%s: %v", expression, err)
	}
	return v
}

// wait waits until a JavaScript expression is true. It asks again and again
// from outside, because the page's own policy forbids to make code of text, and
// puts up with errors meanwhile: the page may be loading.
func (p *tab) wait(what, expression string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		so, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		switch {
		case so:
			return
		case ctx.Err() != nil:
			p.Fatalf("waited in vain until %s (%s): %v; the page says:\n%s", what, expression, err, eval[string](p, "document.body.innerText"))
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (p *tab) mustBe(what, expression string) {
	p.Helper()
	if !eval[bool](p, "Boolean("+expression+")") {
		p.Errorf("not so: %s (%s)", what, expression)
	}
}

func (p *tab) typeText(selector, text string) {
	p.Helper()
	p.run(chromedp.SendKeys(chromedp.CSS(selector), text))
}

func (p *tab) press(key string) {
	p.Helper()
	p.run(chromedp.KeyEvent(key))
}

// called counts the calls to the API whose path begins so.
func (p *tab) called(prefix string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.calls {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

// click clicks the middle of an element, as a mouse does.
func (p *tab) click(selector string) {
	p.Helper()
	p.run(chromedp.Click(chromedp.CSS(selector)))
}

// text is what a reader sees of an element.
func (p *tab) text(selector string) string {
	p.Helper()
	return eval[string](p, fmt.Sprintf("document.querySelector(%q)?.innerText ?? '(no such element)'", selector))
}

func (p *tab) mustRead(selector, want string) {
	p.Helper()
	if got := p.text(selector); got != want {
		p.Errorf("%s reads %q, want %q", selector, got, want)
	}
}

// ask asks a question by keyboard and waits for the whole answer.
func (p *tab) ask(question string) {
	p.Helper()
	p.typeText("#q", question+"\r")
	p.wait("the answer is there", `document.querySelector("#now .answer:not([aria-busy])")`)
}

// picture keeps a screenshot for people, if a folder for them is given.
func (p *tab) picture(name string) {
	p.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644); err != nil {
		p.Fatal(err)
	}
}

// watchShifts makes a page keep count of what moved by itself.
func watchShifts(ctx context.Context, t *chromedp.Target) error {
	_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.shifts = [];
		new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({type: "layout-shift", buffered: true});`})
	return err
}

// shifted is the largest layout shift so far (web.dev/cls: up to 0.1 is good),
// also of those that follow a keystroke, which the usual measure forgives.
func (p *tab) shifted() float64 {
	p.Helper()
	return eval[float64](p, "Math.max(0, ...shifts.map((shift) => shift.value))")
}

// pauseForTyping is longer than the pages wait after a keystroke: what has not
// happened after it will not happen.
const pauseForTyping = 400 * time.Millisecond

func sleep(d time.Duration) chromedp.Action[chromedp.Void] { return chromedp.Sleep(d) }

// clear empties a field as a user does, key by key.
func clear(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Steps(chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(kb.Backspace))
}

// allowClipboard lets the page use the clipboard, as a user would.
func (p *tab) allowClipboard() {
	p.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		_, err := cdp.Call(p.ctx, chromedp.FromContext(p.ctx).Browser, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted, Origin: p.origin})
		if err != nil {
			p.Fatal(err)
		}
	}
}

func (p *tab) clipboard() string {
	p.Helper()
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("navigator.clipboard.readText()", chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatal(err)
	}
	return text
}
