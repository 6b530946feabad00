package answer_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/api/answer"
	"footnote/api/answer/extractive"
	"footnote/retrieval"
	"footnote/retrieval/rank"
	"footnote/retrieval/text"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf is a knowledge base in memory: a Searcher by BM25 and its documents.
type shelf struct {
	chunks    []retrieval.Chunk
	documents map[string]answer.Source
	filter    retrieval.Filter // of the last search
	err       error
	before    func() // called by Search
}

// newShelf makes one document of each page: its first line is the title, the
// others are marked: "# " heading, "- " entry, "1. " step, "? " term, "| "
// between cells.
func newShelf(pages ...string) *shelf {
	s := &shelf{documents: map[string]answer.Source{}}
	for i, page := range pages {
		title, body, _ := strings.Cut(strings.TrimSpace(page), "\n")
		s.add(fmt.Sprintf("d%d", i+1), title, body)
	}
	return s
}

func (s *shelf) add(id, title, body string) {
	var b strings.Builder
	var blocks []retrieval.Block
	section := ""
	type part struct {
		section    string
		from, to   int
		start, end int
	}
	var parts []part
	last := retrieval.Heading
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, "\n")
		kind := retrieval.Paragraph
		switch {
		case strings.HasPrefix(line, "# "):
			line, kind = line[2:], retrieval.Heading
			section = line
		case strings.HasPrefix(line, "? "):
			line, kind = line[2:], retrieval.Term
		case strings.HasPrefix(line, "- "):
			kind = retrieval.Item
		case len(line) > 2 && line[1:3] == ". ":
			kind = retrieval.Step
		case strings.Contains(line, " | "):
			kind = retrieval.Row
			if last != retrieval.Row && last != retrieval.Header {
				kind = retrieval.Header
			}
		}
		last = kind
		if kind == retrieval.Heading || len(parts) == 0 {
			parts = append(parts, part{section, len(blocks), len(blocks), b.Len(), b.Len()})
		}
		start := b.Len()
		b.WriteString(line)
		blocks = append(blocks, retrieval.Block{Kind: kind, Start: start, End: b.Len(), Level: 1})
		p := &parts[len(parts)-1]
		p.to, p.end = len(blocks), b.Len()
		b.WriteString("\n")
	}
	doc := strings.TrimSuffix(b.String(), "\n")
	s.documents[id] = answer.Source{Text: doc, Blocks: blocks, Fetched: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}
	for _, p := range parts {
		s.chunks = append(s.chunks, retrieval.Chunk{
			ID: retrieval.NewID(id, p.section, doc[p.start:p.end]), Document: id, URL: "https://help.example/" + id, Title: title,
			Section: p.section, Anchor: strings.ToLower(strings.ReplaceAll(p.section, " ", "-")), Language: text.Language(doc),
			Text: doc[p.start:p.end], Start: p.start, End: p.end, Blocks: blocks[p.from:p.to], Updated: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		})
	}
}

