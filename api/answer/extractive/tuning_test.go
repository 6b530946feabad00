package extractive

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/ingest"
	"footnote/ingest/chunk"
	"footnote/retrieval"
	"footnote/retrieval/embed"
	"footnote/retrieval/rank"
	"footnote/retrieval/text"
	"footnote/testdata"
)

// The tuning sets are folders of corpus.jsonl.gz and queries.jsonl.gz with gold
// spans, named by FOOTNOTE_TUNING. Without it these tests are skipped.
//
//	FOOTNOTE_TUNING=/path/to/data go test ./api/answer/extractive -run Tuning -v
//	FOOTNOTE_FEATURES=file as well: one line of JSON a question, for fitting weights

type goldSpan struct {
	Document string `json:"doc_id"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
}

type goldQuery struct {
	ID         string     `json:"_id"`
	Text       string     `json:"text"`
	Spans      []goldSpan `json:"spans"`
	Answerable *bool      `json:"answerable"`
}

// unzipped are the lines of a compressed file.
func unzipped(t *testing.T, path string) *bufio.Scanner {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	unzip, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	scan := bufio.NewScanner(unzip)
	scan.Buffer(nil, 1<<24)
	return scan
}

func readLines[T any](t *testing.T, path string) []T {
	t.Helper()
	var out []T
	scan := unzipped(t, path)
	for scan.Scan() {
		var x T
		if err := json.Unmarshal(scan.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// readQrels gives the documents of each question that a file of judgements
// calls relevant.
func readQrels(t *testing.T, path string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for scan := unzipped(t, path); scan.Scan(); {
		if f := strings.Fields(scan.Text()); len(f) == 3 && f[2] != "0" && f[2] != "score" {
			out[f[0]] = append(out[f[0]], f[1])
		}
	}
	return out
}

// tuningSet is a set with its index in memory.
type tuningSet struct {
	texts   map[string]string
	queries []goldQuery
	index   *wordIndex
}

func readSet(t *testing.T, dir string) tuningSet {
	t.Helper()
	s := tuningSet{texts: map[string]string{}, index: newIndex()}
	type document struct {
		ID    string `json:"_id"`
		Title string `json:"title"`
		Text  string `json:"text"`
	}
	for _, d := range readLines[document](t, filepath.Join(dir, "corpus.jsonl.gz")) {
		s.texts[d.ID] = d.Text
		doc := ingest.Document{ID: d.ID, URL: "https://docs.example/" + d.ID, Title: d.Title, Text: d.Text, Language: text.Language(d.Text),
			Blocks: []retrieval.Block{{Kind: retrieval.Paragraph, Start: 0, End: len(d.Text)}}}
		for _, c := range (chunk.Splitter{}).Split(doc) {
			s.index.add(c)
		}
	}
	s.queries = readLines[goldQuery](t, filepath.Join(dir, "queries.jsonl.gz"))
	return s
}

// readAcross is the set of a name; for "a>b" the texts of b with the questions of
// a, which are the same in another language.
func readAcross(t *testing.T, dir, name string) tuningSet {
	t.Helper()
	asked, texts, across := strings.Cut(name, ">")
	if !across {
		return readSet(t, filepath.Join(dir, name))
	}
	s := readSet(t, filepath.Join(dir, texts))
	said := map[string]string{}
	for _, q := range readLines[goldQuery](t, filepath.Join(dir, asked, "queries.jsonl.gz")) {
		said[q.ID] = q.Text
	}
	for i := range s.queries {
		s.queries[i].Text = said[s.queries[i].ID]
	}
	return s
}

type posting struct {
	chunk int
	count float32
}

// wordIndex is BM25 over chunks in memory.
type wordIndex struct {
	chunks   []retrieval.Chunk
	lengths  []float64
	total    float64
	postings map[string][]posting
	at       map[retrieval.ID]int
	vectors  []retrieval.Vector
}

func newIndex() *wordIndex {
	return &wordIndex{postings: map[string][]posting{}, at: map[retrieval.ID]int{}}
}

func (x *wordIndex) document(id retrieval.ID) string { return x.chunks[x.at[id]].Document }

func (x *wordIndex) add(c retrieval.Chunk) {
	terms := text.Document(c)
	for _, n := range terms.Counts {
		x.postings[n.Term] = append(x.postings[n.Term], posting{len(x.chunks), n.Count})
	}
	x.at[c.ID] = len(x.chunks)
	v, _ := embed.Builtin().EmbedQuery(context.Background(), c.Content())
	x.vectors = append(x.vectors, v)
	x.chunks = append(x.chunks, c)
	x.lengths = append(x.lengths, float64(terms.Length))
	x.total += float64(terms.Length)
}

func (x *wordIndex) Search(_ context.Context, q retrieval.Query) (retrieval.Legs, error) {
	scores := map[int]float64{}
	n := float64(len(x.chunks))
	average := x.total / n
	for _, t := range q.Terms {
		list := x.postings[t.Term]
		idf := math.Log(1 + (n-float64(len(list))+0.5)/(float64(len(list))+0.5))
		for _, p := range list {
			tf := float64(p.count)
			scores[p.chunk] += float64(t.Weight) * idf * tf / (tf + retrieval.K1*(1-retrieval.B+retrieval.B*x.lengths[p.chunk]/average))
		}
	}
	hits := make([]retrieval.Hit, 0, len(scores))
	for k, s := range scores {
		hits = append(hits, retrieval.Hit{ID: x.chunks[k].ID, Score: float32(s)})
	}
	slices.SortFunc(hits, func(a, b retrieval.Hit) int {
		if a.Score != b.Score {
			return int(math.Copysign(1, float64(b.Score-a.Score)))
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return retrieval.Legs{Words: hits[:min(len(hits), q.Depth)], Vectors: x.byVector(q)}, nil
}

// byVector is the other leg.
func (x *wordIndex) byVector(q retrieval.Query) []retrieval.Hit {
	if q.Vector == nil {
		return nil
	}
	hits := make([]retrieval.Hit, len(x.vectors))
	for k, v := range x.vectors {
		sum := float32(0)
		for i, y := range v {
			sum += y * q.Vector[i]
		}
		hits[k] = retrieval.Hit{ID: x.chunks[k].ID, Score: sum}
	}
	slices.SortFunc(hits, func(a, b retrieval.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(len(hits), q.Depth)]
}

func (x *wordIndex) Chunks(_ context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	var out []retrieval.Chunk
	for _, id := range ids {
		out = append(out, x.chunks[x.at[id]])
	}
	return out, nil
}

func (x *wordIndex) Frequencies(_ context.Context, terms []string) (in []int, points int, err error) {
	for _, term := range terms {
		in = append(in, len(x.postings[term]))
	}
	return in, len(x.chunks), nil
}

func (x *wordIndex) Statistics(context.Context) (retrieval.Statistics, error) {
	return retrieval.Statistics{Points: len(x.chunks), AverageLength: float32(x.total / float64(len(x.chunks)))}, nil
}

func (x *wordIndex) retriever() *retrieval.Retriever {
	return &retrieval.Retriever{Index: x, Embedder: embed.Builtin(), Read: text.Read, Fuse: rank.For(embed.BuiltinModel).Fuse, Finish: rank.Finish, Depth: 200}
}

// shown are the drafts that a reader sees.
func shown(drafts []answer.Draft) []answer.Draft {
	return slices.DeleteFunc(drafts, func(d answer.Draft) bool { return d.Aside })
}

// task makes what a composer gets for a question.
func (s tuningSet) task(t *testing.T, question string) answer.Task {
	t.Helper()
	found, err := s.index.retriever().Search(t.Context(), retrieval.Question{Text: question, Limit: 12})
	if err != nil {
		t.Fatal(err)
	}
	_, terms := text.Query(retrieval.Question{Text: question})
	return answer.Task{Question: question, Searched: found.Searched, Terms: terms, Passages: found.Passages, Texts: answer.NewTexts(embed.Builtin())}
}

// gold are the spans in bytes.
func (s tuningSet) gold(q goldQuery) []goldSpan {
	var out []goldSpan
	for _, g := range q.Spans {
		runes := []rune(s.texts[g.Document])
		if g.End > len(runes) {
			continue
		}
		out = append(out, goldSpan{g.Document, len(string(runes[:g.Start])), len(string(runes[:g.End]))})
	}
	return out
}

func hits(gold []goldSpan, document string, start, end int) bool {
	for _, g := range gold {
		if g.Document == document && start < g.End && g.Start < end {
			return true
		}
	}
	return false
}

func tuningFolder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("FOOTNOTE_TUNING")
	if dir == "" {
		t.Skip("FOOTNOTE_TUNING names no folder of tuning sets")
	}
	return dir
}

// every: only each so manieth question is asked where FOOTNOTE_EVERY says so.
func every(t *testing.T) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("FOOTNOTE_EVERY"), "1"))
	if err != nil || n < 1 {
		t.Fatal("FOOTNOTE_EVERY is no number above 0")
	}
	return n
}

func TestTuningFirstSentence(t *testing.T) {
	dir := tuningFolder(t)
	var dump *json.Encoder
	if path := os.Getenv("FOOTNOTE_FEATURES"); path != "" {
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		buffered := bufio.NewWriter(file)
		defer buffered.Flush()
		dump = json.NewEncoder(buffered)
	}
	tuneGolden(t, dump)
	for _, name := range []string{"xquad_en", "xquad_zh", "drcd_dev", "clapnq_dev", "xquad_zh>xquad_en", "xquad_en>xquad_zh"} {
		if only := os.Getenv("FOOTNOTE_MISSES"); only != "" && only != name {
			continue
		}
		set := readAcross(t, dir, name)
		n, first, three := 0.0, 0.0, 0.0
		var misses []string
		for i, q := range set.queries {
			if len(set.queries) > 2000 && i%3 != 0 || i%every(t) != 0 {
				continue
			}
			gold := set.gold(q)
			if len(gold) == 0 {
				continue
			}
			n++
			task := set.task(t, q.Text)
			drafts := shown(compose(t.Context(), task))
			if len(drafts) == 0 {
				continue
			}
			if c := drafts[0].Cites[0]; os.Getenv("FOOTNOTE_MISSES") == name && !hits(gold, task.Passages[c.Passage-1].Document, c.Start, c.End) {
				g := set.texts[gold[0].Document]
				misses = append(misses, fmt.Sprintf("Q %s\n  got (p%d) %s\n  gold %s … [%s]", q.Text, c.Passage, drafts[0].Text, sentenceAt(g, gold[0].Start), g[gold[0].Start:gold[0].End]))
			}
			for i, d := range drafts[:min(3, len(drafts))] {
				c := d.Cites[0]
				if hits(gold, task.Passages[c.Passage-1].Document, c.Start, c.End) {
					three++
					if i == 0 {
						first++
					}
					break
				}
			}
			if dump != nil {
				dumpFeatures(t, dump, name, q.ID, task, func(p page, c candidate) bool { return hits(gold, p.Document, c.Start, c.End) })
			}
		}
		t.Logf("%-12s n=%4.0f first %.3f of three %.3f", name, n, first/n, three/n)
		if os.Getenv("FOOTNOTE_MISSES") != "" {
			fmt.Println(strings.Join(misses, "\n"))
		}
	}
}

// tuneGolden prints how often the first sentence, or any, is evidence on the
// example sites' own questions.
func tuneGolden(t *testing.T, dump *json.Encoder) {
	counts := map[string][3]float64{}
	for _, c := range testdata.Companies() {
		k := readCompany(t, c)
		for _, item := range k.items {
			if item.Expect == "refuse" || item.Kind == "cross_language" {
				continue
			}
			task := k.task(t, item)
			set := "golden_" + item.Lang
			n := counts[set]
			n[0]++
			drafts := shown(compose(t.Context(), task))
			for i, d := range drafts {
				if says(item, task.Passages[d.Cites[0].Passage-1].URL, quoteOf(k, task, d.Cites[0])) {
					n[2]++
					if i == 0 {
						n[1]++
					}
					break
				}
			}
			counts[set] = n
			if dump != nil {
				dumpFeatures(t, dump, set+"_"+c.Name, item.ID, task, func(p page, c candidate) bool { return says(item, p.URL, c.Text) })
			}
		}
	}
	for set, n := range counts {
		t.Logf("%-12s n=%4.0f first %.3f any %.3f", set, n[0], n[1]/n[0], n[2]/n[0])
	}
}

func quoteOf(k company, task answer.Task, c answer.Cite) string {
	return k.documents[task.Passages[c.Passage-1].Document].Text[c.Start:c.End]
}

func sentenceAt(s string, at int) string {
	for _, span := range text.Sentences(s) {
		if span.Start <= at && at < span.End {
			return s[span.Start:span.End]
		}
	}
	return ""
}

func dumpFeatures(t *testing.T, to *json.Encoder, set, id string, task answer.Task, gold func(page, candidate) bool) {
	t.Helper()
	a := task.Asked()
	r := read(t.Context(), task)
	if len(r.all) == 0 {
		return
	}
	r.judge(r.ask(a, task.Question, 1))
	type line struct {
		Set, ID string
		Form    answer.Form
		Want    answer.Want
		X       []features
		Y       []int
		P       [][2]int // page and block
		D, S    []string
	}
	l := line{Set: set, ID: id, Form: a.Form, Want: a.Want}
	for _, c := range r.all {
		l.X = append(l.X, c.features)
		l.P = append(l.P, [2]int{c.page, c.Block})
		l.D = append(l.D, r.pages[c.page].Document)
		l.S = append(l.S, r.pages[c.page].Section)
		l.Y = append(l.Y, int(truth(gold(r.pages[c.page], c))))
	}
	if err := to.Encode(l); err != nil {
		t.Fatal(err)
	}
}
