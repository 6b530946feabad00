package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"footnote/evals"
	"footnote/ingest"
	"footnote/ingest/folder"
	"footnote/retrieval"
)

type rankCommand struct {
	Dir   string `arg:"" help:"Folder of the collection."`
	Query string `help:"What is asked: the last turn, the collection's rewrite, or the last turn with its history." enum:"last,rewrite,history" default:"last"`
	Leg   string `help:"Rank by words, by vectors, or by both." enum:"words,vectors,both" default:"both"`
	File  string `name:"run" help:"Write the ranking as a TREC run file (document ids, 100 deep)." placeholder:"FILE"`
	Limit int    `help:"Only the first so many questions (0: all)."`
}

// Run ingests the collection into a folder of its own and ranks its questions
// through the live path.
func (c *rankCommand) Run(s *session) error {
	collection, err := evals.OpenCollection(c.Dir)
	if err != nil {
		return usageError{err}
	}
	dir, err := os.MkdirTemp("", "footnote-eval-")
	if err != nil {
		return fmt.Errorf("make a folder for the evaluation: %w", err)
	}
	defer os.RemoveAll(dir)
	// On a shared server the name must be nobody else's; it is dropped at the end.
	s.globals.Data, s.globals.KB = dir, "eval-"+newID()
	a, err := s.open()
	if err != nil {
		return err
	}
	defer a.close()
	defer func() {
		if err := a.indexes.Drop(context.WithoutCancel(a), s.globals.KB); err != nil {
			s.log.Warn("the evaluation's index could not be removed", "kb", s.globals.KB, "error", err)
		}
	}()
	report, err := c.rank(a, collection)
	if err != nil {
		return err
	}
	report.IndexBytes = sizeOf(filepath.Join(dir, "index"))
	report.PeakRSSBytes = peakRSS()
	if s.globals.JSON {
		return json.NewEncoder(s.out).Encode(report)
	}
	printRanking(s.out, c, report)
	return nil
}

func (c *rankCommand) rank(a *app, collection evals.Collection) (evals.RankingReport, error) {
	var none evals.RankingReport
	summary, took, err := a.evalIngest(collection.Corpus)
	if err != nil {
		return none, err
	}
	keys, err := a.documentKeys()
	if err != nil {
		return none, err
	}
	live, err := a.retriever(a, a.globals.KB)
	if err != nil {
		return none, err
	}
	options := evals.RankingOptions{Query: c.Query, Limit: c.Limit, Progress: a.countdown("questions")}
	if c.File != "" {
		file, err := os.Create(c.File)
		if err != nil {
			return none, usageError{fmt.Errorf("--run: %w", err)}
		}
		defer file.Close()
		options.RunFile = file
	}
	report, err := evals.Ranking(a, collection, options, newRanker(live, c.Leg, keys))
	report.Documents, report.Chunks, report.IngestSeconds = summary.Documents, summary.Chunks, took.Seconds()
	report.Embedder = a.embedder.Model()
	return report, err
}

func (a *app) evalIngest(corpus string) (ingest.Summary, time.Duration, error) {
	source, err := folder.Open(corpus, folder.Options{})
	if err != nil {
		return ingest.Summary{}, 0, err
	}
	p, err := a.pipeline(a, a.globals.KB)
	if err != nil {
		return ingest.Summary{}, 0, err
	}
	show := newProgress(a.err, filepath.Base(corpus), a.globals.JSON)
	p.Progress = show.update
	p.KeepDuplicates = true // judgements name each copy
	begin := a.now()
	summary, err := p.Run(a, source)
	show.finish()
	if err == nil && summary.Failed > 0 {
		err = invalidRunError{fmt.Errorf("%d documents of %s could not be read", summary.Failed, corpus)}
	}
	return summary, a.now().Sub(begin), err
}

// documentKeys maps document ids to the collection's own.
func (a *app) documentKeys() (map[string]string, error) {
	lib, err := a.library(a, a.globals.KB)
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	for entry, err := range lib.All(a) {
		if err != nil {
			return nil, err
		}
		if u, err := url.Parse(entry.Key); err == nil {
			keys[ingest.DocumentID(entry.Key)] = strings.TrimPrefix(u.Path, filepath.ToSlash(entry.Source)+"/")
		}
	}
	return keys, nil
}

