package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"footnote/ingest"
)

const (
	killPages = 300
	// killSpan is a little more than what a run of killPages takes, so that kills
	// fall into every part of it, and a few runs end.
	killSpan = 900 * time.Millisecond
)

// edition is a site of killPages pages of which every seventh, another one each
// time, is rewritten with every edition.
type edition struct{ n atomic.Int64 }

// written is the edition in which a page was last rewritten.
func (e *edition) written(page int) int64 {
	n := e.n.Load()
	return max(0, n-(n+int64(page))%7)
}

func (e *edition) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/p"))
	if r.URL.Path == "/" {
		n, err = 0, nil
	}
	if err != nil || n >= killPages {
		http.NotFound(w, r)
		return
	}
	etag := fmt.Sprintf(`"%d-%d"`, n, e.written(n))
	w.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!doctype html><title>Page %d</title><nav>", n)
	for i := 10*n + 1; i <= 10*n+10 && i < killPages; i++ {
		fmt.Fprintf(w, "<a href=/p%d>%d</a> ", i, i)
	}
	fmt.Fprintf(w, "</nav><main><h1>Page %d</h1>", n)
	for part := range 5 {
		fmt.Fprintf(w, "<h2>Part %d of subject%d</h2><p>edition:%d: The device number%d is mended within five days. 设备%d在五天内修好。</p>", part, n, e.written(n), n, n)
	}
	fmt.Fprint(w, "<p>end</p></main>")
}

// TestKilledAtAnyMoment kills the program, which reads a site that goes on
// changing or builds its index anew, as often as FOOTNOTE_KILLS says at moments of
// no choice. Each time every page that was there is still there, whole, in no
// older edition, once; and what is stored can be asked. In the end all is as if
// nothing had happened.
func TestKilledAtAnyMoment(t *testing.T) {
	kills, err := strconv.Atoi(os.Getenv("FOOTNOTE_KILLS"))
	if err != nil || kills < 1 {
		t.Skip("set FOOTNOTE_KILLS=200 to kill the program so many times")
	}
	binary := filepath.Join(t.TempDir(), "footnote")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	site := &edition{}
	server := httptest.NewServer(site)
	defer server.Close()
	p := newProgram(t)
	r := rand.New(rand.NewPCG(3, 4))
	seen := map[string]int64{}
	killed := map[string]int{}
	for range kills {
		args := []string{"ingest", "--yes", server.URL + "/"}
		if len(seen) == killPages && r.IntN(4) == 0 {
			args = []string{"reindex"}
		} else {
			site.n.Add(1)
		}
		if killAfter(t, binary, p.data, time.Duration(r.Int64N(int64(killSpan))), args) {
			killed[args[0]]++
		}
		if _, err := os.Stat(filepath.Join(p.data, "footnote.db")); err == nil {
			p.whole(site, seen)
		}
	}
	t.Logf("killed: %v", killed)
	p.must("ingest", server.URL+"/")
	p.whole(site, seen)
	for url, at := range seen {
		if n, _ := strconv.Atoi(url[strings.LastIndex(url, "/p")+2:]); at != site.written(n) && !strings.HasSuffix(url, "/") {
			t.Errorf("%s is in edition %d, the site in %d", url, at, site.written(n))
		}
	}
	if len(seen) != killPages {
		t.Errorf("%d pages of %d", len(seen), killPages)
	}
}

// killAfter runs a command and kills it after a while; false if it had ended.
func killAfter(t *testing.T, binary, data string, d time.Duration, args []string) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	c := exec.CommandContext(ctx, binary, args...)
	c.Env = append(os.Environ(), "FOOTNOTE_DATA="+data)
	out, err := c.CombinedOutput()
	if err != nil && ctx.Err() == nil {
		t.Fatalf("%s: %v\n%s", args, err, out)
	}
	return err != nil
}

var editionOf = regexp.MustCompile(`edition:(\d+):`)

// whole checks a data folder against what was in it before.
func (p *program) whole(site *edition, seen map[string]int64) {
	p.t.Helper()
	var st status
	code, out, errs := p.run("status", "--json")
	if code != exitDone || json.Unmarshal([]byte(out), &st) != nil {
		p.t.Fatalf("status: %d %s%s", code, out, errs)
	}
	if len(st.KBs) == 0 {
		if len(seen) > 0 {
			p.t.Fatal("the knowledge base is gone")
		}
		return
	}
	found := p.editions()
	for url, before := range seen {
		if now, there := found[url]; !there || now < before {
			p.t.Fatalf("%s was there in edition %d, now %v in %d", url, before, there, now)
		}
	}
	for url, at := range found {
		if at > site.n.Load() {
			p.t.Fatalf("%s is in edition %d before it appeared", url, at)
		}
		seen[url] = at
	}
	p.answers(found)
}

// editions are those of the documents, by address; a document with two is half of
// one, and a page in two rows is there twice.
func (p *program) editions() map[string]int64 {
	p.t.Helper()
	s := &session{Context: p.t.Context(), globals: Globals{Data: p.data, KB: "default"}, secret: func(string) string { return "" }, now: time.Now}
	a, err := s.openStored()
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.close()
	lib, err := a.library(a, "default")
	if err != nil {
		p.t.Fatal(err)
	}
	found := map[string]int64{}
	for e, err := range lib.All(a) {
		if err != nil {
			p.t.Fatal(err)
		}
		if e.Document == "" {
			continue
		}
		d, err := lib.Document(a, e.Document)
		all := editionOf.FindAllStringSubmatch(d.Text, -1)
		if _, twice := found[e.URL]; err != nil || twice || len(all) != 5 || !strings.HasSuffix(d.Text, "end") {
			p.t.Fatalf("%s: %v, twice %v: %s", e.URL, err, twice, d.Text)
		}
		for _, one := range all {
			if one[1] != all[0][1] {
				p.t.Fatalf("%s is half of one edition and half of another: %s", e.URL, d.Text)
			}
		}
		found[e.URL], _ = strconv.ParseInt(all[0][1], 10, 64)
	}
	return found
}

// answers asks for one page and checks that the index is then in line with what
// is stored.
func (p *program) answers(found map[string]int64) {
	p.t.Helper()
	for url := range found {
		n := url[strings.LastIndex(url, "/p")+1:]
		if !strings.HasPrefix(n, "p") {
			continue
		}
		if out := p.must("search", "-n", "1", "number"+n[1:]); !strings.Contains(out, url) {
			p.t.Fatalf("a search for %s finds %s", url, out)
		}
		break
	}
	var st status
	if err := json.Unmarshal([]byte(p.must("status", "--json")), &st); err != nil {
		p.t.Fatal(err)
	}
	if k := st.KBs[0]; k.Indexed != k.Chunks || k.Documents != len(found) || k.Pages[ingest.Duplicate] > 0 {
		p.t.Fatalf("%+v; %d documents", k, len(found))
	}
}
