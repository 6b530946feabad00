package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"footnote/retrieval"
)

type searchCommand struct {
	Query    []string `arg:"" help:"What to look for."`
	N        int      `short:"n" help:"How many passages." default:"10"`
	Label    []string `help:"Only pages with this label (repeatable)." placeholder:"KEY:VALUE"`
	Language string   `help:"Only pages in this language."`
}

// Run prints ranked passages.
func (c *searchCommand) Run(s *session) error {
	filter, err := newFilter(c.Language, c.Label)
	if err != nil {
		return usageError{err}
	}
	if strings.TrimSpace(strings.Join(c.Query, " ")) == "" {
		return usageError{errors.New("search for what? The query is empty")}
	}
	if c.N < 1 || c.N > 1000 {
		return usageError{fmt.Errorf("-n %d: between 1 and 1000 passages can be shown", c.N)}
	}
	a, err := s.openStored()
	if err != nil {
		return err
	}
	defer a.close()
	a.catchUp(s.globals.KB)
	r, err := a.retriever(a, s.globals.KB)
	if err != nil {
		return err
	}
	found, err := r.Search(a, retrieval.Question{Text: strings.Join(c.Query, " "), Filter: filter, Limit: c.N})
	if err != nil {
		return err
	}
	if s.globals.JSON {
		return json.NewEncoder(s.out).Encode(found.Passages)
	}
	a.printPassages(found)
	return nil
}

func (a *app) printPassages(found retrieval.Found) {
	for _, note := range found.Notes {
		fmt.Fprintln(a.err, "note:", printable(note))
	}
	for _, c := range found.Reading.Corrections {
		fmt.Fprintf(a.err, "searched for %q instead of %q\n", printable(c.To), printable(c.From))
	}
	if len(found.Passages) == 0 {
		fmt.Fprintln(a.out, "Nothing found.")
	}
	for _, p := range found.Passages {
		fmt.Fprintf(a.out, "%2d  %.3f  %s\n", p.Rank, p.Score, printable(place(p.Title, p.Section)))
		fmt.Fprintf(a.out, "    %s\n", printable(withAnchor(p.URL, p.Anchor)))
		fmt.Fprintf(a.out, "    %s\n\n", printable(shorten(p.Text, 240)))
	}
}

func place(title, section string) string {
	if section == "" || section == title {
		return title
	}
	return title + " > " + section
}

func withAnchor(url, anchor string) string {
	if anchor == "" {
		return url
	}
	return url + "#" + anchor
}

// shorten folds white space and cuts after about n characters, at a word.
func shorten(s string, n int) string {
	words := strings.Join(strings.Fields(s), " ")
	runes := []rune(words)
	if len(runes) <= n {
		return words
	}
	cut := string(runes[:n])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + " …"
}

// newFilter reads --label key:value pairs.
func newFilter(language string, labels []string) (retrieval.Filter, error) {
	var f retrieval.Filter
	if language != "" {
		base, _, _ := strings.Cut(strings.ToLower(language), "-") // documents have the base code
		f.Languages = []string{base}
	}
	for _, l := range labels {
		key, value, err := splitLabel(l)
		if err != nil {
			return f, err
		}
		if f.Labels == nil {
			f.Labels = map[string][]string{}
		}
		f.Labels[key] = append(f.Labels[key], value)
	}
	return f, nil
}

func splitLabel(l string) (key, value string, err error) {
	key, value, ok := strings.Cut(l, ":")
	if !ok || key == "" || value == "" {
		return "", "", fmt.Errorf("--label %q: write it as key:value", l)
	}
	return key, value, nil
}
