package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"footnote/ingest"
	"footnote/retrieval"
)

// text is a line of a .jsonl file, the format of the BEIR collections with a
// few fields more:
//
//	{"_id":"7","title":"Refunds","text":"Refunds take 5 days.",
//	 "url":"https://…","language":"en","updated":"2026-01-31","labels":{"product":"x"}}
//
// _id is required, a text or a number; updated is a date or an RFC 3339 time.
// Other fields are ignored.
type text struct {
	ID       string
	Title    string
	Text     string
	URL      string
	Language string
	Updated  time.Time
	Labels   map[string]string
}

// parse reads a line. The error says which field is wrong.
func parse(line []byte) (text, error) {
	var raw struct {
		ID       json.RawMessage   `json:"_id"`
		Title    string            `json:"title"`
		Text     string            `json:"text"`
		URL      string            `json:"url"`
		Language string            `json:"language"`
		Updated  string            `json:"updated"`
		Labels   map[string]string `json:"labels"`
	}
	if err := json.Unmarshal(line, &raw); err != nil {
		return text{}, explain(err)
	}
	t := text{Title: clean(raw.Title), Text: normal(raw.Text), URL: raw.URL, Language: raw.Language, Labels: raw.Labels}
	var err error
	if t.ID, err = identity(raw.ID); err != nil {
		return text{}, err
	}
	if t.Updated, err = date(raw.Updated); err != nil {
		return text{}, err
	}
	if !openable(t.URL) {
		return text{}, fmt.Errorf("url %q: want one that begins with http:// or https://", raw.URL)
	}
	return t, nil
}

func explain(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("a JSON %s where an object is wanted", kind.Value)
	case kind != nil:
		return fmt.Errorf("field %q is a JSON %s where a text is wanted", kind.Field, kind.Value)
	}
	return fmt.Errorf("not a JSON object: %w", err)
}

// maxIdentity is the length of the longest _id in bytes, that of a long URL.
const maxIdentity = 2000

func identity(raw json.RawMessage) (string, error) {
	var id string
	var number json.Number
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", errors.New(`it has no "_id"`)
	case json.Unmarshal(raw, &id) == nil:
	case d.Decode(&number) == nil:
		id = number.String()
	default:
		return "", errors.New(`field "_id" is neither a text nor a number`)
	}
	if id == "" || len(id) > maxIdentity || strings.ContainsFunc(id, unicode.IsControl) {
		return "", fmt.Errorf(`field "_id": want 1 to %d bytes without control characters`, maxIdentity)
	}
	return id, nil
}

func date(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("updated %q: want a date like 2026-01-31 or a time like 2026-01-31T12:00:00Z", s)
}

// openable says whether an address may become a link: none, or one of the web.
// Anything else (javascript:, data:, file:) would reach a reader's browser.
func openable(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// page is the line as a page of the file at path.
func (t text) page(path string, o Options) ingest.Page {
	link := t.URL
	if link == "" {
		link = address(path, t.ID)
	}
	language := t.Language
	if language == "" {
		language = o.Language
	}
	key := address(path, t.ID)
	d := &ingest.Document{
		ID: ingest.DocumentID(key), Key: key, URL: link, Title: t.Title, Language: language, Text: t.Text,
		Sections: []ingest.Section{{End: len(t.Text)}}, Blocks: blocks(t.Text), Updated: t.Updated, Labels: merged(o.Labels, t.Labels),
	}
	return ingest.Page{Key: key, URL: link, Status: ingest.Fetched, FoundBy: "line", Modified: t.Updated, Title: t.Title, Language: language, Labels: t.Labels, Parsed: d}
}

// normal brings a text into the form of Document.Text: lines end with "\n" and
// with no space, at most one empty line between two, none at the ends, no
// control characters.
func normal(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r == '\ufeff' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
	all := strings.Split(s, "\n")
	out := all[:0]
	for _, line := range all {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// clean makes one line of a title.
func clean(s string) string { return strings.Join(strings.Fields(normal(s)), " ") }

// blocks are the paragraphs of a text: what empty lines part, and within that
// every line that does not go on with the one before.
func blocks(s string) []retrieval.Block {
	var out []retrieval.Block
	last := ""
	for at := 0; at < len(s); {
		end := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := s[at:end]
		switch {
		case line == "":
		case len(out) > 0 && last != "" && continues(last, line):
			out[len(out)-1].End = end
		default:
			start := at + len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
			out = append(out, retrieval.Block{Kind: retrieval.Paragraph, Start: start, End: end})
		}
		last = line
		at = end + 1
	}
	return out
}

// continues says whether a line was only broken for its width: the one before
// has not ended a sentence, and this one begins in the middle of one.
func continues(before, line string) bool {
	end, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(line)
	if strings.ContainsRune(",，、-(（", end) {
		return true
	}
	return unicode.IsLower(first) && !strings.ContainsRune(".!?:;。！？：；", end)
}
