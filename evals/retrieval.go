package evals

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"footnote/retrieval"
)

// Ranked is a document of a ranking.
type Ranked struct {
	Document string // id in the collection
	Score    float64
}

// Ranker ranks documents for a question, best first, each once, at least depth
// of them where so many match. It returns how long the search took that a user
// would wait for (ten passages), which the depth wanted here must not distort.
type Ranker func(ctx context.Context, q retrieval.Question, depth int) ([]Ranked, time.Duration, error)

// RankingOptions say how a collection is asked.
type RankingOptions struct {
	// Query is what is asked: "last" (the last turn; default), "rewrite" (the
	// collection's stand-alone form) or "history" (last turn and history).
	Query    string
	Limit    int       // only the first questions; 0: all
	RunFile  io.Writer // receives a TREC run, RunDepth deep; nil: none
	Progress func(done, all int)
}

// RunDepth is how many documents a run lists for a question.
const RunDepth = 100

// RankingReport is the result of ranking a collection. Its JSON names stay.
type RankingReport struct {
	Metrics
	Queries        int       `json:"queries"`
	Unjudged       int       `json:"unjudged"`
	Documents      int       `json:"documents"`
	Chunks         int       `json:"chunks"`
	IngestSeconds  float64   `json:"ingest_seconds"`
	P50MS          float64   `json:"p50_ms"`
	P95MS          float64   `json:"p95_ms"`
	P99MS          float64   `json:"p99_ms"`
	PeakRSSBytes   int64     `json:"peak_rss_bytes"`
	IndexBytes     int64     `json:"index_bytes"`
	Embedder       string    `json:"embedder"`
	EachQuestion   []Metrics `json:"-"`
	QuestionsAsked []string  `json:"-"`
}

// Ranking asks the collection's questions one after the other, so that times
// are those of a single user.
func Ranking(ctx context.Context, c Collection, o RankingOptions, rank Ranker) (RankingReport, error) {
	queries := c.Queries
	if o.Limit > 0 {
		queries = queries[:min(o.Limit, len(queries))]
	}
	report := RankingReport{Queries: len(queries), Unjudged: c.Unjudged}
	var took []float64
	run := newRunFile(o.RunFile)
	for i, q := range queries {
		question, err := q.ask(o.Query)
		if err != nil {
			return report, err
		}
		ranked, waited, err := rank(ctx, question, RunDepth)
		if err != nil {
			return report, fmt.Errorf("question %s: %w", q.ID, err)
		}
		took = append(took, waited.Seconds()*1000)
		run.write(q.ID, ranked)
		report.EachQuestion = append(report.EachQuestion, Score(ids(ranked), c.Qrels[q.ID]))
		report.QuestionsAsked = append(report.QuestionsAsked, q.ID)
		if o.Progress != nil {
			o.Progress(i+1, len(queries))
		}
	}
	report.Metrics = Mean(report.EachQuestion)
	report.P50MS, report.P95MS, report.P99MS = Percentile(took, .50), Percentile(took, .95), Percentile(took, .99)
	return report, run.close()
}

func (q Query) ask(form string) (retrieval.Question, error) {
	switch form {
	case "", "last":
		return retrieval.Question{Text: q.Text}, nil
	case "history":
		return retrieval.Question{Text: q.Text, History: q.History}, nil
	case "rewrite":
		if q.Rewrite == "" {
			return retrieval.Question{}, fmt.Errorf("question %s has no rewrite: ask with --query last", q.ID)
		}
		return retrieval.Question{Text: q.Rewrite}, nil
	}
	return retrieval.Question{}, fmt.Errorf("unknown form of question %q: last, rewrite or history", form)
}

func ids(ranked []Ranked) []string {
	list := make([]string, len(ranked))
	for i, r := range ranked {
		list[i] = r.Document
	}
	return list
}

// runFile writes TREC run lines: query Q0 document rank score name.
type runFile struct {
	w *bufio.Writer
}

func newRunFile(w io.Writer) runFile {
	if w == nil {
		return runFile{}
	}
	return runFile{bufio.NewWriter(w)}
}

func (f runFile) write(query string, ranked []Ranked) {
	if f.w == nil {
		return
	}
	for i, r := range ranked[:min(RunDepth, len(ranked))] {
		fmt.Fprintf(f.w, "%s Q0 %s %d %.6f footnote\n", query, r.Document, i+1, r.Score)
	}
}

func (f runFile) close() error {
	if f.w == nil {
		return nil
	}
	if err := f.w.Flush(); err != nil {
		return errors.Join(errors.New("write the run file"), err)
	}
	return nil
}
