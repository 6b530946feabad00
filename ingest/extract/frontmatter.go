package extract

import (
	"bytes"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"footnote/ingest"
)

// front is the part of a page's front matter that is used.
type front struct {
	title, description, language string
	updated                      time.Time
	labels                       map[string]string

	yaml []byte
}

// param is the value of a parameter at the top of YAML front matter.
func (f front) param(name string) string {
	for line := range bytes.Lines(f.yaml) {
		if value, ok := bytes.CutPrefix(line, []byte(name+":")); ok {
			return yamlValue(string(line), string(bytes.TrimSpace(value)), name)
		}
	}
	return ""
}

// frontMatter splits a page into its front matter (YAML between lines of "---",
// TOML between lines of "+++") and the rest.
func frontMatter(body []byte) (front, []byte) {
	for _, fence := range []string{"---", "+++"} {
		rest, ok := bytes.CutPrefix(body, []byte(fence))
		if !ok {
			continue
		}
		first, rest, ok := bytes.Cut(rest, []byte("\n"))
		if !ok || len(bytes.TrimSpace(first)) > 0 {
			continue
		}
		head, rest, ok := cutFence(rest, fence)
		if !ok {
			continue
		}
		if fence == "---" {
			return readYAML(head), rest
		}
		return readTOML(head), rest
	}
	return front{}, body
}

// cutFence cuts at the first line that is the fence.
func cutFence(body []byte, fence string) (head, rest []byte, ok bool) {
	for at := 0; at < len(body); {
		end := bytes.IndexByte(body[at:], '\n')
		line, next := body[at:], len(body)
		if end >= 0 {
			line, next = body[at:at+end], at+end+1
		}
		if string(bytes.TrimRight(line, " \t\r")) == fence {
			return body[:at], body[next:], true
		}
		at = next
	}
	return nil, body, false
}

// set takes a value by the name of its key.
func (f *front) set(key, value string) {
	value = fold(value)
	if value == "" {
		return
	}
	switch key = strings.ToLower(key); key {
	case "title":
		f.title = value
	case "description", "summary":
		if f.description == "" || key == "description" {
			f.description = value
		}
	case "lang", "language":
		f.language = value
	case "lastmod", "updated", "last_updated", "last_modified", "modified", "lastupdated", "last_update":
		if t, ok := parseDate(value); ok {
			f.updated = t
		}
	case "date":
		if t, ok := parseDate(value); ok && f.updated.IsZero() {
			f.updated = t
		}
	case "version", "product", "locale", "audience":
		if f.labels == nil {
			f.labels = make(map[string]string)
		}
		f.labels[key] = value
	}
}

// readYAML reads the keys at the top of a YAML document. Only the wanted ones
// are parsed, each by itself: the rest may be wrong or large.
func readYAML(head []byte) (f front) {
	f.yaml = head
	lines := strings.SplitAfter(string(head), "\n")
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && continues(lines[end]) {
			end++
		}
		key, value, ok := strings.Cut(lines[i], ":")
		if ok && wanted(key) {
			f.set(key, yamlValue(strings.Join(lines[i:end], ""), strings.TrimSpace(value), key))
		}
		i = end
	}
	return f
}

// continues says whether a line belongs to the key above it.
func continues(line string) bool {
	return line != "" && (line[0] == ' ' || line[0] == '\t' || line[0] == '-' || strings.TrimSpace(line) == "")
}

func wanted(key string) bool {
	var f front
	f.set(key, "2000-01-01")
	return f.title != "" || f.description != "" || f.language != "" || !f.updated.IsZero() || f.labels != nil
}

// yamlValue is the value of a key: as it stands if it is plain, else as YAML
// reads it. Lists and maps give "".
func yamlValue(entry, value, key string) string {
	plain := strings.Count(strings.TrimSpace(entry), "\n") == 0 && value != "" && !strings.ContainsAny(value[:1], "\"'|>&*!%@`{[#") && !strings.Contains(value, " #")
	if plain {
		return value
	}
	if len(entry) > maxYAML {
		return ""
	}
	var out map[string]any
	if err := yaml.Unmarshal([]byte(entry), &out); err != nil {
		return strings.Trim(value, `"'`)
	}
	switch v := out[key].(type) {
	case string:
		return v
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return ""
}

// maxYAML is the longest value in bytes that is given to the YAML parser.
const maxYAML = 4 << 10

// readTOML reads the keys at the top of a TOML document, and those of [params].
func readTOML(head []byte) (f front) {
	table := ""
	for line := range strings.Lines(string(head)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			table = strings.Trim(line, "[] ")
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && (table == "" || table == "params") {
			f.set(strings.TrimSpace(key), tomlValue(strings.TrimSpace(value)))
		}
	}
	return f
}

// tomlValue is a string or date on one line; "" for anything else.
func tomlValue(s string) string {
	if s == "" {
		return ""
	}
	switch s[0] {
	case '"':
		return unquoteTOML(s)
	case '\'':
		value, _, _ := strings.Cut(s[1:], "'")
		return value
	case '[', '{':
		return ""
	}
	value, _, _ := strings.Cut(s, "#")
	return strings.TrimSpace(value)
}

// unquoteTOML reads a basic string; escapes it does not know stay as they are.
func unquoteTOML(s string) string {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String()
		case s[i] == '\\' && i+1 < len(s):
			i++
			switch s[i] {
			case 'n', 't', 'r':
				b.WriteByte(' ')
			case '"', '\\':
				b.WriteByte(s[i])
			default:
				b.WriteByte('\\')
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return ""
}

// document fills in what the front matter says.
func (f front) document(d *ingest.Document, line time.Time) {
	d.Title, d.Description, d.Language, d.Labels, d.Updated = f.title, f.description, f.language, f.labels, f.updated
	if d.Updated.IsZero() {
		d.Updated = line
	}
}
