package light

import (
	"strings"
	"testing"
)

// tidy drops empty lines at both ends and folds several into one.
func tidy(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}

func TestRST(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"levels as they come": {"Aa\n==\n\nBb\n--\n\nCc\n==\n", "# Aa\n\n## Bb\n\n# Cc"},
		"wide characters":     {"退款说明\n========\n\n五天。\n", "# 退款说明\n\n五天。"},
		"over and under":      {"***\nA b\n***\n\nC d\n***\n", "# A b\n\n## C d"},
		"code after colons":   {"Run this::\n\n    a\n      b\n\nDone.\n", "Run this:\n\n```\na\n  b\n```\n\nDone."},
		"a fence in code":     {"::\n\n    ```\n", "````\n```\n````"},
		"roles and links":     {"See :doc:`the guide </guide>`, :ref:`here`, `site <https://x.example>`_ and ``a|b``.\n", "See the guide, here, [site](https://x.example) and `a|b`."},
		"field":               {":Since: 2.1\n", "- **Since**: 2.1"},
		"directive in list":   {"1. One\n\n   .. note:: Mind.\n\n2. Two\n", "1. One\n\n   > [!NOTE]\n   > Mind.\n\n2. Two"},
		"comment":             {".. nothing\n   of this\n\nText.\n", "Text."},
		"version":             {".. deprecated:: 3.0\n   Use b.\n", "> [!NOTE]\n> Deprecated since version 3.0:\n> Use b."},
		"csv table":           {".. csv-table:: Fees\n   :header: \"Plan\", \"Fee\"\n\n   \"Basic\", 3\n", "Fees\n\n| Plan | Fee |\n|---|---|\n| Basic | 3 |"},
		"no markup of ours":   {"# not a heading <b>\n", "\\# not a heading &lt;b>"},
	} {
		if got := tidy(RST(c.in)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestAsciiDoc(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"attributes":       {":v: 2\n\nVersion {v}, {unknown}.\n", "Version 2, {unknown}."},
		"anchor":           {"[#fees]\n== Fees\n", "## Fees {#fees}"},
		"lists":            {"* a\n** b\n* c\n\n. one\n.. in\n. two\n", "- a\n   - b\n- c\n\n1. one\n   1. in\n1. two"},
		"continued":        {". one\n+\n----\ncode\n----\n. two\n", "1. one\n\n   ```\n   code\n   ```\n\n1. two"},
		"note in a block":  {"[TIP]\n====\nDo *this*.\n====\n", "> [!TIP]\n>\n> Do **this**.\n>"},
		"links":            {"https://x.example[the site^], link:a.html[A], xref:b.adoc#c[B], <<d>>, kbd:[F5], menu:File[Save]\n", "[the site](https://x.example), A, B, d, F5, File > Save"},
		"comment":          {"// one\n////\ntwo\n////\nText.\n", "Text."},
		"terms":            {"Refund:: Money back.\n退款:: 退钱。\n", "Refund\n:   Money back.\n\n退款\n:   退钱。"},
		"table by line":    {"|===\n|A |B\n|1 |2\n|===\n", "| A | B |\n|---|---|\n| 1 | 2 |"},
		"table by columns": {"[cols=\"2*\"]\n|===\n|A\n|B\n|1\n|2\nmore\n|===\n", "| A | B |\n|---|---|\n| 1 | 2 more |"},
	} {
		if got := tidy(AsciiDoc(c.in)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// growth is how much longer than its source a translation may be: a table's
// rules and padded rows, entities.
const growth = 40

func check(t *testing.T, in, out string) {
	if len(out) > growth*len(in)+1000+maxColumns*strings.Count(in, "\n")*4 {
		t.Errorf("%d bytes became %d", len(in), len(out))
	}
}

func FuzzRST(f *testing.F) {
	for _, s := range []string{"A\n=\n\n* a\n\n  * b\n", ".. note::\n   x\n\n   .. note::\n      y", "+--+--+\n|a |b |\n+==+==+", "== ==\na  b\n== ==\nc  d\n== ==", ".. list-table::\n\n   * - a\n     - b", "|x| `a <b>`_ ``c``", "term\n  def", ".. |x| replace:: y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !strings.Contains(s, "replace::") {
			check(t, s, RST(s))
		}
	})
}

func FuzzAsciiDoc(f *testing.F) {
	for _, s := range []string{"= A\nb\n:c: d\n\n{c}", "* a\n+\n--\nb\n--", "|===\n|a|b\n2+|c\n|===", "a:: b", "[source,sh]\n----\nx", "image::a[b] <<c,d>> `e`", "cols=999999999*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !strings.Contains(s, "{") {
			check(t, s, AsciiDoc(s))
		}
	})
}
