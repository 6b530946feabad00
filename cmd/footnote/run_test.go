package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/ingest/library"
	"footnote/retrieval"
)

// program runs a command line as a process would, in a data folder of its own.
type program struct {
	t    *testing.T
	data string
	env  map[string]string
}

func newProgram(t *testing.T) *program {
	return &program{t: t, data: t.TempDir(), env: map[string]string{}}
}

func (p *program) run(args ...string) (code int, out, errs string) {
	p.t.Helper()
	return p.runContext(context.Background(), args...)
}

func (p *program) runContext(ctx context.Context, args ...string) (code int, out, errs string) {
	p.t.Helper()
	p.env["FOOTNOTE_DATA"] = p.data
	var environ []string
	for k, v := range p.env {
		environ = append(environ, k+"="+v)
	}
	lookup := func(name string) (string, bool) { v, ok := p.env[name]; return v, ok }
	var o, e bytes.Buffer
	code = run(ctx, streams{in: strings.NewReader(""), out: &o, err: &e}, args, lookup, environ)
	return code, o.String(), e.String()
}

// must runs a command that has to succeed.
func (p *program) must(args ...string) string {
	p.t.Helper()
	code, out, errs := p.run(args...)
	if code != exitDone {
		p.t.Fatalf("footnote %q: exit code %d\n%s%s", args, code, out, errs)
	}
	return out
}

