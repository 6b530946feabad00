package retrieval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Turn is one message of a conversation.
type Turn struct {
	Role string `json:"role"` // "user" or "assistant"
	Text string `json:"text"`
}

// Question is what a user asked, as it reaches the retriever.
type Question struct {
	Text    string
	History []Turn // earlier turns, oldest first
	Filter  Filter
	Page    string // address of the page that the asker is reading; "": unknown
	Limit   int    // passages wanted; 0: DefaultLimit
	// Typing: Text may end within a word, since somebody is still typing it.
	Typing bool
}

// DefaultLimit is how many passages a search returns unless told otherwise.
const DefaultLimit = 10

// DefaultDepth is how many hits each leg gives to fusion: deep enough that a
// passage which only one leg likes is not lost, and 1,000 is what the
// published fusion figures use (Anserini's BEIR runs, k=1000).
const DefaultDepth = 1000

// Found is the result of a search.
type Found struct {
	Passages []Passage
	Searched string   // the text that was searched, history considered
	Notes    []string // what a user should know, e.g. that vectors were not available
	Fault    error    // behind a note: for logs, not for users
	Timings  map[string]time.Duration
	Legs     Legs // for traces and evaluation
	Reading  Reading
}

// Ranked is a fused hit.
type Ranked struct {
	ID    ID
	Score float64
	Why   Why
}

// BestFirst compares two hits: the higher score comes first, of equal ones the
// lower ID.
func BestFirst(a, b Ranked) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), slices.Compare(a.ID[:], b.ID[:]))
}

// Retriever is the one way from a question to passages.
type Retriever struct {
	Index    Searcher
	Embedder Embedder // nil: words alone

	// Read understands a question and its history, with the help of what the
	// index knows of its words.
	Read func(ctx context.Context, q Question, words Counter) (Reading, error)
	// Fuse makes one order of both legs.
	Fuse func(r Reading, l Legs) []Ranked
	// Inspect looks at the text of the first hits and orders them anew. Nil: the
	// order of Fuse stays.
	Inspect func(r Reading, ranked []Ranked, chunks []Chunk) []Ranked
	// Finish turns the first chunks into passages: drops near-copies, cuts to
	// limit, adds highlights and explanations.
	Finish func(r Reading, ranked []Ranked, chunks []Chunk, limit int) []Passage

	// Parts are the questions that one question asks. Nil: each asks one thing.
	Parts func(question string) []string

	// Between returns the bytes [start,end) of a document, for joining passages
	// that follow each other. Nil: none are joined.
	Between func(ctx context.Context, document string, start, end int) (string, error)

	// Reranker orders the first RerankDepth passages anew. Nil: none.
	Reranker Reranker

	Depth int // 0: DefaultDepth
}

// Pool is how many fused hits are looked at in full for each passage wanted,
// at least minPool: enough to fill the list after near-copies are dropped.
const (
	poolFactor = 3
	minPool    = 50
)

// Search ranks passages for a question. A failing embedder or reranker does not
// fail the search: it goes on without, and a note says so.
func (r *Retriever) Search(ctx context.Context, q Question) (Found, error) {
	if q.Limit <= 0 {
		q.Limit = DefaultLimit
	}
	found := Found{Timings: map[string]time.Duration{}}
	l := &laps{found.Timings, time.Now()}
	ranking, err := r.rank(ctx, q, l)
	if err == nil {
		ranking, err = r.together(ctx, q, ranking, l)
	}
	if err != nil {
		return found, err
	}
	found.Reading, found.Searched, found.Legs = ranking.reading, ranking.reading.Searched, ranking.legs
	if ranking.fault != nil {
		found.Notes, found.Fault = append(found.Notes, noteWordsAlone), ranking.fault
	}
	limit := q.Limit
	if r.Reranker != nil {
		limit = max(limit, RerankDepth)
	}
	made := r.Finish(ranking.reading, ranking.ranked, ranking.chunks, limit)
	l.lap("finish")
	ordered, err := r.rerank(ctx, found.Searched, made)
	if ctx.Err() != nil {
		return found, fmt.Errorf("search: %w", ctx.Err())
	}
	if err != nil {
		found.Notes, found.Fault = append(found.Notes, noteNotReranked), errors.Join(found.Fault, err)
	}
	l.lap("rerank")
	found.Passages = r.join(ctx, ordered)
	l.lap("join")
	if free := q.Limit - len(found.Passages); free > 0 && r.Reranker == nil && len(made) == limit { // where some were joined, others take their places
		made = r.Finish(ranking.reading, ranking.ranked, ranking.chunks, limit+free)
		l.lap("finish")
		found.Passages = r.join(ctx, made)
		l.lap("join")
	}
	found.Passages = found.Passages[:min(len(found.Passages), q.Limit)]
	return found, nil
}

// laps add up how long each stage took.
type laps struct {
	took map[string]time.Duration
	at   time.Time
}

func (l *laps) lap(stage string) {
	now := time.Now()
	l.took[stage] += now.Sub(l.at)
	l.at = now
}

// ranking is the first hits of a question, with their chunks.
type ranking struct {
	reading Reading
	legs    Legs
	ranked  []Ranked
	chunks  []Chunk
	fault   error // why vectors were not searched
}

// rank searches a question as a whole.
func (r *Retriever) rank(ctx context.Context, q Question, l *laps) (x ranking, err error) {
	x.reading, err = r.Read(ctx, q, r.Index)
	if err != nil {
		return x, fmt.Errorf("search: %w", err)
	}
	l.lap("read")
	var vector Vector
	vector, x.fault = r.embed(ctx, x.reading.Searched)
	if ctx.Err() != nil {
		return x, fmt.Errorf("search: %w", ctx.Err())
	}
	l.lap("embed")
	x.legs, err = r.Index.Search(ctx, Query{Terms: x.reading.Terms, Vector: vector, Filter: q.Filter, Depth: r.depth()})
	if err != nil {
		return x, fmt.Errorf("search: %w", err)
	}
	l.lap("search")
	ranked := r.Fuse(x.reading, x.legs)
	x.ranked = ranked[:min(len(ranked), pool(q))]
	l.lap("fuse")
	if x.chunks, err = r.chunks(ctx, x.ranked); err != nil {
		return x, err
	}
	if r.Inspect != nil {
		x.ranked = r.Inspect(x.reading, x.ranked, x.chunks)
	}
	l.lap("inspect")
	return x, nil
}

func pool(q Question) int { return max(minPool, q.Limit*poolFactor) }

func (r *Retriever) depth() int {
	if r.Depth > 0 {
		return r.Depth
	}
	return DefaultDepth
}

// embedLimit is how long a search waits for the vector of its question: after
// that an answer by words alone is worth more than a better one later.
const embedLimit = 3 * time.Second

const noteWordsAlone = "searched by words alone: the embedder is not available"

func (r *Retriever) embed(ctx context.Context, text string) (Vector, error) {
	if r.Embedder == nil || text == "" {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, embedLimit)
	defer cancel()
	v, err := r.Embedder.EmbedQuery(ctx, text)
	if err != nil {
		return nil, err
	}
	for _, x := range v {
		if x != 0 {
			return v, nil
		}
	}
	return nil, nil // no known word: every point would match equally
}

func (r *Retriever) chunks(ctx context.Context, ranked []Ranked) ([]Chunk, error) {
	ids := make([]ID, len(ranked))
	for i, x := range ranked {
		ids[i] = x.ID
	}
	chunks, err := r.Index.Chunks(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("search: read chunks: %w", err)
	}
	return chunks, nil
}
