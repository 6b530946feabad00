package folder

import (
	"fmt"
	"hash/fnv"
	"strings"

	"footnote/ingest"
	"footnote/ingest/charset"
	"footnote/ingest/sheet"
)

// maxParts is the number of pages of one file: a help desk of a large company
// has some 20,000 articles.
const maxParts = 100_000

// parts reads a file that holds several pages, each with a key of its own below
// the file's; false if the file is one page. A part that cannot be had has its
// reason.
func (v *visitor) parts(f file, p ingest.Page) ([]ingest.Page, bool) {
	switch p.ContentType {
	case typeCSV, typeXLSX, "text/tab-separated-values":
		return questions(f.key, p)
	case typeEPUB:
		return chapters(f.key, p)
	case typeJSON:
		return articles(f.key, p.Body)
	case typeMbox:
		return v.threads(f.key, p.Body)
	}
	return nil, false
}

// several yields the pages of a file. The file itself is not one; its own row of
// the ledger says how many it holds.
func (v *visitor) several(f file, parts []ingest.Page) error {
	if len(parts) > maxParts {
		return v.skip(f.key, fmt.Sprintf("holds %d pages, at most %d are read", len(parts), maxParts))
	}
	if len(parts) == 1 && parts[0].Key == f.key { // it cannot be read
		return v.give(parts[0])
	}
	holds := fmt.Sprintf("holds %d pages, each of which has a row of its own", len(parts))
	if len(parts) == 1 {
		holds = "holds one page, which has a row of its own"
	}
	if err := v.skip(f.key, holds); err != nil {
		return err
	}
	times := map[string]int{}
	for _, p := range parts {
		if times[p.Key]++; times[p.Key] > 1 { // the same question twice
			p.Key = fmt.Sprintf("%s-%d", p.Key, times[p.Key])
		}
		if p.URL == "" {
			p.URL = v.published(f.path)
		}
		if p.FoundBy = f.foundBy; p.Modified.IsZero() {
			p.Modified = f.modified
		}
		if p.Status == "" {
			p.Status = ingest.Fetched
		}
		if err := v.give(p); err != nil {
			return err
		}
	}
	return nil
}

// questions reads tables of questions and answers. What other tables a workbook
// holds is one page more.
func questions(key string, p ingest.Page) ([]ingest.Page, bool) {
	tables, err := tablesOf(p)
	if err != nil {
		return nil, false // extraction says what is wrong with the file
	}
	var pages []ingest.Page
	others := false
	for _, t := range tables {
		entries, ok := t.Entries()
		others = others || !ok
		for _, e := range entries {
			pages = append(pages, entryPage(key, e))
		}
	}
	if others && len(pages) > 0 {
		p.Key, p.LastModified = key+"#tables", ""
		p.ContentType += "; " + sheet.WithoutEntries
		pages = append(pages, p)
	}
	return pages, len(pages) > 0
}

func tablesOf(p ingest.Page) ([]sheet.Table, error) {
	if p.ContentType == typeXLSX {
		return sheet.XLSX(p.Body)
	}
	body, err := charset.Decode(p.Body, p.ContentType)
	if err != nil {
		return nil, err
	}
	t, err := sheet.CSV(body)
	return []sheet.Table{t}, err
}

// entryPage is a question with its answer as a page. What the table calls
// something else is kept apart, where it is never found.
func entryPage(key string, e sheet.Entry) ingest.Page {
	answer := normal(e.Answer)
	language := e.Language
	d := &ingest.Document{
		Title: clean(e.Question), Text: answer, Language: language, FAQ: true, Asked: e.Similar, Labels: e.Labels,
		Hidden: strings.Join(e.Not, "\n"), Sections: []ingest.Section{{End: len(answer)}}, Blocks: blocks(answer),
	}
	p := ingest.Page{Key: key + "#" + identify(e.Question), Title: d.Title, Language: language, Labels: e.Labels, Parsed: d}
	if strings.HasPrefix(e.URL, "http://") || strings.HasPrefix(e.URL, "https://") {
		p.URL = e.URL
	}
	return p
}

// identify makes a key of a question, which stays when rows are moved.
func identify(s string) string {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(strings.Join(strings.Fields(s), " "))))
	return fmt.Sprintf("q-%x", h.Sum64())
}
