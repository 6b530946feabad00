package rank

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// asked is a reading with these words, all of weight and rarity 1.
func asked(s string) retrieval.Reading {
	r := ask(s)
	for w := range text.Words(s) {
		r.Words = append(r.Words, retrieval.AskedWord{Term: w.Term, Weight: 1, Rarity: 1})
	}
	return r
}

// texts are chunks of these texts.
func texts(list ...string) []retrieval.Chunk {
	var chunks []retrieval.Chunk
	for _, s := range list {
		chunks = append(chunks, retrieval.Chunk{ID: retrieval.NewID(s), Text: s})
	}
	return chunks
}

func TestPairsInOrder(t *testing.T) {
	p := newPairing(asked("retry count limit").Words)
	last := 2.0
	for _, s := range []string{
		"set retry count limit. retry count limit. retry count limit", // often
		"set the retry count limit here",
		"set the retry count, then the limit",
		"count limit", // one pair of two
		"the limit of the count of the retry",
		"limit" + strings.Repeat(" word", nearby+1) + " retry" + strings.Repeat(" word", nearby+1) + " count",
	} {
		got := p.share(sequenceOf(&retrieval.Chunk{Text: s}))
		if got >= last || got < 0 || got > 1 {
			t.Errorf("%q: share %v, the one before %v", s, got, last)
		}
		last = got
	}
	if last != 0 {
		t.Errorf("words far apart count %v", last)
	}
	if got := p.share(sequenceOf(&retrieval.Chunk{Title: "retry", Text: "count limit"})); got >= p.share(sequenceOf(&retrieval.Chunk{Text: "retry count limit"})) {
		t.Errorf("a pair spans title and text: %v", got)
	}
}

func TestPairsOfRepeatedWords(t *testing.T) {
	for _, s := range []string{"a a", "key key key", "a", ""} {
		if p := newPairing(asked(s).Words); p != nil {
			t.Errorf("%q has pairs", s)
		}
	}
	p := newPairing(asked("cell to cell to cell").Words)
	for _, s := range []string{"cell cell to to cell", "to cell to", "cell"} {
		if got := p.share(sequenceOf(&retrieval.Chunk{Text: s})); !(got >= 0 && got <= 1) {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestInspect(t *testing.T) {
	chunks := texts("the count of each retry", "the retry count", "退款需要五天")
	ranked := rankedAs(chunks)
	ranked[1].Score = 0.95
	before := slices.Clone(ranked)
	got := new(Inspector).Inspect(asked("retry count"), ranked, chunks)
	if !slices.EqualFunc(ranked, before, func(a, b retrieval.Ranked) bool { return a.ID == b.ID && a.Score == b.Score }) {
		t.Error("the ranking that was given is changed")
	}
	if len(got) != 3 || got[0].ID != chunks[1].ID {
		t.Fatalf("order %v", got)
	}
	for _, r := range got {
		sum := 0.0
		for _, x := range r.Why.Boosts {
			sum += x
		}
		if (r.ID == chunks[2].ID) != (sum == 0) || r.Score > 1 || r.Score < sum {
			t.Errorf("score %v with boosts %v", r.Score, r.Why.Boosts)
		}
	}
}

// remembered is more chunks than an Inspector remembers for sure.
const remembered = 24_000

func TestInspectIsRepeatableAndConcurrent(t *testing.T) {
	var list []string
	for i := range remembered {
		list = append(list, fmt.Sprintf("retry number %d count", i))
	}
	chunks := texts(list...)
	x := new(Inspector)
	first := x.Inspect(asked("retry count"), rankedAs(chunks[:inspected]), chunks[:inspected])
	var group sync.WaitGroup
	for w := range 4 {
		group.Go(func() {
			for at := w * 10; at+inspected < len(chunks); at += inspected {
				x.Inspect(asked("retry count"), rankedAs(chunks[at:at+inspected]), chunks[at:at+inspected])
			}
		})
	}
	group.Wait()
	again := x.Inspect(asked("retry count"), rankedAs(chunks[:inspected]), chunks[:inspected])
	for i := range first {
		if first[i].ID != again[i].ID || first[i].Score != again[i].Score || !maps.Equal(first[i].Why.Boosts, again[i].Why.Boosts) {
			t.Fatalf("hit %d: %+v, then %+v", i, first[i], again[i])
		}
	}
}

func TestInspectWithoutChunks(t *testing.T) {
	chunks := texts("retry count", "count retry")
	got := new(Inspector).Inspect(asked("retry count"), rankedAs(chunks), nil)
	if len(got) != 2 || got[0].ID != chunks[0].ID {
		t.Errorf("got %v", got)
	}
	if got := new(Inspector).Inspect(retrieval.Reading{}, nil, nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func FuzzInspect(f *testing.F) {
	f.Add("retry count", "retry count", "the count of retry")
	f.Add("a b a", "a\xffb", "")
	x := new(Inspector)
	f.Fuzz(func(t *testing.T, question, a, b string) {
		chunks := texts(a, b+" ")
		for _, r := range x.Inspect(asked(question), rankedAs(chunks), chunks) {
			if !(r.Score >= 0 && r.Score <= 1) {
				t.Fatalf("score %v", r.Score)
			}
		}
	})
}

func BenchmarkInspect(b *testing.B) {
	var list []string
	for i := range 2000 {
		list = append(list, fmt.Sprintf("chunk %d ", i)+strings.Repeat("To reset an API key, open Settings > Security and choose Rotate; the old key works for 24 hours. ", 10))
	}
	chunks := texts(list...)
	q := asked("how do i reset the api key")
	for _, name := range []string{"known", "new"} {
		b.Run(name, func(b *testing.B) {
			x := new(Inspector)
			for i := 0; b.Loop(); i++ {
				if name == "new" {
					x = new(Inspector)
				}
				at := i * inspected % len(chunks)
				x.Inspect(q, rankedAs(chunks[at:at+inspected]), chunks[at:at+inspected])
			}
		})
	}
}

func TestHeadingsAloneSayNothing(t *testing.T) {
	stub := retrieval.Chunk{ID: retrieval.NewID("stub"), Text: "Call Workflow", Blocks: []retrieval.Block{{Kind: retrieval.Heading, Start: 0, End: 13}}}
	page := retrieval.Chunk{ID: retrieval.NewID("page"), Text: "A workflow consists of a trigger and several nodes that follow it.", Blocks: []retrieval.Block{{Kind: retrieval.Paragraph, Start: 0, End: 66}}}
	reply := retrieval.Chunk{ID: retrieval.NewID("reply"), Text: "Yes.", FAQ: true, Blocks: []retrieval.Block{{Kind: retrieval.Paragraph, Start: 0, End: 4}}}
	hits := []retrieval.Ranked{{ID: stub.ID, Score: 0.9}, {ID: page.ID, Score: 0.85}, {ID: reply.ID, Score: 0.8}}
	got := (&Inspector{}).Inspect(asked("workflow"), hits, []retrieval.Chunk{stub, page, reply})
	if got[0].ID != page.ID || got[1].ID != reply.ID || got[2].Why.Boosts[boostSubstance] > 0 || got[0].Why.Boosts[boostSubstance] == 0 {
		t.Errorf("order %+v", got)
	}
}
