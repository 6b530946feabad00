package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"footnote/api/answer"
	"footnote/retrieval"
)

// MaxPassages is how many passages a search may ask for.
const MaxPassages = 100

// searchResult is what GET /api/search returns.
type searchResult struct {
	Query    string              `json:"query"`
	Passages []retrieval.Passage `json:"passages"`
	Notes    []string            `json:"notes,omitempty"`
	TookMS   float64             `json:"took_ms"`
}

func (s *server) search(c *gin.Context) {
	kb, q, err := readSearch(c.Request.URL.RawQuery)
	if err != nil {
		s.fail(c, err)
		return
	}
	found, err := s.find(c.Request.Context(), kb, q)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.write(c, http.StatusOK, found)
}

func (s *server) find(ctx context.Context, kb string, q retrieval.Question) (searchResult, error) {
	if err := s.searches.enter(ctx); err != nil {
		return searchResult{}, err
	}
	defer s.searches.leave()
	begin := s.Now()
	r, err := s.Retriever(ctx, kb)
	if err != nil {
		return searchResult{}, err
	}
	found, err := r.Search(ctx, q)
	if err != nil {
		return searchResult{}, err
	}
	passages := s.dated(ctx, kb, found.Passages)
	return searchResult{q.Text, passages, found.Notes, milliseconds(s.Now().Sub(begin))}, nil
}

// Parameters of a search.
var searchParameters = []string{"q", "kb", "n", "language", "label", "typing"}

func readSearch(raw string) (kb string, q retrieval.Question, err error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "", q, badField("", "the query part of the address cannot be read: percent-encode its values")
	}
	for name, given := range values {
		switch {
		case !slices.Contains(searchParameters, name):
			return "", q, badField(printable(name), "is not a parameter of this request: /openapi.yaml lists them")
		case len(given) > 1 && name != "label":
			return "", q, badField(name, "is given twice")
		}
	}
	if kb, err = readKB(values.Get("kb")); err != nil {
		return "", q, err
	}
	if q.Text, err = readQuery(values.Get("q")); err != nil {
		return "", q, err
	}
	if q.Limit, err = readCount(values); err != nil {
		return "", q, err
	}
	if q.Typing, err = readTyping(values); err != nil {
		return "", q, err
	}
	q.Filter, err = readFilter(values)
	return kb, q, err
}

// readKB takes a name as the caller gave it. A name that none can have is
// turned away here, before it reaches anything that makes a path of it.
func readKB(name string) (string, error) {
	if name == "" {
		return answer.DefaultKB, nil
	}
	if retrieval.CheckKB(name) != nil {
		return "", answer.ErrUnknownKB
	}
	return name, nil
}

func readQuery(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", badField("q", "is not UTF-8")
	}
	text = strings.TrimSpace(strings.Map(withoutControl, text))
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", badField("q", "is empty: say what to look for")
	case n > answer.MaxQuestion:
		return "", badField("q", fmt.Sprintf("is longer than %d characters: use fewer words", answer.MaxQuestion))
	}
	return text, nil
}

func withoutControl(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return -1
	}
	return r
}

func readCount(values url.Values) (int, error) {
	if !values.Has("n") {
		return retrieval.DefaultLimit, nil
	}
	n, err := strconv.Atoi(values.Get("n"))
	if err != nil || n < 1 || n > MaxPassages {
		return 0, badField("n", fmt.Sprintf("is not a number from 1 to %d", MaxPassages))
	}
	return n, nil
}

// readTyping says whether q may end within a word. A space at the end of what was
// typed says that it does not, and readQuery drops it.
func readTyping(values url.Values) (bool, error) {
	switch values.Get("typing") {
	case "", "false":
		return false, nil
	case "true":
		last, _ := utf8.DecodeLastRuneInString(values.Get("q"))
		return !unicode.IsSpace(last), nil
	}
	return false, badField("typing", "is neither true nor false")
}

// Bounds of the filter, those of a question's labels.
const (
	maxLabels = 32
	maxLabel  = 200
)

// languageTag is a BCP 47 tag, as far as its form tells.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

func readFilter(values url.Values) (f retrieval.Filter, err error) {
	if tag := values.Get("language"); tag != "" {
		if !languageTag.MatchString(tag) {
			return f, badField("language", "is not a language tag: use one such as en or zh")
		}
		base, _, _ := strings.Cut(tag, "-") // documents have no finer ones
		f.Languages = []string{strings.ToLower(base)}
	}
	labels := values["label"]
	if len(labels) > maxLabels {
		return f, badField("label", fmt.Sprintf("is given more than %d times", maxLabels))
	}
	for _, l := range labels {
		key, value, ok := strings.Cut(l, ":")
		if !ok || key == "" || value == "" || len(l) > maxLabel || !utf8.ValidString(l) {
			return f, badField("label", "is not of the form key:value")
		}
		if f.Labels == nil {
			f.Labels = map[string][]string{}
		}
		f.Labels[key] = append(f.Labels[key], value)
	}
	return f, nil
}
