package extractive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/embed"
	"footnote/retrieval/rank"
	"footnote/retrieval/text"
	"footnote/testdata"
)

// The decision to answer is measured on questions that a collection answers and
// on questions that it does not: those that the sets mark, those whose page is
// taken away, and those of another company.
//
//	FOOTNOTE_TUNING=/path/to/data go test ./api/answer/extractive -run TuningDecision -v
//	FOOTNOTE_SIGNALS=file as well: one line of JSON a question

// decided is a question with the signals of its answer.
type decided struct {
	Set, Question string
	Answerable    bool
	Status        answer.Status
	Confidence    float64
	Signals       map[string]float64
	Text          string
}

// hidden is an index without some documents.
type hidden struct {
	*wordIndex
	without map[string]bool
	only    map[string]bool // nil: all
}

func (h hidden) Search(ctx context.Context, q retrieval.Query) (retrieval.Legs, error) {
	depth := q.Depth
	q.Depth = len(h.chunks)
	legs, err := h.wordIndex.Search(ctx, q)
	legs.Words, legs.Vectors = h.shown(legs.Words, depth), h.shown(legs.Vectors, depth)
	return legs, err
}

func (h hidden) shown(hits []retrieval.Hit, depth int) []retrieval.Hit {
	shown := hits[:0]
	for _, hit := range hits {
		d := h.document(hit.ID)
		if !h.without[d] && (h.only == nil || h.only[d]) && len(shown) < depth {
			shown = append(shown, hit)
		}
	}
	return shown
}

// Frequencies counts what is shown, roughly: a question has few terms.
func (h hidden) Frequencies(_ context.Context, terms []string) (in []int, points int, err error) {
	shown := func(k int) bool {
		d := h.chunks[k].Document
		return !h.without[d] && (h.only == nil || h.only[d])
	}
	for _, term := range terms {
		n := 0
		for _, p := range h.postings[term] {
			if shown(p.chunk) {
				n++
			}
		}
		in = append(in, n)
	}
	if h.only != nil {
		return in, len(h.only), nil
	}
	return in, len(h.chunks), nil
}

func (h hidden) Statistics(ctx context.Context) (retrieval.Statistics, error) {
	s, err := h.wordIndex.Statistics(ctx)
	if h.only != nil {
		s.Points = len(h.only)
	}
	return s, err
}

