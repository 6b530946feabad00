package extract

import (
	"fmt"
	"strings"
	"testing"

	"footnote/ingest"
)

// markdownPage is a manual page of about seven kilobytes.
func markdownPage() []byte {
	var b strings.Builder
	b.WriteString("---\ntitle: Refund times\ndescription: How long a refund takes\nlastmod: 2026-03-02\nweight: 10\n---\n\n")
	for i := range 9 {
		fmt.Fprintf(&b, "## Section %d: from order to refund\n\nA refund takes **%d working days** after the parcel has arrived at our warehouse. See [the terms](/terms#s%d) for `REFUND_%d` and what it means for gift cards.\n\n", i, i+3, i, i)
		b.WriteString("1. Open *Account > Orders*.\n2. Choose the order and press **Return**.\n   - Photos are needed for damaged goods.\n   - At most 8 MB each.\n3. Print the label and hand in the parcel.\n\n")
		b.WriteString("| Method | Days | Fee |\n|---|---|---|\n| Card | 5 | none |\n| Bank transfer | 7 | €2 |\n| Gift card | 1 | none |\n\n")
		b.WriteString("> **Note:** Refunds to closed cards go to the bank, which sends the money on; this takes up to ten more days.\n\n```sh\ncurl -X POST https://api.example/refunds \\\n  -d order=1234\n```\n\n")
	}
	return []byte(b.String())
}

// htmlPage is the same with the furniture of a help site, about twenty kilobytes.
func htmlPage() []byte {
	var nav, main strings.Builder
	for i := range 60 {
		fmt.Fprintf(&nav, `<li class="nav-item"><a href="/en/topic-%d" title="Topic %d">Topic number %d</a></li>`, i, i, i)
	}
	for i := range 12 {
		fmt.Fprintf(&main, `<h2 id="s%d">Section %d</h2><p>A refund takes <strong>%d working days</strong> after the parcel has arrived. See <a href="/terms#s%d">the terms</a> and <code>REFUND_%d</code>; gift cards are different.</p>`, i, i, i+3, i, i)
		main.WriteString(`<ol><li>Open <em>Account &gt; Orders</em>.</li><li>Press <strong>Return</strong>.<ul><li>Photos are needed.</li><li>At most 8 MB each.</li></ul></li><li>Print the label.</li></ol>`)
		main.WriteString(`<table><thead><tr><th>Method</th><th>Days</th><th>Fee</th></tr></thead><tbody><tr><td>Card</td><td>5</td><td>none</td></tr><tr><td>Transfer</td><td>7</td><td>€2</td></tr></tbody></table>`)
		main.WriteString(`<div class="note"><p>Refunds to closed cards go to the bank.</p></div><details><summary>And abroad?</summary><p>Up to ten more days.</p></details>`)
	}
	return []byte(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Refund times | Wrenfold Help</title><meta name="description" content="How long a refund takes"><link rel="canonical" href="https://help.example/en/refunds"><style>` +
		strings.Repeat(".a{color:red}", 100) + `</style><script type="application/ld+json">{"dateModified":"2026-03-02T09:00:00Z"}</script></head><body><header class="top"><nav><ul>` + nav.String() +
		`</ul></nav></header><main><h1>Refund times</h1>` + main.String() + `</main><footer>© 2026</footer></body></html>`)
}

func benchmark(b *testing.B, p ingest.Page) {
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Extract(p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

func BenchmarkMarkdown(b *testing.B) {
	benchmark(b, ingest.Page{Key: "file:///a/refunds.md", Body: markdownPage()})
}

func BenchmarkHTML(b *testing.B) {
	benchmark(b, ingest.Page{Key: "https://help.example/en/refunds", URL: "https://help.example/en/refunds", ContentType: "text/html", Body: htmlPage()})
}