// write puts a file below the test's folder and returns its path.
func write(t *testing.T, dir, name, body string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const refundsPage = `---
title: Refunds
---
# Refunds

## How long a refund takes

A refund takes 5 working days after we have received the parcel. Bank holidays do not count.

## What is not refunded

Gift cards are not refunded.
`

const refundsPageZh = `---
title: 退款
---
# 退款

## 退款需要多久

我们收到包裹后，退款需要 5 个工作日。法定节假日不计算在内。
`

func TestFromFilesToCitedAnswers(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "zh/refunds.md", refundsPageZh)
	if out := p.must("ingest", docs); !strings.Contains(out, "2 new") {
		t.Fatalf("ingest printed %q", out)
	}
	if out := p.must("ingest", docs); !strings.Contains(out, "2 unchanged") {
		t.Errorf("the second run printed %q", out)
	}
	for question, want := range map[string]string{
		"How long does a refund take?": "5 working days",
		"退款要多久？":                       "5 个工作日",
	} {
		var got answer.Answer
		if err := json.Unmarshal([]byte(p.must("ask", "--json", question)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Status != answer.Answered || !strings.Contains(got.Text, want) || len(got.Citations) == 0 || !strings.Contains(got.Text, "[1]") {
			t.Errorf("%s: %+v", question, got)
		}
	}
	var passages []retrieval.Passage
	if err := json.Unmarshal([]byte(p.must("search", "--json", "-n", "1", "gift cards")), &passages); err != nil || len(passages) != 1 {
		t.Fatalf("%d passages, %v", len(passages), err)
	}
	if out := p.must("status"); !strings.Contains(out, "2 documents") {
		t.Errorf("status printed %q", out)
	}
	if err := os.Remove(filepath.Join(docs, "refunds.md")); err != nil {
		t.Fatal(err)
	}
	p.must("ingest", docs)
	if out := p.must("ledger"); !strings.Contains(out, "removed") {
		t.Errorf("ledger printed %q", out)
	}
	p.must("reindex")
	if out := p.must("search", "How long does a refund take?"); strings.Contains(out, "5 working days") {
		t.Errorf("a vanished page is still found:\n%s", out)
	}
}

const installPage = `# Install the agent

## 1. Get the package

Download the package from the portal.

## 2. Unpack it

Unpack it into a folder of your own.

## 3. Start the service

Run agentctl start.
`

// Instructions are told by headings, too, and each step is cited where it stands.
func TestStepsOfSections(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	// Long sections, so that the page is several passages.
	write(t, docs, "install.md", strings.ReplaceAll(installPage, ".\n", ".\n\n"+strings.Repeat("More about the portal and its other parts is said elsewhere. ", 60)+"\n"))
	p.must("ingest", docs)
	var got answer.Answer
	if err := json.Unmarshal([]byte(p.must("ask", "--json", "How do I install the agent?")), &got); err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, c := range got.Citations {
		sections[c.Quote] = c.Section
	}
	for quote, section := range map[string]string{"Get the package": "1. Get the package", "Unpack it": "2. Unpack it", "Run agentctl start.": "3. Start the service"} {
		if sections[quote] != section {
			t.Errorf("%q is cited from %q, want %q; answer: %s", quote, sections[quote], section, got.Text)
		}
	}
}

func TestWrongUsageSaysWhatToDo(t *testing.T) {
	golden := write(t, t.TempDir(), "golden.jsonl", "{}\n")
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"unknown command":      {[]string{"ingset"}, exitUsage, "footnote --help"},
		"unknown flag":         {[]string{"ask", "--colour", "red", "q"}, exitUsage, "--colour"},
		"bad number":           {[]string{"search", "-n", "many", "q"}, exitUsage, "-n"},
		"no question":          {[]string{"ask"}, exitUsage, "<question>"},
		"empty question":       {[]string{"ask", "  "}, exitUsage, "question"},
		"long question":        {[]string{"ask", strings.Repeat("why ", 25_000)}, exitUsage, "question"},
		"missing folder":       {[]string{"ingest", "/nowhere/at/all"}, exitUsage, "/nowhere/at/all"},
		"unknown scheme":       {[]string{"ingest", "ftp://example.com/"}, exitUsage, "http://"},
		"no such host":         {[]string{"ingest", "--delay", "0s", "http://no-such-host.invalid/"}, exitFailed, "no-such-host.invalid"},
		"empty knowledge":      {[]string{"ask", "Anything?"}, exitUsage, "footnote ingest"},
		"other knowledge":      {[]string{"search", "--kb", "bnak", "fees"}, exitUsage, "bnak"},
		"no such knowledge":    {[]string{"status", "--kb", "bnak"}, exitUsage, "bnak"},
		"refused name":         {[]string{"ask", "--kb", "../x", "q"}, exitUsage, "use letters"},
		"bad label":            {[]string{"search", "--label", "plan", "fees"}, exitUsage, "key:value"},
		"no history file":      {[]string{"ask", "--history", "/nowhere.json", "q"}, exitUsage, "/nowhere.json"},
		"not a collection":     {[]string{"eval", "retrieval", t.TempDir()}, exitUsage, "corpus.jsonl"},
		"not golden":           {[]string{"eval", "run", golden}, exitUsage, "id is missing"},
		"no recorded run":      {[]string{"eval", "compare", "/nowhere/a", "/nowhere/b"}, exitUsage, "/nowhere/a"},
		"config is missing":    {[]string{"--config", "/nowhere.yaml", "status"}, exitUsage, "/nowhere.yaml"},
		"bad address":          {[]string{"serve", "--addr", "256.0.0.1:http"}, exitUsage, "--addr"},
		"embedder without url": {[]string{"--embed-model", "m", "status"}, exitUsage, "URL"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := newProgram(t).run(c.args...)
			if code != c.code || !strings.Contains(errs, c.want) {
				t.Errorf("exit code %d (want %d), stderr %q (want %q), stdout %q", code, c.code, shorten(errs, 400), c.want, shorten(out, 100))
			}
		})
	}
}

func TestSettingsComeFromFlagThenEnvironmentThenFile(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	for _, kb := range []string{"flag", "env", "file"} {
		p.must("ingest", "--kb", kb, docs)
	}
	config := write(t, t.TempDir(), "footnote.yaml", "kb: file\n")
	where := func(args ...string) string {
		_, _, errs := p.run(append([]string{"ledger", "nothing"}, args...)...)
		return errs
	}
	if errs := where("--config", config); !strings.Contains(errs, `"file"`) {
		t.Errorf("from the file: %s", errs)
	}
	p.env["FOOTNOTE_KB"] = "env"
	if errs := where("--config", config); !strings.Contains(errs, `"env"`) {
		t.Errorf("environment over file: %s", errs)
	}
	if errs := where("--config", config, "--kb", "flag"); !strings.Contains(errs, `"flag"`) {
		t.Errorf("flag over environment: %s", errs)
	}
}

