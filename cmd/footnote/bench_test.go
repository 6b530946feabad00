package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/api/answer"
	"footnote/evals"
	"footnote/ingest/folder"
	"footnote/retrieval"
	"footnote/testdata"
)

// BenchmarkIngest reads a folder of Markdown pages, everything durable at the
// end. BENCH_FOLDER names another folder; by default it is 700 generated pages
// of 7 KB in both languages.
func BenchmarkIngest(b *testing.B) {
	dir := benchFolder(b)
	for b.Loop() {
		a := openForBench(b, b.TempDir())
		source, err := folder.Open(dir, folder.Options{})
		if err != nil {
			b.Fatal(err)
		}
		p, err := a.pipeline(a, "bench")
		if err != nil {
			b.Fatal(err)
		}
		begin := time.Now()
		summary, err := p.Run(a, source)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(summary.Pages())/time.Since(begin).Seconds(), "pages/s")
		b.ReportMetric(float64(summary.Bytes)/1e6/time.Since(begin).Seconds(), "MB/s")
		if err := a.close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnswer asks the golden questions of the largest example company, one
// after the other, from question to cited answer, stored with its trace.
func BenchmarkAnswer(b *testing.B) {
	a, items := benchCompany(b, "bank")
	service, err := a.service()
	if err != nil {
		b.Fatal(err)
	}
	service.Version = nil // nothing is given again
	var took []float64
	i := 0
	for b.Loop() {
		begin := time.Now()
		item := items[i%len(items)]
		if _, err := service.Answer(a, answer.Request{Question: item.Question, History: item.History, KB: "bank"}, nil); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin).Seconds()*1000)
		i++
	}
	b.ReportMetric(evals.Percentile(took, .50), "p50-ms")
	b.ReportMetric(evals.Percentile(took, .95), "p95-ms")
}

// BenchmarkSearch asks what the headings of a folder's pages say, through the
// live path with its reranking: whole, and letter by letter as the search box of the page
// does. The folder is that of BenchmarkIngest.
func BenchmarkSearch(b *testing.B) {
	dir := benchFolder(b)
	a := openForBench(b, b.TempDir())
	defer a.close()
	source, err := folder.Open(dir, folder.Options{})
	if err != nil {
		b.Fatal(err)
	}
	p, err := a.pipeline(a, "bench")
	if err != nil {
		b.Fatal(err)
	}
	summary, err := p.Run(a, source)
	if err != nil {
		b.Fatal(err)
	}
	r, err := a.retriever(a, "bench")
	if err != nil {
		b.Fatal(err)
	}
	headings := benchHeadings(b, r)
	b.Logf("%d chunks", summary.Chunks)
	b.Run("question", func(b *testing.B) {
		benchSearches(b, r, func(i int) retrieval.Question { return retrieval.Question{Text: headings[i%len(headings)]} })
	})
	var typed []string
	for _, h := range headings {
		for i := range h {
			typed = append(typed, h[:i])
		}
	}
	b.Run("keystroke", func(b *testing.B) {
		benchSearches(b, r, func(i int) retrieval.Question {
			return retrieval.Question{Text: typed[i%len(typed)], Typing: true, Limit: 6}
		})
	})
}

// benchHeadings are 300 of those that a knowledge base has, or first lines of text.
func benchHeadings(b *testing.B, r *retrieval.Retriever) (headings []string) {
	var ids []retrieval.ID
	for id, err := range r.Index.(retrieval.Index).IDs(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(x, y retrieval.ID) int { return bytes.Compare(x[:], y[:]) })
	chunks, err := r.Index.Chunks(b.Context(), ids[:min(len(ids), 300)])
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range chunks {
		first, _, _ := strings.Cut(c.Text, "\n")
		headings = append(headings, cmp.Or(c.Section[strings.LastIndex(c.Section, ">")+1:], first[:min(len(first), 60)]))
	}
	return headings
}

func benchSearches(b *testing.B, r *retrieval.Retriever, question func(i int) retrieval.Question) {
	var took []float64
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		if _, err := r.Search(b.Context(), question(i)); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin).Seconds()*1000)
	}
	b.ReportMetric(evals.Percentile(took, .50), "p50-ms")
	b.ReportMetric(evals.Percentile(took, .95), "p95-ms")
}

// benchCompany ingests an example company's pages from its folder.
func benchCompany(b *testing.B, name string) (*app, []evals.Item) {
	b.Helper()
	a := openForBench(b, b.TempDir())
	b.Cleanup(func() { a.close() })
	source, err := folder.Open(filepath.Join("..", "..", "testdata", name, "site"), folder.Options{})
	if err != nil {
		b.Fatal(err)
	}
	p, err := a.pipeline(a, name)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := p.Run(a, source); err != nil {
		b.Fatal(err)
	}
	for _, c := range testdata.Companies() {
		if c.Name != name {
			continue
		}
		raw, err := c.Golden()
		if err != nil {
			b.Fatal(err)
		}
		items, err := evals.ReadGolden(bytes.NewReader(raw))
		if err != nil {
			b.Fatal(err)
		}
		return a, items
	}
	b.Fatalf("no company %q", name)
	return nil, nil
}

func openForBench(b *testing.B, dir string) *app {
	b.Helper()
	s := &session{Context: context.Background(), globals: Globals{Data: dir}, secret: func(string) string { return "" }, log: slog.New(slog.DiscardHandler), now: time.Now}
	a, err := s.open()
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// benchFolder is the one that BENCH_FOLDER names, or a generated one.
func benchFolder(b *testing.B) string {
	if dir := os.Getenv("BENCH_FOLDER"); dir != "" {
		return dir
	}
	return generateFolder(b, 700)
}

// generateFolder writes pages that differ from each other, half of them
// Chinese, with headings, steps and a table.
func generateFolder(b *testing.B, pages int) string {
	b.Helper()
	dir := b.TempDir()
	for i := range pages {
		var s strings.Builder
		fmt.Fprintf(&s, "# Page %d\n\n", i)
		for j := range 12 {
			fmt.Fprintf(&s, "## Topic %d of page %d\n\n", j, i)
			if i%2 == 0 {
				fmt.Fprintf(&s, "The limit of plan %d is %d requests an hour, counted from the first one. It rises by %d when the contract runs longer than %d months, unless the account is on hold.\n\n1. Open **Settings > Limits %d**.\n2. Choose `rate-%d-%d` and save.\n\n| Plan | Limit |\n| --- | --- |\n| Basic %d | %d |\n\n", j, i*j+60, j+5, j+2, i, i, j, j, i+j)
				continue
			}
			fmt.Fprintf(&s, "套餐 %d 的上限是每小时 %d 次请求，从第一次请求开始计算。合同超过 %d 个月时，上限提高 %d 次；账户被冻结的除外。\n\n1. 打开**设置 > 限额 %d**。\n2. 选择 `rate-%d-%d` 并保存。\n\n| 套餐 | 上限 |\n| --- | --- |\n| 基础 %d | %d |\n\n", j, i*j+60, j+2, j+5, i, i, j, j, i+j)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("page%04d.md", i)), []byte(s.String()), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}
