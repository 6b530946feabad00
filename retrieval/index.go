package retrieval

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode"
)

// Vector is an embedding of unit length.
type Vector []float32

// TermCount is a word of a text and how often it occurs there; fields with a
// weight below or above one make it a fraction.
type TermCount struct {
	Term  string
	Count float32
}

// Terms is a text as the word leg sees it. Length is the number of words that
// BM25 normalises by, repeated ones counted; terms are distinct, in any order.
type Terms struct {
	Counts []TermCount
	Length float32
}

// Point is what an index stores: a chunk, its vector and its terms. Vector may
// be nil when no embedder is in use.
type Point struct {
	Chunk  Chunk
	Vector Vector
	Terms  Terms
}

// Filter narrows a search. The zero Filter lets everything through.
type Filter struct {
	// Languages: the chunk's language is one of these. Empty: any.
	Languages []string
	// Labels: for each key the chunk's label is one of the values.
	Labels map[string][]string
}

// QueryTerm is a word of the question with its weight (1 for a word of the
// question itself).
type QueryTerm struct {
	Term   string
	Weight float32
}

// Query is a question as an index understands it.
type Query struct {
	Terms  []QueryTerm // empty: no word leg
	Vector Vector      // nil: no vector leg
	Filter Filter
	Depth  int // hits wanted from each leg; at least 1
}

// Hit is a point found by one leg, with that leg's own score.
type Hit struct {
	ID    ID
	Score float32
}

// Legs are the results of the two searches, each in falling order of score,
// equal scores in rising order of ID, no ID twice, at most Query.Depth long.
type Legs struct {
	Words   []Hit // BM25
	Vectors []Hit // cosine
}

// BM25 parameters of every index: K1 and B as in Robertson and Zaragoza 2009
// (Foundations and Trends in IR 3(4), section 3.5), values of Lucene's
// BM25Similarity. Score of a point = sum over query terms t of
//
//	weight(t) * idf(t) * tf / (tf + K1*(1 - B + B*length/average))
//	idf(t) = ln(1 + (N - n(t) + 0.5) / (n(t) + 0.5))
//
// with N points in the index, n(t) of them holding t, and average =
// Statistics.AverageLength as last given to Commit.
const (
	K1 = 1.2
	B  = 0.75
)

// Statistics of a whole collection that weights of single points depend on.
// They are given to the index, not counted by it, so that two indexes over the
// same documents agree to the last digit.
type Statistics struct {
	Points        int
	AverageLength float32 // of Terms.Length
}

// Drift above which Repin moves the average length: a change that small shifts
// no BM25 weight by more than half of it, far below what separates two hits,
// and leaving it alone saves rewriting every stored weight on a server.
const averageDrift = 0.01

// Repin returns the statistics to use after the collection changed from those
// in s to now: the average stays where it is until it has drifted noticeably.
func (s Statistics) Repin(now Statistics) Statistics {
	d := now.AverageLength - s.AverageLength
	if s.AverageLength > 0 && d < s.AverageLength*averageDrift && -d < s.AverageLength*averageDrift {
		now.AverageLength = s.AverageLength
	}
	return now
}

// Spec is what an index was made by and for. Points of different specs cannot
// share an index: their vectors or words are not comparable.
type Spec struct {
	Embedder   string `json:"embedder"` // Embedder.Model(); "" for words alone
	Dimensions int    `json:"dimensions"`
	Analyser   string `json:"analyser"` // version of the word analysis
	Chunker    string `json:"chunker"`  // version of extraction and splitting
}

// Searcher finds points. Safe for concurrent use, also beside one writer; a
// search sees the state of one commit, never a part of one.
type Searcher interface {
	// Search returns both legs. Filters apply inside the search: a leg is short
	// only if fewer points pass the filter and match. A point matches by words
	// when it shares a term with the query; by vector every point matches.
	Search(ctx context.Context, q Query) (Legs, error)
	// Chunks returns the chunks of ids, in that order; one that is no longer
	// there (removed since the search) is left out.
	Chunks(ctx context.Context, ids []ID) ([]Chunk, error)
	// Statistics returns those of the last commit.
	Statistics(ctx context.Context) (Statistics, error)
	Counter
}

// Writer changes an index. One writer at a time.
type Writer interface {
	// Upsert adds points, or replaces those with the same IDs. Adding the same
	// point twice is the same as adding it once. Visible after Commit.
	Upsert(ctx context.Context, points []Point) error
	// Delete removes points; unknown ids are no error. Visible after Commit.
	Delete(ctx context.Context, ids []ID) error
	// Commit makes what was upserted and deleted visible and durable, at once.
	// If it fails, nothing of it is visible in an index that can do so (local);
	// a server may show a part, which the next successful run completes.
	Commit(ctx context.Context, s Statistics) error
	// IDs yields the ids of all points, uncommitted ones included, in any
	// order. After an error the sequence ends.
	IDs(ctx context.Context) iter.Seq2[ID, error]
}

// Index is where points live.
type Index interface {
	Searcher
	Writer
	Close() error
}

// Indexes holds one live index for each knowledge base, and the next one while
// it is being filled.
type Indexes interface {
	// Open returns the live index of a knowledge base. ErrNoIndex if there is
	// none; a *MismatchError if it was made by another spec.
	Open(ctx context.Context, kb string, spec Spec) (Index, error)
	// Create returns a new, empty index beside the live one, which nobody sees
	// until Publish. What an earlier, unfinished Create left is discarded.
	Create(ctx context.Context, kb string, spec Spec) (Index, error)
	// Publish makes the index of the last Create the live one, at once, and
	// discards the one before it. Open indexes follow it: a Searcher that was
	// opened before sees the new points.
	Publish(ctx context.Context, kb string) error
	// Drop removes the knowledge base's index. None there is no error.
	Drop(ctx context.Context, kb string) error
}

// maxKB is how long the name of a knowledge base can be, in bytes: it becomes
// part of file and collection names, which may have 255.
const maxKB = 100

// CheckKB refuses names of knowledge bases that a file system, a server or an
// address could misread. Letters may be of any script.
func CheckKB(name string) error {
	bad := name == "" || len(name) > maxKB || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".")
	for _, r := range name {
		bad = bad || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.", r)
	}
	if bad {
		return fmt.Errorf("knowledge base name %q: use letters, digits, '-', '_' and '.' (not first or last), at most %d bytes", name, maxKB)
	}
	return nil
}

// ErrNoIndex is returned for a knowledge base that has no index (yet).
var ErrNoIndex = errors.New("no index")

// ErrCorrupt is returned (wrapped) when stored data fails its checksum or shape.
var ErrCorrupt = errors.New("index is damaged")

// MismatchError says that an index was made by another embedder, analyser or
// chunker than the program now uses.
type MismatchError struct {
	KB        string
	Have, Own Spec // in the index; in the program
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("index of knowledge base %q was made by %s, this program uses %s: run `footnote reindex --kb %s`, or start with the settings that made it",
		e.KB, e.Have, e.Own, e.KB)
}

func (s Spec) String() string {
	embedder := s.Embedder
	if embedder == "" {
		embedder = "no embedder"
	}
	return fmt.Sprintf("%s (%d dimensions), %s, %s", embedder, s.Dimensions, s.Analyser, s.Chunker)
}