// Whoever only reads makes nothing, and says what is to be done.
func TestReadingMakesNoDataFolder(t *testing.T) {
	p := newProgram(t)
	p.data = filepath.Join(p.data, "none")
	for _, args := range [][]string{{"ask", "Why?"}, {"search", "退款"}, {"status"}, {"ledger"}, {"reindex"}} {
		if code, _, errs := p.run(args...); code != exitUsage || !strings.Contains(errs, "footnote ingest") {
			t.Errorf("%s: exit code %d: %s", args, code, errs)
		}
	}
	if _, err := os.Stat(p.data); err == nil {
		t.Error("the data folder was made")
	}
}

func TestStatusOfOneKnowledgeBase(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	p.must("ingest", docs)
	p.must("ingest", "--kb", "other", docs)
	if out := p.must("status", "--kb", "other"); strings.Contains(out, "default:") || !strings.Contains(out, "other:") {
		t.Errorf("status printed %q", out)
	}
	if code, _, errs := p.run("status", "--kb", "nosuch"); code != exitUsage || !strings.Contains(errs, "nosuch") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// A source of which nothing can be read is no success, whatever the reason.
func TestNothingReadIsSaid(t *testing.T) {
	docs := t.TempDir()
	empty := write(t, docs, "空.md", "")
	write(t, docs, "binary.txt", strings.Repeat("\x00\x01\xff", 100))
	for source, want := range map[string]string{empty: "no readable text", docs: "footnote ledger"} {
		if code, _, errs := newProgram(t).run("ingest", source); code != exitFailed || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d: %s", source, code, errs)
		}
	}
}

func TestMisspeltSettingsAreReported(t *testing.T) {
	p := newProgram(t)
	p.env["FOOTNOTE_MODLE"] = "x"
	p.env["FOOTNOTE_MODEL_KEY"] = "secret-of-mine"
	code, _, errs := p.run("version")
	if code != exitDone || !strings.Contains(errs, "FOOTNOTE_MODLE") || strings.Contains(errs, "secret") || strings.Contains(errs, "FOOTNOTE_MODEL_KEY") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	config := write(t, t.TempDir(), "footnote.yaml", "knowledge: x\n")
	if code, _, errs := newProgram(t).run("--config", config, "status"); code != exitUsage || !strings.Contains(errs, "knowledge") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

func TestSecondWriterIsTold(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	release, err := library.Lock(p.data)
	if err != nil {
		t.Fatal(err)
	}
	code, _, errs := p.run("ingest", docs)
	if code != exitFailed || !strings.Contains(errs, "process") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	p.must("ingest", docs)
}

func TestIndexBehindTheLibraryIsCompleted(t *testing.T) {
	p := newProgram(t)
	docs, old := t.TempDir(), filepath.Join(t.TempDir(), "index")
	write(t, docs, "hours.md", "# Hours\n\nThe shop opens at 9 in the morning.\n")
	p.must("ingest", docs)
	if err := os.CopyFS(old, os.DirFS(filepath.Join(p.data, "index"))); err != nil {
		t.Fatal(err)
	}
	write(t, docs, "refunds.md", refundsPage)
	p.must("ingest", docs)
	for _, step := range []error{os.RemoveAll(filepath.Join(p.data, "index")), os.CopyFS(filepath.Join(p.data, "index"), os.DirFS(old))} {
		if step != nil {
			t.Fatal(step)
		}
	}
	if out := p.must("ask", "How long does a refund take?"); !strings.Contains(out, "5 working days") {
		t.Errorf("an index that lacks the page answered: %s", out)
	}
}

func TestSynonymsOfAKnowledgeBase(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "keys.md", "# Security keys\n\nA lost security key is replaced within 3 days.\n")
	p.must("ingest", docs)
	write(t, p.data, "synonyms/default.txt", "zapper => security key\n")
	if out := p.must("search", "-n", "1", "zapper"); !strings.Contains(out, "security key") {
		t.Errorf("a synonym is not searched: %s", out)
	}
	write(t, p.data, "synonyms/default.txt", "zapper\n")
	if code, _, errs := p.run("search", "zapper"); code != exitUsage || !strings.Contains(errs, "line 1") {
		t.Errorf("a broken file: exit code %d, %s", code, errs)
	}
}

