package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/ingest/library/database"
)

func TestIngestRefusesWhatItDoesNotUnderstand(t *testing.T) {
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	for _, source := range []string{docs, "http://127.0.0.1:1/"} {
		for _, c := range []struct{ flag, value, want string }{
			{"--include", "[", "pattern"}, {"--include", "a{b", "pattern"}, {"--exclude", "b]", "pattern"},
			{"--language", "klingon", "--language"}, {"--language", "中文", "--language"},
			{"--allow-private", "foo", "HOST:PORT"}, {"--allow-private", "foo:", "HOST:PORT"},
			{"--max-pages", "-1", "--max-pages"}, {"--max-depth", "-1", "--max-depth"}, {"--delay", "-1s", "--delay"},
			{"--every", "10ms", "--every"}, {"--every", "soon", "--every"}, {"--label", "plan", "key:value"},
			{"--ocr", "http://", "address of a server"}, {"--transcribe", "http://127.0.0.1:1 -x", "address of a server"},
		} {
			code, _, errs := newProgram(t).run("ingest", c.flag+"="+c.value, source)
			if code != exitUsage || !strings.Contains(errs, c.want) {
				t.Errorf("%s=%s %s: exit code %d, %q; want %d and %q", c.flag, c.value, source, code, shorten(errs, 300), exitUsage, c.want)
			}
		}
	}
}

// The files of a web site name each other by their addresses on the web.
func TestPrintCopiesInAFolderAreFolded(t *testing.T) {
	page := func(canonical, text string) string {
		return "<html><head><title>Refunds</title><link rel=canonical href='" + canonical + "'></head><body><main><h1>Refunds</h1><p>" + text + "</p></main></body></html>"
	}
	docs := t.TempDir()
	for name, body := range map[string]string{
		"en/refunds-print.html": page("https://help.example/en/refunds", "Print version. Refunds take five days."),
		"en/refunds.html":       page("https://help.example/en/refunds", "Refunds take five days."),
		"en/print/fees.html":    page("../fees/", "Print. Fees are 3 euros."),
		"en/fees/index.html":    page("https://help.example/en/fees/", "Fees are 3 euros."),
		"zh/refunds.html":       page("https://help.example/zh/refunds", "退款需要五天。"),
		"en/elsewhere.html":     page("https://other.example/en/nothing", "Parcels are insured."),
		"en/alone.html":         page("https://help.example/en/gone", "Its page is missing here."),
	} {
		write(t, docs, name, body)
	}
	p := newProgram(t)
	for range 2 {
		p.must("ingest", docs)
		got := map[string]string{}
		for line := range strings.Lines(p.must("ledger", "--json")) {
			var e struct{ URL, Status, Reason string }
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			if e.Status == "duplicate" {
				got[filepath.Base(filepath.Dir(e.URL))+"/"+filepath.Base(e.URL)] = e.Reason
			}
		}
		if len(got) != 2 || !strings.Contains(got["en/refunds-print.html"], "en/refunds.html") || !strings.Contains(got["print/fees.html"], "en/fees/index.html") {
			t.Errorf("duplicates %v, want the two print copies", got)
		}
	}
	p.must("reindex")
	if out := p.must("search", "--json", "print"); strings.Contains(out, "-print.html") || strings.Contains(out, "/print/") {
		t.Errorf("a print copy is found: %s", out)
	}
}

func TestBinaryFilesAreInTheLedger(t *testing.T) {
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "logo.md", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"+strings.Repeat("\x00\x01\x02\xff", 200))
	write(t, docs, "core.txt", strings.Repeat("\x7fELF\x02\x01\x01\x00", 100))
	p := newProgram(t)
	p.must("ingest", docs)
	out := p.must("ledger", "--status", "skipped")
	if strings.Count(out, "binary content") != 2 {
		t.Errorf("ledger %q, want two binary files", out)
	}
}

func TestLedgerIsFilteredAndExported(t *testing.T) {
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "tuikuan.md", refundsPageZh)
	write(t, docs, "=cmd.png", "x")
	write(t, docs, "empty.txt", " ")
	p := newProgram(t)
	p.must("ingest", docs)
	for args, want := range map[string]int{
		"": 4, "--status skipped": 2, "--reason UNSUPPORTED": 1, "--source " + docs: 4, "--source elsewhere": 0, "--within 1h": 4,
		"*.md": 2, "file://*/tui*n.md": 1, "--status indexed *refunds*": 1,
	} {
		out := p.must(append([]string{"ledger", "--json"}, strings.Fields(args)...)...)
		if got := strings.Count(out, "\n"); got != want {
			t.Errorf("ledger %s: %d rows, want %d: %s", args, got, want, out)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(p.must("ledger", "--csv"))).ReadAll()
	if err != nil || len(rows) != 5 || rows[0][0] != "url" {
		t.Errorf("%v, %q", err, rows)
	}
	if out := p.must("ledger", "--counts"); !strings.Contains(out, "2 indexed") || !strings.Contains(out, "1 skipped    unsupported type: .png") {
		t.Errorf("counts: %s", out)
	}
	if code, _, errs := p.run("ledger", "--csv", "--json"); code != exitUsage || !strings.Contains(errs, "choose one") {
		t.Errorf("two forms: exit code %d, %q", code, errs)
	}
}