func (s *shelf) Search(_ context.Context, q retrieval.Query) (retrieval.Legs, error) {
	if s.before != nil {
		s.before()
	}
	s.filter = q.Filter
	if s.err != nil {
		return retrieval.Legs{}, s.err
	}
	df := map[string]float64{}
	counts := make([]map[string]float64, len(s.chunks))
	for i, c := range s.chunks {
		counts[i] = map[string]float64{}
		for _, n := range text.Document(c).Counts {
			counts[i][n.Term] = float64(n.Count)
			df[n.Term]++
		}
	}
	n := float64(len(s.chunks))
	var hits []retrieval.Hit
	for i, c := range s.chunks {
		score := 0.0
		for _, t := range q.Terms {
			tf := counts[i][t.Term]
			score += float64(t.Weight) * math.Log(1+(n-df[t.Term]+0.5)/(df[t.Term]+0.5)) * tf / (tf + retrieval.K1)
		}
		if score > 0 {
			hits = append(hits, retrieval.Hit{ID: c.ID, Score: float32(score)})
		}
	}
	slices.SortFunc(hits, func(a, b retrieval.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return retrieval.Legs{Words: hits}, nil
}

func (s *shelf) Chunks(_ context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	var out []retrieval.Chunk
	for _, id := range ids {
		for _, c := range s.chunks {
			if c.ID == id {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func (s *shelf) Frequencies(_ context.Context, terms []string) (in []int, points int, err error) {
	in = make([]int, len(terms))
	for _, c := range s.chunks {
		for _, n := range text.Document(c).Counts {
			for i, term := range terms {
				if n.Term == term {
					in[i]++
				}
			}
		}
	}
	return in, len(s.chunks), nil
}

func (s *shelf) Statistics(context.Context) (retrieval.Statistics, error) {
	return retrieval.Statistics{Points: len(s.chunks)}, nil
}

// service answers from the shelf; kept collects its records.
func (s *shelf) service(kept *[]answer.Record, composers ...answer.Composer) *answer.Service {
	n := 0
	return &answer.Service{
		Retriever: func(_ context.Context, kb string) (*retrieval.Retriever, error) {
			if kb != answer.DefaultKB {
				return nil, fmt.Errorf("%w: %q", answer.ErrUnknownKB, kb)
			}
			return &retrieval.Retriever{Index: s, Read: text.Read, Fuse: rank.Fusion{}.Fuse, Finish: rank.Finish}, nil
		},
		Read: func(_ context.Context, _, id string) (answer.Source, error) {
			d, ok := s.documents[id]
			if !ok {
				return answer.Source{}, errors.New("no such document")
			}
			return d, nil
		},
		Composers: append(composers, extractive.New()),
		Keep: func(_ context.Context, r answer.Record) error {
			if kept != nil {
				*kept = append(*kept, r)
			}
			return nil
		},
		NewID: func() string { n++; return fmt.Sprintf("a%d", n) },
	}
}

// ask answers a question and fails the test on an error or a broken promise.
func (s *shelf) ask(t *testing.T, question string) answer.Answer {
	t.Helper()
	return s.answer(t, answer.Request{Question: question})
}

func (s *shelf) answer(t *testing.T, r answer.Request, composers ...answer.Composer) answer.Answer {
	t.Helper()
	a, err := s.service(nil, composers...).Answer(t.Context(), r, nil)
	if err != nil {
		t.Fatalf("%s: %v", r.Question, err)
	}
	s.keepsPromises(t, a)
	return a
}

// keepsPromises: citations are exact, every sentence has one, numbers are in
// order of first use.
func (s *shelf) keepsPromises(t *testing.T, a answer.Answer) {
	t.Helper()
	next := 1
	for _, x := range a.Sentences {
		if len(x.Citations) == 0 {
			t.Errorf("no citation: %s", x.Text)
		}
		for _, n := range x.Citations {
			if n < 1 || n > len(a.Citations) || n > next {
				t.Errorf("citation number %d of %d out of order: %s", n, len(a.Citations), x.Text)
			}
			next = max(next, n+1)
		}
	}
	for i, c := range a.Citations {
		doc := s.documents[c.Document].Text
		if c.Number != i+1 || c.Start < 0 || c.End > len(doc) || c.Start >= c.End || doc[c.Start:c.End] != c.Quote {
			t.Errorf("citation %d is not exact: %q at %d-%d", c.Number, c.Quote, c.Start, c.End)
		}
	}
	switch a.Status {
	case answer.Answered:
		if len(a.Sentences) == 0 || a.Refusal != nil || a.Clarify != nil {
			t.Errorf("answered, with %d sentences, %v, %v", len(a.Sentences), a.Refusal, a.Clarify)
		}
	case answer.Refused:
		if a.Refusal == nil || a.Refusal.Message == "" || len(a.Sentences) != 0 || a.Refusal.Nearest == nil {
			t.Errorf("refused, with %+v and %d sentences", a.Refusal, len(a.Sentences))
		}
	case answer.Clarifying:
		if a.Clarify == nil || len(a.Clarify.Choices) < 2 {
			t.Errorf("asks back with %+v", a.Clarify)
		}
	default:
		t.Errorf("status %q", a.Status)
	}
	if a.Confidence < 0 || a.Confidence > 1 {
		t.Errorf("confidence %v", a.Confidence)
	}
}

// scripted is a composer that says what it is told.
type scripted struct {
	drafts []answer.Draft
	err    error
	before func(i int)
}

func (c scripted) Name() string { return "model:scripted" }

func (c scripted) Compose(_ context.Context, t answer.Task) iter.Seq2[answer.Draft, error] {
	return func(yield func(answer.Draft, error) bool) {
		for i, d := range c.drafts {
			if c.before != nil {
				c.before(i)
			}
			if !yield(d, nil) {
				return
			}
		}
		if c.err != nil {
			yield(answer.Draft{}, c.err)
		}
	}
}

// cites is a draft that cites the passage with this text in it.
func citing(text string, passages ...int) answer.Draft {
	d := answer.Draft{Text: text}
	for _, n := range passages {
		d.Cites = append(d.Cites, answer.Cite{Passage: n})
	}
	return d
}