// decide asks one question.
func decide(t *testing.T, index hidden, read func(context.Context, string) (answer.Source, error), r answer.Request) decided {
	t.Helper()
	d := decided{Question: r.Question}
	retriever := &retrieval.Retriever{Index: index, Embedder: embed.Builtin(), Read: text.Read, Fuse: rank.For(embed.BuiltinModel).Fuse, Finish: rank.Finish, Depth: 200}
	s := &answer.Service{
		Retriever: func(context.Context, string) (*retrieval.Retriever, error) { return retriever, nil },
		Composers: []answer.Composer{New()},
		Pieces:    embed.Builtin(),
		Keep: func(_ context.Context, record answer.Record) error {
			d.Signals = record.Trace.Signals
			return nil
		},
	}
	if read != nil {
		s.Read = func(ctx context.Context, _, id string) (answer.Source, error) { return read(ctx, id) }
	}
	a, err := s.Answer(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.Status, d.Confidence, d.Text = a.Status, a.Confidence, a.Text
	if a.Refusal != nil {
		d.Text = string(a.Refusal.Reason)
	}
	return d
}

func TestTuningDecision(t *testing.T) {
	dir := tuningFolder(t)
	var all []decided
	add := func(set string, answerable bool, d decided) {
		d.Set, d.Answerable = set, answerable
		if d.Text != string(answer.NeedsAccount) {
			all = append(all, d)
		}
	}
	decideGolden(t, add)
	decideNear(t, add)
	decideSpans(t, dir, add)
	decideAcross(t, dir, add)
	decideTurns(t, dir, add)
	decideNoise(t, dir, add)
	report(t, all)
	if path := os.Getenv("FOOTNOTE_FIT"); path != "" {
		fitDecision(t, all, path)
	}
	if path := os.Getenv("FOOTNOTE_SIGNALS"); path != "" {
		writeLines(t, path, all)
	}
}

type adder func(set string, answerable bool, d decided)

func decideGolden(t *testing.T, add adder) {
	companies := testdata.Companies()
	for i, c := range companies {
		k := readCompany(t, c)
		other := readCompany(t, companies[(i+1)%len(companies)])
		for _, item := range k.items {
			r := answer.Request{Question: item.Question, History: item.History}
			if item.Expect == "refuse" {
				if !slices.Contains(item.Tags, "needs_account") {
					add("golden "+c.Name, false, decide(t, hidden{wordIndex: k.index}, k.read, r))
				}
				continue
			}
			if item.Kind == "cross_language" {
				add("cross "+c.Name, true, decide(t, hidden{wordIndex: k.index}, k.read, r))
				add("cross "+c.Name, false, decide(t, hidden{wordIndex: other.index}, other.read, r))
				continue
			}
			add("golden "+c.Name, true, decide(t, hidden{wordIndex: k.index}, k.read, r))
			without := map[string]bool{}
			for id, d := range k.documents {
				for _, e := range item.Evidence {
					if strings.HasSuffix(d.URL, e.URL) || strings.Contains(d.Text, e.Quote) && len(e.Quote) > 25 {
						without[id] = true
					}
				}
			}
			add("without "+c.Name, true, decide(t, hidden{wordIndex: k.index}, k.read, r))
			add("without "+c.Name, false, decide(t, hidden{wordIndex: k.index, without: without}, k.read, r))
			add("other "+c.Name, true, decide(t, hidden{wordIndex: k.index}, k.read, r))
			add("other "+c.Name, false, decide(t, hidden{wordIndex: other.index}, other.read, r))
		}
	}
}

// decideNear asks what the example sites nearly answer, and what they do answer in
// other words. The held half is not fitted on.
func decideNear(t *testing.T, add adder) {
	raw, err := os.ReadFile(filepath.Join("testdata", "near.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	companies := map[string]company{}
	for _, c := range testdata.Companies() {
		companies[c.Name] = readCompany(t, c)
	}
	for lines := json.NewDecoder(bytes.NewReader(raw)); lines.More(); {
		var near struct {
			Site, Question   string
			Answerable, Held bool
		}
		if err := lines.Decode(&near); err != nil {
			t.Fatal(err)
		}
		set := "near " + near.Site
		if near.Held {
			set = "held " + near.Site
		}
		k := companies[near.Site]
		add(set, near.Answerable, decide(t, hidden{wordIndex: k.index}, k.read, answer.Request{Question: near.Question}))
	}
}

func decideSpans(t *testing.T, dir string, add adder) {
	for _, name := range []string{"clapnq_dev", "xquad_en", "xquad_zh", "drcd_dev"} {
		set := readSet(t, filepath.Join(dir, name))
		step := max(1, len(set.queries)/perSet)
		for i := 0; i < len(set.queries); i += step {
			q := set.queries[i]
			r := answer.Request{Question: q.Text}
			if q.Answerable != nil {
				add(name, *q.Answerable, decide(t, hidden{wordIndex: set.index}, nil, r))
				continue
			}
			without := map[string]bool{}
			for _, g := range q.Spans {
				without[g.Document] = true
			}
			add(name, true, decide(t, hidden{wordIndex: set.index}, nil, r))
			add(name, false, decide(t, hidden{wordIndex: set.index, without: without}, nil, r))
		}
	}
}

// perSet is about how many questions of a set are asked.
const perSet = 150

// decideAcross asks the Chinese questions of the English texts, and the reverse.
func decideAcross(t *testing.T, dir string, add adder) {
	for _, pair := range [][2]string{{"xquad_en", "xquad_zh"}, {"xquad_zh", "xquad_en"}} {
		texts, questions := readSet(t, filepath.Join(dir, pair[0])), readSet(t, filepath.Join(dir, pair[1]))
		documents := map[string]string{}
		for _, q := range texts.queries {
			if len(q.Spans) > 0 {
				documents[q.ID] = q.Spans[0].Document
			}
		}
		for i := 0; i < len(questions.queries); i += max(1, len(questions.queries)/perSet) {
			q := questions.queries[i]
			r := answer.Request{Question: q.Text}
			add(pair[1]+">"+pair[0], true, decide(t, hidden{wordIndex: texts.index}, nil, r))
			add(pair[1]+">"+pair[0], false, decide(t, hidden{wordIndex: texts.index, without: map[string]bool{documents[q.ID]: true}}, nil, r))
		}
	}
}

func decideTurns(t *testing.T, dir string, add adder) {
	set := readSet(t, filepath.Join(dir, "mtrag_cloud"))
	type turn struct {
		Text          string           `json:"text"`
		History       []retrieval.Turn `json:"history"`
		Answerability string           `json:"answerability"`
	}
	for _, q := range readLines[turn](t, filepath.Join(dir, "mtrag_cloud", "queries.jsonl.gz")) {
		for i := range q.History {
			if q.History[i].Role != "user" {
				q.History[i].Role = "assistant"
			}
		}
		if q.Answerability == "ANSWERABLE" || q.Answerability == "UNANSWERABLE" {
			add("mtrag_cloud", q.Answerability == "ANSWERABLE", decide(t, hidden{wordIndex: set.index}, nil, answer.Request{Question: q.Text, History: q.History}))
		}
	}
}

// decideNoise asks among five documents, one of which answers or none.
func decideNoise(t *testing.T, dir string, add adder) {
	const documents = 5
	type noisy struct {
		ID        string   `json:"_id"`
		Text      string   `json:"text"`
		Negatives []string `json:"negatives"`
	}
	for _, name := range []string{"rgb_zh_refine", "rgb_en_fact"} {
		set := readSet(t, filepath.Join(dir, name))
		gold := readQrels(t, filepath.Join(dir, name, "qrels.tsv.gz"))
		for i, q := range readLines[noisy](t, filepath.Join(dir, name, "queries.jsonl.gz")) {
			if i%2 == 1 || len(q.Negatives) < documents || len(gold[q.ID]) == 0 {
				continue
			}
			only := map[string]bool{}
			for _, n := range q.Negatives[:documents] {
				only[n] = true
			}
			r := answer.Request{Question: q.Text}
			add(name, false, decide(t, hidden{wordIndex: set.index, only: only}, nil, r))
			with := map[string]bool{gold[q.ID][0]: true}
			for _, n := range q.Negatives[:documents-1] {
				with[n] = true
			}
			add(name, true, decide(t, hidden{wordIndex: set.index, only: with}, nil, r))
		}
	}
}

// report prints, by set, how well the confidence tells the two kinds apart and
// what is refused of each.
func report(t *testing.T, all []decided) {
	sets := map[string][]decided{}
	var names []string
	for _, d := range all {
		if sets[d.Set] == nil {
			names = append(names, d.Set)
		}
		sets[d.Set] = append(sets[d.Set], d)
	}
	for _, name := range names {
		yes, no, refusedYes, refusedNo := 0.0, 0.0, 0.0, 0.0
		for _, d := range sets[name] {
			refused := truth(d.Status == answer.Refused)
			if d.Answerable {
				yes++
				refusedYes += refused
			} else {
				no++
				refusedNo += refused
			}
		}
		t.Logf("%-16s answerable %4.0f refused %.3f   not %4.0f refused %.3f   AUROC %.3f", name, yes, refusedYes/yes, no, refusedNo/no, auroc(sets[name]))
	}
}

// auroc is the chance that an answerable question has the higher confidence.
func auroc(list []decided) float64 {
	sum, n := 0.0, 0.0
	for _, a := range list {
		for _, b := range list {
			if a.Answerable && !b.Answerable {
				n++
				sum += truth(a.Confidence > b.Confidence) + truth(a.Confidence == b.Confidence)/2
			}
		}
	}
	return sum / n
}

func writeLines(t *testing.T, path string, all []decided) {
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	e := json.NewEncoder(w)
	for _, d := range all {
		if err := e.Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
}