// chunksPerDocument is how many passages are asked for a document wanted: a
// long document may have several among the best.
const chunksPerDocument = 4

// bothLegs is the leg that is the live path.
const bothLegs = "both"

// newRanker ranks documents by their best passage, as the live path has it.
func newRanker(live *retrieval.Retriever, leg string, keys map[string]string) evals.Ranker {
	deep := *live
	deep.Finish = everyCopy
	deep.Fuse = func(r retrieval.Reading, l retrieval.Legs) []retrieval.Ranked {
		switch leg {
		case "words":
			l.Vectors = nil
		case "vectors":
			l.Words = nil
		}
		return live.Fuse(r, l)
	}
	return func(ctx context.Context, q retrieval.Question, depth int) ([]evals.Ranked, time.Duration, error) {
		var took time.Duration
		if leg == bothLegs { // what a user waits for
			q.Limit = retrieval.DefaultLimit
			begin := time.Now()
			if _, err := live.Search(ctx, q); err != nil {
				return nil, 0, err
			}
			took = time.Since(begin)
		}
		q.Limit = depth * chunksPerDocument
		begin := time.Now()
		found, err := deep.Search(ctx, q)
		if err != nil {
			return nil, took, err
		}
		if leg != bothLegs {
			took = time.Since(begin)
		}
		return byDocument(found.Passages, keys, depth), took, nil
	}
}

// everyCopy finishes without dropping near-copies, because judgements name each.
func everyCopy(_ retrieval.Reading, ranked []retrieval.Ranked, chunks []retrieval.Chunk, limit int) []retrieval.Passage {
	document := make(map[retrieval.ID]string, len(chunks))
	for _, c := range chunks {
		document[c.ID] = c.Document
	}
	passages := make([]retrieval.Passage, 0, limit)
	for _, r := range ranked[:min(limit, len(ranked))] {
		passages = append(passages, retrieval.Passage{Chunk: r.ID, Document: document[r.ID], Score: r.Score})
	}
	return passages
}

func byDocument(passages []retrieval.Passage, keys map[string]string, depth int) []evals.Ranked {
	seen := map[string]bool{}
	var ranked []evals.Ranked
	for _, p := range passages {
		if !seen[p.Document] && len(ranked) < depth {
			seen[p.Document] = true
			ranked = append(ranked, evals.Ranked{Document: keys[p.Document], Score: p.Score})
		}
	}
	return ranked
}

func printRanking(w io.Writer, c *rankCommand, r evals.RankingReport) {
	fmt.Fprintf(w, "%s: %d questions (%s, %s), %d documents, %d chunks, embedder %s\n", c.Dir, r.Queries, c.Query, c.Leg, r.Documents, r.Chunks, r.Embedder)
	if r.Unjudged > 0 {
		fmt.Fprintf(w, "%d questions have no relevant document and are left out\n", r.Unjudged)
	}
	fmt.Fprintf(w, "\n  ndcg@10     %.4f\n  recall@10   %.4f\n  recall@100  %.4f\n  mrr@10      %.4f\n  hole@10     %.4f\n", r.NDCG10, r.Recall10, r.Recall100, r.MRR10, r.Hole10)
	fmt.Fprintf(w, "\n  search p50 %.2f ms, p95 %.2f ms, p99 %.2f ms\n  ingest %.2f s, index %.1f MB, peak memory %.0f MB\n",
		r.P50MS, r.P95MS, r.P99MS, r.IngestSeconds, float64(r.IndexBytes)/1e6, float64(r.PeakRSSBytes)/1e6)
}

func sizeOf(dir string) int64 {
	var sum int64
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { //nolint:errcheck // a missing folder (Qdrant) has size 0
		if err != nil || d.IsDir() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// countdown shows how far an evaluation is, now and then.
func (a *app) countdown(what string) func(done, all int) {
	last := a.now()
	return func(done, all int) {
		if now := a.now(); now.Sub(last) >= plainInterval {
			last = now
			fmt.Fprintf(a.err, "%d of %d %s\n", done, all, what)
		}
	}
}
