package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCorrectAndRestore(t *testing.T) {
	p := newProgram(t)
	docs := t.TempDir()
	write(t, docs, "refunds.md", refundsPage)
	write(t, docs, "zh.md", refundsPageZh)
	p.must("ingest", docs)
	url := "file://" + filepath.ToSlash(filepath.Join(docs, "refunds.md"))
	out := p.must("correct", url, "--title", "Money back", "--label", "plan:basic", "--question", "我的钱什么时候到账, 请问？")
	if !strings.Contains(out, `title "Money back" instead of "Refunds"`) {
		t.Errorf("correct printed %q", out)
	}
	if out := p.must("search", "--label", "plan:basic", "-n", "1", "钱什么时候到账"); !strings.Contains(out, "Money back") {
		t.Errorf("search printed %q", out)
	}
	if err := os.Remove(filepath.Join(docs, "refunds.md")); err != nil {
		t.Fatal(err)
	}
	p.must("ingest", docs)
	if out := p.must("ledger", "--status", "removed"); !strings.Contains(out, "footnote restore") {
		t.Errorf("ledger printed %q", out)
	}
	p.must("restore", url)
	p.must("ingest", docs)
	if out := p.must("search", "-n", "1", "How long does a refund take?"); !strings.Contains(out, "5 working days") {
		t.Errorf("search printed %q", out)
	}
	if code, _, errs := p.run("restore", url); code != exitFailed || !strings.Contains(errs, "nothing was done") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if code, _, errs := p.run("correct", "https://never.example/"); code != exitFailed || !strings.Contains(errs, "never seen") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	p.must("correct", url, "--undo")
	p.must("ingest", docs)
	if out := p.must("ledger", url); !strings.Contains(out, "removed") {
		t.Errorf("ledger printed %q", out)
	}
	for _, args := range [][]string{{"--label", "plan:gold"}, {"--undo"}} { // it is as gone as before
		if out := p.must(append([]string{"correct", url}, args...)...); !strings.HasPrefix(out, "removed") {
			t.Errorf("correct %s printed %q", args, out)
		}
	}
	if out := p.must("search", "How long does a refund take?"); strings.Contains(out, "5 working days") {
		t.Errorf("a removed page is found: %q", out)
	}
	if code, _, errs := p.run("correct", url, "--question", " \u3000"); code != exitUsage || !strings.Contains(errs, "--question") {
		t.Errorf("a question of spaces: exit code %d: %s", code, errs)
	}
}
