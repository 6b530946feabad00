package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"footnote/evals"
	"footnote/retrieval"
)

var update = flag.Bool("update", false, "write the golden file of ranking figures anew")

// rankingSets are the collections whose figures are kept, as folders of
// FOOTNOTE_TUNING (BEIR layout). Asked is the folder whose questions are put to
// that text, the same one if empty.
var rankingSets = []struct {
	name, text, asked, form string
	limit                   int
}{
	{name: "cranfield"}, {name: "scifact"}, {name: "xquad_en"}, {name: "xquad_zh"}, {name: "drcd_dev", limit: 1000},
	{name: "stackfaq"}, {name: "covidfaq"}, {name: "emanual_tv"},
	{name: "mtrag_cloud", form: "history"}, {name: "mtrag_cloud, last turn", text: "mtrag_cloud"},
	{name: "mtrag_cloud, rewritten", text: "mtrag_cloud", form: "rewrite"},
	{name: "afqmc_faq_zh"}, {name: "rgb_zh_refine"}, {name: "clapnq_dev"},
	{name: "Chinese asks English", text: "xquad_en", asked: "xquad_zh"},
	{name: "English asks Chinese", text: "xquad_zh", asked: "xquad_en"},
}

const rankingFigures = "testdata/ranking.golden"

// TestRanking measures the live ranking on public collections and compares with
// the figures of before, so that a change of ranking is a change of that file:
//
//	FOOTNOTE_TUNING=/path/to/data go test ./cmd/footnote -run TestRanking -update
//
// It takes some minutes; without FOOTNOTE_TUNING it is skipped.
func TestRanking(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_TUNING")
	if dir == "" {
		t.Skip("FOOTNOTE_TUNING names no folder of collections")
	}
	var got bytes.Buffer
	bases := map[string]*rankingBase{}
	for i, set := range rankingSets {
		collection := rankingCollection(t, dir, i)
		base := bases[collection.Corpus]
		if base == nil {
			base = newRankingBase(t, collection.Corpus)
			bases[collection.Corpus] = base
		}
		legs := base.rank(t, collection, evals.RankingOptions{Query: set.form, Limit: set.limit})
		if i == 0 {
			fmt.Fprintf(&got, "nDCG@10 with %-24s%29s%10s%10s%12s\n", base.app.embedder.Model(), "words", "vectors", "both", "recall@100")
		}
		fmt.Fprintf(&got, "%-32s%5d questions%22.4f%10.4f%10.4f%12.4f\n", set.name, legs[2].Queries, legs[0].NDCG10, legs[1].NDCG10, legs[2].NDCG10, legs[2].Recall100)
		t.Logf("%s: %.4f %.4f %.4f, p50 %.2f ms, p95 %.2f ms", set.name, legs[0].NDCG10, legs[1].NDCG10, legs[2].NDCG10, legs[2].P50MS, legs[2].P95MS)
	}
	if *update {
		if err := os.WriteFile(rankingFigures, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(rankingFigures)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("ranking figures have changed:\n%s\nbefore:\n%s\nrun with -update if that is meant", got.Bytes(), want)
	}
}

func rankingCollection(t *testing.T, dir string, i int) evals.Collection {
	t.Helper()
	set := rankingSets[i]
	c, err := evals.OpenCollection(filepath.Join(dir, cmp.Or(set.text, set.name)))
	if err != nil {
		t.Fatal(err)
	}
	if set.asked != "" {
		other, err := evals.OpenCollection(filepath.Join(dir, set.asked))
		if err != nil {
			t.Fatal(err)
		}
		c.Queries, c.Qrels = other.Queries, other.Qrels
	}
	return c
}

// rankingBase is a text that was ingested.
type rankingBase struct {
	app  *app
	live *retrieval.Retriever
	keys map[string]string
}

func newRankingBase(t *testing.T, corpus string) *rankingBase {
	t.Helper()
	s := &session{
		Context: t.Context(), globals: Globals{Data: t.TempDir(), KB: "ranking"}, streams: streams{out: io.Discard, err: io.Discard},
		secret: func(string) string { return "" }, log: slog.New(slog.DiscardHandler), now: time.Now,
	}
	a, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.close() })
	if _, _, err := a.evalIngest(corpus); err != nil {
		t.Fatal(err)
	}
	b := &rankingBase{app: a}
	if b.keys, err = a.documentKeys(); err != nil {
		t.Fatal(err)
	}
	if b.live, err = a.retriever(a, a.globals.KB); err != nil {
		t.Fatal(err)
	}
	return b
}

// rank ranks by words, by vectors and by both.
func (b *rankingBase) rank(t *testing.T, c evals.Collection, o evals.RankingOptions) (legs [3]evals.RankingReport) {
	t.Helper()
	for i, leg := range []string{"words", "vectors", "both"} {
		var err error
		if legs[i], err = evals.Ranking(b.app, c, o, newRanker(b.live, leg, b.keys)); err != nil {
			t.Fatal(err)
		}
	}
	return legs
}