func TestProtectedWordsOfAKnowledgeBase(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "windows.md", "# Installing\n\nOn Windows the installer starts by itself.\n")
	write(t, docs, "window.md", "# Fitting\n\nA window is fitted within 3 days, on any window sill.\n")
	write(t, docs, "returns.md", "# 退货\n\n退货需要三天，退货免费，退货请联系客服。\n")
	write(t, docs, "returner.md", "# 会员\n\n退货宝每月五元。\n")
	p.must("ingest", docs)
	write(t, p.data, "protected/default.txt", "Windows\n退货宝\n")
	if code, _, errs := p.run("search", "windows"); code != exitFailed || !strings.Contains(errs, "reindex") {
		t.Errorf("an index that was made without: exit code %d, %s", code, errs)
	}
	p.must("reindex")
	for question, want := range map[string]string{"windows": "installer", "退货宝": "五元"} {
		var passages []retrieval.Passage
		if err := json.Unmarshal([]byte(p.must("search", "--json", question)), &passages); err != nil || len(passages) == 0 {
			t.Fatalf("%d passages, %v", len(passages), err)
		}
		if first := passages[0]; !strings.Contains(first.Text, want) || len(first.Highlights) != 1 {
			t.Errorf("%s: first is %q, marked %v", question, first.Text, first.Highlights)
		}
		for _, other := range passages[1:] {
			if other.Why.WordRank > 0 {
				t.Errorf("%s: the word is found in %q", question, other.Text)
			}
		}
	}
}

func TestRerankerOrdersAnew(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "parcels.md", "# Parcels\n\nA parcel with a refund label takes 3 days to us, by zeppelin.\n")
	p.must("ingest", docs)
	first := func() retrieval.Passage {
		var passages []retrieval.Passage
		if err := json.Unmarshal([]byte(p.must("search", "--json", "how long does a refund take")), &passages); err != nil || len(passages) < 2 {
			t.Fatalf("%d passages, %v", len(passages), err)
		}
		return passages[0]
	}
	if strings.Contains(first().Text, "zeppelin") {
		t.Fatal("the example is too easy")
	}
	p.env["FOOTNOTE_RERANK_URL"] = rerankingServer(t, "zeppelin")
	if got := first(); !strings.Contains(got.Text, "zeppelin") || got.Why.Boosts["reranker"] != 1 {
		t.Errorf("first is %+v", got)
	}
	p.env["FOOTNOTE_RERANK_URL"] = "http://127.0.0.1:1/rerank"
	if _, out, errs := p.run("search", "how long does a refund take"); !strings.Contains(out, "working days") || !strings.Contains(errs, "without the reranker") {
		t.Errorf("with a reranker that is away: %s%s", out, errs)
	}
}

func TestAnotherEmbeddersIndexIsRefused(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	p.must("ingest", docs)
	server := embeddingServer(t, 8)
	p.env["FOOTNOTE_EMBED_MODEL"], p.env["FOOTNOTE_EMBED_URL"] = "other", server+"/v1"
	code, _, errs := p.run("ask", "How long does a refund take?")
	if code == exitDone || !strings.Contains(errs, "footnote reindex") {
		t.Fatalf("exit code %d: %s", code, errs)
	}
	p.must("reindex")
	if out := p.must("ask", "How long does a refund take?"); !strings.Contains(out, "5 working days") {
		t.Errorf("after reindex: %s", out)
	}
}

func TestInterruptedIngestSaysSo(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if code, _, errs := p.runContext(ctx, "ingest", docs); code != exitInterrupted {
		t.Errorf("exit code %d: %s", code, errs)
	}
	p.must("ingest", docs)
}

func TestTerminalCodesInTextsDoNotReachTheTerminal(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "evil.md", "# Evil \x1b]0;owned\x07 page\n\nThe colour is \x1b[31mred\x1b[0m and the code is 4711.\n")
	p.must("ingest", docs)
	for _, args := range [][]string{{"search", "colour code"}, {"ask", "What is the code of the colour?"}, {"ledger"}} {
		if out := p.must(args...); strings.ContainsAny(out, "\x1b\x07") {
			t.Errorf("%q printed %q", args, out)
		}
	}
}
