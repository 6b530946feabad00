package evals

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/retrieval"
)

const (
	testQueries = `{"_id":"q1","text":"What about Hebrew?","rewrite":"Is Hebrew supported?","history":[{"role":"user","text":"Languages?"},{"role":"agent","text":"Many."}]}
{"_id":"q2","text":"退货要多久","rewrite":""}
{"_id":"q3","text":"nobody judged this"}
`
	testQrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\nq2\td3\t0\n"
)

func writeCollection(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		raw := []byte(body)
		if strings.HasSuffix(name, ".gz") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			z.Write(raw)
			z.Close()
			raw = b.Bytes()
		}
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpenCollection(t *testing.T) {
	layouts := map[string]map[string]string{
		"plain":        {"corpus.jsonl": "", "queries.jsonl": testQueries, "qrels.tsv": testQrels},
		"gzip, nested": {"corpus.jsonl.gz": "", "queries.jsonl.gz": testQueries, "qrels/test.tsv.gz": testQrels},
	}
	for name, files := range layouts {
		t.Run(name, func(t *testing.T) {
			c, err := OpenCollection(writeCollection(t, files))
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Queries) != 2 || c.Unjudged != 1 || c.Qrels["q2"]["d2"] != 2 {
				t.Fatalf("got %+v", c)
			}
			if role := c.Queries[0].History[1].Role; role != "assistant" {
				t.Errorf("the other side's turn has role %q", role)
			}
		})
	}
}

func TestOpenCollectionSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no corpus":    {map[string]string{"queries.jsonl": testQueries}, "corpus.jsonl"},
		"bad score":    {map[string]string{"corpus.jsonl": "", "queries.jsonl": testQueries, "qrels.tsv": testQrels + "q1\td9\tgood\n"}, "line 5"},
		"two columns":  {map[string]string{"corpus.jsonl": "", "queries.jsonl": testQueries, "qrels.tsv": "q1\td1\n"}, "tabs"},
		"double id":    {map[string]string{"corpus.jsonl": "", "queries.jsonl": testQueries + testQueries, "qrels.tsv": testQrels}, "used twice"},
		"nothing done": {map[string]string{"corpus.jsonl": "", "queries.jsonl": testQueries, "qrels.tsv": "a\tb\t1\n"}, "no question"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenCollection(writeCollection(t, c.files))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v does not say %q", err, c.want)
			}
		})
	}
}

func TestRanking(t *testing.T) {
	c, err := OpenCollection(writeCollection(t, map[string]string{"corpus.jsonl": "", "queries.jsonl": testQueries, "qrels.tsv": testQrels}))
	if err != nil {
		t.Fatal(err)
	}
	var asked []retrieval.Question
	rank := func(_ context.Context, q retrieval.Question, depth int) ([]Ranked, time.Duration, error) {
		asked = append(asked, q)
		return []Ranked{{"d1", 2}, {"d2", 1}}, 2 * time.Millisecond, nil
	}
	var run bytes.Buffer
	report, err := Ranking(context.Background(), c, RankingOptions{Query: "history", RunFile: &run}, rank)
	if err != nil {
		t.Fatal(err)
	}
	if report.MRR10 != .75 || report.P50MS != 2 || report.Queries != 2 {
		t.Errorf("got %+v", report)
	}
	if len(asked[0].History) != 2 || asked[0].Text != "What about Hebrew?" {
		t.Errorf("asked %+v", asked[0])
	}
	if want := "q1 Q0 d1 1 2.000000 footnote\n"; !strings.HasPrefix(run.String(), want) || strings.Count(run.String(), "\n") != 4 {
		t.Errorf("run file:\n%s", run.String())
	}
	if _, err := Ranking(context.Background(), c, RankingOptions{Query: "rewrite"}, rank); err == nil || !strings.Contains(err.Error(), "q2") {
		t.Errorf("a missing rewrite is not named: %v", err)
	}
}

func FuzzReadQrels(f *testing.F) {
	f.Add(testQrels)
	f.Add("a 0 b 1\n")
	f.Fuzz(func(t *testing.T, s string) {
		qrels, err := readQrels(strings.NewReader(s))
		if err == nil && qrels == nil {
			t.Error("neither judgements nor an error")
		}
	})
}
