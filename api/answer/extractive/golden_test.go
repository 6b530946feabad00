package extractive

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"footnote/api/answer"
	"footnote/evals"
	"footnote/ingest"
	"footnote/ingest/chunk"
	"footnote/ingest/extract"
	"footnote/retrieval"
	"footnote/retrieval/embed"
	"footnote/retrieval/text"
	"footnote/testdata"
)

// company is an example site in memory.
type company struct {
	documents map[string]ingest.Document
	index     *wordIndex
	items     []evals.Item
}

func readCompany(t testing.TB, c testdata.Company) company {
	t.Helper()
	site, err := c.Site()
	if err != nil {
		t.Fatal(err)
	}
	k := company{documents: map[string]ingest.Document{}, index: newIndex()}
	err = fs.WalkDir(site, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") || strings.Contains(path, "internal") {
			return err
		}
		return k.add(site, path, c.Origin)
	})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := c.Golden()
	if err != nil {
		t.Fatal(err)
	}
	if k.items, err = evals.ReadGolden(bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k company) add(site fs.FS, path, origin string) error {
	raw, err := fs.ReadFile(site, path)
	if err != nil {
		return err
	}
	u := origin + "/" + strings.TrimSuffix(path, ".html")
	doc, err := extract.Extract(ingest.Page{Key: u, URL: u, ContentType: "text/html", Body: raw})
	if err != nil || doc.NoIndex || doc.Canonical != "" {
		return err
	}
	k.documents[doc.ID] = doc
	for _, c := range (chunk.Splitter{}).Split(doc) {
		k.index.add(c)
	}
	return nil
}

func (k company) read(_ context.Context, id string) (answer.Source, error) {
	d, ok := k.documents[id]
	if !ok {
		return answer.Source{}, errors.New("no such document")
	}
	return answer.Source{Text: d.Text, Blocks: d.Blocks}, nil
}

func (k company) task(t *testing.T, item evals.Item) answer.Task {
	t.Helper()
	q := retrieval.Question{Text: item.Question, History: item.History, Limit: 12}
	found, err := k.index.retriever().Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	_, terms := text.Query(q)
	task := k.taskOf(item.Question, found, terms)
	task.History = item.History
	return task
}

func (k company) taskOf(question string, found retrieval.Found, terms []retrieval.QueryTerm) answer.Task {
	return answer.Task{Question: question, Searched: found.Searched, Terms: terms, Passages: found.Passages, Read: k.read, Texts: answer.NewTexts(embed.Builtin())}
}

// says: is this stretch of a page the item's evidence? A short quote (a cell)
// counts only beside another one.
func says(item evals.Item, url, s string) bool {
	short := 0
	for _, e := range item.Evidence {
		if strings.HasSuffix(url, e.URL) && strings.Contains(s, e.Quote) {
			if utf8.RuneCountInString(e.Quote) > 12 || len(item.Evidence) == 1 {
				return true
			}
			short++
		}
		if strings.HasSuffix(url, e.URL) && len(s) > 20 && strings.Contains(e.Quote, s) {
			return true
		}
	}
	return short > 1
}
