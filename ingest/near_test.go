package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"footnote/ingest"
)

// long is a text of many lines, in English or Chinese, that tells of one subject.
func long(subject string) string {
	var b strings.Builder
	for i := range 12 {
		if strings.Contains(subject, "退") {
			fmt.Fprintf(&b, "第%d条：%s的申请要在收到商品后提出，由客服%c核对。\n", i, subject, '甲'+rune(i))
		} else {
			fmt.Fprintf(&b, "Rule %d: a %s has to be asked for by the customer %c and is checked by the desk.\n", i, subject, 'a'+rune(i))
		}
	}
	return b.String()
}

// labelled is a page with a label.
func labelled(key, body, version string) ingest.Page {
	p := page(key, body)
	p.Labels = map[string]string{"version": version}
	return p
}

func TestNearDuplicates(t *testing.T) {
	en, zh := "T\n"+long("refund"), "标题\n"+long("退款")
	for name, c := range map[string]struct {
		first, second ingest.Page
		live          string // keys, "" for both
	}{
		"same, the shorter address later":   {page(h+"/print/a", en), page(h+"/a", en), "/a"},
		"same, the shorter address first":   {page(h+"/a", zh), page(h+"/print/a", zh), "/a"},
		"same, with a query":                {page(h+"/a?x=1", en), page(h+"/abcdefgh", en), "/abcdefgh"},
		"a button more":                     {page(h+"/print/a", en+"Print this page\n"), page(h+"/a", en), "/a"},
		"a button more, Chinese":            {page(h+"/a", zh), page(h+"/dayin/a", zh+"打印本页\n"), "/a"},
		"a list's marks":                    {page(h+"/a", en), page(h+"/mobile/a", strings.ReplaceAll(en, "Rule", "- Rule")), "/a"},
		"a statement more stays":            {page(h+"/a", en), page(h+"/long/a", en+"Gift cards are not refunded.\n"), "/long/a"},
		"a statement more stays, Chinese":   {page(h+"/a", zh), page(h+"/long/a", zh+"礼品卡不退款。\n"), "/long/a"},
		"the one that names another yields": {page(h+"/p", "T\n!canonical "+h+"/out\n"+long("refund")), page(h+"/longer", en), "/longer"},
		"another number":                    {page(h+"/1", en+"It costs 5.\n"), page(h+"/2", en+"It costs 6.\n"), ""},
		"a number more":                     {page(h+"/1", en+"Version 2\n"), page(h+"/2", en), ""},
		"another number, Chinese":           {page(h+"/1", zh+"费用三元\n"), page(h+"/2", zh+"费用五元\n"), ""},
		"a number more, Chinese":            {page(h+"/1", zh+"第二版\n"), page(h+"/2", zh), ""},
		"another word":                      {page(h+"/1", en+"On Android\n"), page(h+"/2", en+"On iOS\n"), ""},
		"not":                               {page(h+"/1", en+"It is refunded.\n"), page(h+"/2", en+"It is not refunded.\n"), ""},
		"another title":                     {page(h+"/1", en), page(h+"/2", strings.Replace(en, "T", "Android", 1)+"Print\n"), ""},
		"another label":                     {labelled(h+"/1", en, "1"), labelled(h+"/2", en, "2"), ""},
		"short":                             {page(h+"/1", "T\nRefunds are paid\nPrint"), page(h+"/2", "T\nRefunds are paid"), ""},
	} {
		for _, runs := range []string{"one run", "two runs"} {
			t.Run(name+", "+runs, func(t *testing.T) {
				w := newWorld(t)
				var s ingest.Summary
				if runs == "one run" {
					s = w.run(c.first, c.second)
				} else {
					w.run(c.first)
					s = w.run(status(c.first.Key, ingest.NotModified, ""), c.second)
				}
				if c.live == "" {
					if s.Documents != 2 {
						t.Errorf("%+v; want both", s)
					}
					return
				}
				if s.Documents != 1 || s.Duplicate != 1 || s.New+s.Unchanged != 1 {
					t.Errorf("%+v; want one and its duplicate", s)
				}
				loser := c.first.Key
				if c.first.Key == h+c.live {
					loser = c.second.Key
				}
				w.ledger(loser, ingest.Duplicate, "duplicate of "+h+c.live)
				if w.entry(h+c.live).Document == "" {
					t.Error("the other one is not live")
				}
			})
		}
	}
}

// When the page that is shown goes, or says something else, one that repeated it
// takes its place; when it comes back, it is shown again.
func TestNearDuplicateTakesOver(t *testing.T) {
	w := newWorld(t)
	a, print := page(h+"/a", "T\n"+long("refund")), page(h+"/print/a", "T\n"+long("refund")+"Print this page\n")
	b := page(h+"/other/a", "T\n"+long("refund"))
	w.run(print, b, a)
	w.ledger(print.Key, ingest.Duplicate, "almost the same text")
	w.ledger(b.Key, ingest.Duplicate, "duplicate of "+h+"/a: same text")
	rest := []ingest.Page{status(print.Key, ingest.NotModified, ""), status(b.Key, ingest.NotModified, "")}
	w.run(append(rest, status(a.Key, ingest.Removed, "404"))...)
	w.ledger(print.Key, ingest.Indexed, "")
	w.ledger(b.Key, ingest.Duplicate, "duplicate of "+print.Key)
	if s := w.run(append(rest, a)...); s.Documents != 1 {
		t.Errorf("%+v", s)
	}
	w.ledger(print.Key, ingest.Duplicate, "duplicate of "+h+"/a")
	w.ledger(b.Key, ingest.Duplicate, "duplicate of "+h+"/a")
	s := w.run(append(rest, page(h+"/a", "T\n"+long("exchange")))...)
	if s.Documents != 2 {
		t.Errorf("%+v", s)
	}
	w.ledger(print.Key, ingest.Indexed, "")
}

// A page whose document is lost is no reason to stop, nor to hold back another.
func TestLostRival(t *testing.T) {
	for name, text := range map[string]string{"same": "", "almost the same": "Print\n"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.run(page(h+"/a", "T\n"+long("refund")))
			if _, err := w.db.Exec("DELETE FROM contents"); err != nil {
				t.Fatal(err)
			}
			if s := w.run(status(h+"/a", ingest.NotModified, ""), page(h+"/longer", "T\n"+long("refund")+text)); s.Documents == 0 {
				t.Errorf("%+v", s)
			}
		})
	}
}

func BenchmarkShapeOf(b *testing.B) {
	d := ingest.Document{Title: "T", Text: strings.Repeat(long("refund"), 5)}
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		ingest.ShapeOf(d)
	}
}
