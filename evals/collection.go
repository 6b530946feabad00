package evals

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"footnote/retrieval"
)

// Collection is a test collection in BEIR layout: a folder with corpus.jsonl,
// queries.jsonl and qrels.tsv (or qrels/test.tsv), each plain or gzipped. The
// corpus is not read here: it is ingested like any other source.
type Collection struct {
	Corpus  string  // path of corpus.jsonl[.gz]
	Queries []Query // that have judgements, in file order
	Qrels   Qrels
	// Unjudged counts queries without a relevant document; they cannot be
	// scored and are left out.
	Unjudged int
}

// Query is a question of a collection.
type Query struct {
	ID      string
	Text    string           // last turn
	Rewrite string           // the collection's stand-alone form, if it has one
	History []retrieval.Turn // earlier turns, oldest first
}

// Qrels are judgements: query id -> document id -> grade (0: judged not
// relevant).
type Qrels map[string]map[string]int

// OpenCollection reads questions and judgements of the collection in dir.
func OpenCollection(dir string) (Collection, error) {
	var c Collection
	var err error
	if c.Corpus, err = find(dir, "corpus.jsonl"); err != nil {
		return c, err
	}
	judgements, err := find(dir, "qrels.tsv", filepath.Join("qrels", "test.tsv"))
	if err != nil {
		return c, err
	}
	if c.Qrels, err = readFile(judgements, readQrels); err != nil {
		return c, err
	}
	questions, err := find(dir, "queries.jsonl")
	if err != nil {
		return c, err
	}
	all, err := readFile(questions, readQueries)
	if err != nil {
		return c, err
	}
	for _, q := range all {
		if c.Qrels.relevant(q.ID) == 0 {
			c.Unjudged++
			continue
		}
		c.Queries = append(c.Queries, q)
	}
	if len(c.Queries) == 0 {
		return c, fmt.Errorf("collection %s: no question has a relevant document", dir)
	}
	return c, nil
}

func (q Qrels) relevant(query string) (n int) {
	for _, grade := range q[query] {
		if grade > 0 {
			n++
		}
	}
	return n
}

// find returns the first of the names in dir that exists, plain or gzipped.
func find(dir string, names ...string) (string, error) {
	for _, name := range names {
		for _, ending := range []string{"", ".gz"} {
			path := filepath.Join(dir, name+ending)
			if _, err := os.Stat(path); err == nil {
				return path, nil
			} else if !errors.Is(err, fs.ErrNotExist) {
				return "", fmt.Errorf("collection: %w", err)
			}
		}
	}
	return "", fmt.Errorf("collection %s: no %s in it: a BEIR folder has corpus.jsonl, queries.jsonl and qrels.tsv (plain or .gz)", dir, names[0])
}

func readFile[T any](path string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(path)
	if err != nil {
		return none, fmt.Errorf("collection: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return none, fmt.Errorf("collection %s: %w", path, err)
		}
	}
	got, err := read(r)
	if err != nil {
		return none, fmt.Errorf("collection %s: %w", path, err)
	}
	return got, nil
}

// maxLine bounds a line of a collection: the longest question with history of
// any public set is far below.
const maxLine = 16 << 20

func eachLine(r io.Reader, visit func(n int, line []byte) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		if err := visit(n, lines.Bytes()); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return lines.Err()
}

func readQueries(r io.Reader) ([]Query, error) {
	var queries []Query
	seen := map[string]bool{}
	err := eachLine(r, func(_ int, line []byte) error {
		var row struct {
			ID      string           `json:"_id"`
			Text    string           `json:"text"`
			Rewrite string           `json:"rewrite"`
			History []retrieval.Turn `json:"history"`
		}
		if err := json.Unmarshal(line, &row); err != nil {
			return err
		}
		if row.ID == "" || seen[row.ID] {
			return fmt.Errorf("question id %q is empty or used twice", row.ID)
		}
		seen[row.ID] = true
		for i, turn := range row.History {
			if turn.Role != "user" { // sets say "agent", "system", "assistant"
				row.History[i].Role = "assistant"
			}
		}
		queries = append(queries, Query(row))
		return nil
	})
	return queries, err
}

func readQrels(r io.Reader) (Qrels, error) {
	qrels := Qrels{}
	err := eachLine(r, func(n int, line []byte) error {
		fields := strings.Split(strings.TrimRight(string(line), "\r\n"), "\t")
		if len(fields) == 4 { // TREC form has an unused second column
			fields = append(fields[:1:1], fields[2:]...)
		}
		if len(fields) != 3 {
			return fmt.Errorf("want query-id, corpus-id, score separated by tabs, got %d fields", len(fields))
		}
		grade, err := strconv.Atoi(fields[2])
		if err != nil && n == 1 {
			return nil // header
		}
		if err != nil {
			return fmt.Errorf("score %q is not a whole number", fields[2])
		}
		if qrels[fields[0]] == nil {
			qrels[fields[0]] = map[string]int{}
		}
		qrels[fields[0]][fields[1]] = grade
		return nil
	})
	return qrels, err
}