// What is lost in a damaged database is made again from what was fetched.
func TestLostDocumentComesBack(t *testing.T) {
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "tuikuan.md", refundsPageZh)
	p := newProgram(t)
	p.must("ingest", docs)
	db, err := database.Open(filepath.Join(p.data, "footnote.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("DELETE FROM documents WHERE title = 'Refunds'")
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if out := p.must("ingest", docs); !strings.Contains(out, "2 unchanged; now 2 documents") {
		t.Errorf("ingest says %q", out)
	}
	if out := p.must("ask", "How long does a refund take?"); !strings.Contains(out, "5 working days") {
		t.Errorf("ask says %q", out)
	}
}

// A site that goes silent is spoken of before it is given up.
func TestSilentSiteIsSpokenOf(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			w.Header().Set("Content-Type", "text/html")
			for i := range 40 {
				w.Write([]byte("<a href=/p" + strings.Repeat("x", i+1) + ">page</a> ")) //nolint:errcheck // a test's reply
			}
			return
		}
		if r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml" {
			http.NotFound(w, r)
			return
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
	}))
	defer server.Close()
	p := newProgram(t)
	code, _, errs := p.run("ingest", server.URL+"/")
	warned, gaveUp := strings.Index(errs, "does not answer"), strings.LastIndex(errs, "pages in a row failed")
	if code != exitFailed || warned < 0 || gaveUp < warned || !strings.Contains(errs, "closed without an answer") {
		t.Errorf("exit code %d, %q", code, errs)
	}
}

// A site of which nearly all pages are missing is a failure, and a page of which
// nothing is stored cannot be restored, and leaves no pin.
func TestSiteThatIsNearlyAllMissing(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<h1>Refunds</h1><p>A refund takes 5 working days.</p>")) //nolint:errcheck // a test's reply
		for i := range 30 {
			fmt.Fprintf(w, "<a href=/%s>page</a> ", strings.Repeat("x", i+1)) //nolint:errcheck // a test's reply
		}
	}))
	defer server.Close()
	p := newProgram(t)
	code, _, errs := p.run("ingest", server.URL+"/")
	if code != exitFailed || !strings.Contains(errs, "30 could not") {
		t.Errorf("exit code %d, %q", code, errs)
	}
	url := server.URL + "/xxx"
	if code, out, errs := p.run("restore", url); code != exitFailed || !strings.Contains(errs, "nothing is stored") {
		t.Errorf("exit code %d, %q %q", code, out, errs)
	}
	if out := p.must("ledger", url); strings.Contains(out, "pin") {
		t.Errorf("ledger printed %q", out)
	}
}

// A folder whose pages are all gone is not emptied by accident.
func TestEmptiedFolder(t *testing.T) {
	docs := t.TempDir()
	file := write(t, docs, "refunds.md", refundsPage)
	p := newProgram(t)
	p.must("ingest", docs)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := p.run("ingest", docs); code != exitFailed || !strings.Contains(errs, "--yes") {
		t.Errorf("exit code %d, %q", code, errs)
	}
	p.must("ask", "How long does a refund take?")
	if out := p.must("ingest", "--yes", docs); !strings.Contains(out, "1 removed") {
		t.Errorf("ingest printed %q", out)
	}
}

func TestScheduleIsKeptAndRunByServe(t *testing.T) {
	docs := t.TempDir()
	file := write(t, docs, "refunds.md", refundsPage)
	p := newProgram(t)
	p.must("ingest", "--every", "1s", "--label", "plan:basic", docs)
	if out := p.must("status"); !strings.Contains(out, docs) || !strings.Contains(out, "every 1s") {
		t.Errorf("status does not show the schedule: %s", out)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(refundsPage, "5 working days", "nineteen working days")), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int)
	address := freeAddress(t)
	server := newProgram(t)
	server.data = p.data
	go func() {
		code, _, _ := server.runContext(ctx, "serve", "--addr", address)
		ended <- code
	}()
	found := false
	for range 200 {
		if found = strings.Contains(p.must("search", "--json", "--label", "plan:basic", "How long does a refund take?"), "nineteen"); found {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	if code := <-ended; code != exitDone {
		t.Errorf("serve ended with %d", code)
	}
	if !found {
		t.Error("the changed page was not read again")
	}
	p.must("ingest", "--every", "0s", docs)
	if out := p.must("status"); strings.Contains(out, "every") {
		t.Errorf("the schedule was not taken off: %s", out)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
