package extract

import (
	"bytes"
	"html"
	"strings"
)

// shortcode is a call in double braces: "{{< figure src="a.png" alt="A" >}}".
type shortcode struct {
	name    string
	closing bool
	alone   bool // "{{< x />}}"
	params  map[string]string
	words   []string // parameters without names
}

// title is the parameter that a reader sees as the heading of the part.
func (s shortcode) title() string {
	for _, name := range []string{"title", "header", "name", "summary", "tabName", "label"} {
		if v := s.params[name]; v != "" {
			return v
		}
	}
	if len(s.words) > 0 {
		return s.words[0]
	}
	return ""
}

// shortcodes translates the shortcodes of a page; param is the value of one of
// the page's own parameters, "" if it has none of that name.
func shortcodes(body []byte, param func(string) string) []byte {
	r := shortcodeReader{param: param}
	r.out.Grow(len(body))
	for {
		i := bytes.Index(body, []byte("{{"))
		if i < 0 || i+2 >= len(body) {
			r.write(body)
			return r.out.Bytes()
		}
		if c := body[i+2]; c != '<' && c != '%' {
			r.write(body[:i+2])
			body = body[i+2:]
			continue
		}
		r.write(body[:i])
		body = r.call(body[i:])
	}
}

type shortcodeReader struct {
	out    bytes.Buffer
	hidden string // name of the shortcode whose contents are left out
	ends   []shortcodeEnd
	text   bool // in tabs whose panels hold Markdown, not code
	param  func(string) string
}

type shortcodeEnd struct{ name, html string }

func (r *shortcodeReader) write(b []byte) {
	if r.hidden == "" {
		r.out.Write(b)
	}
}

// call translates the shortcode that body begins with and returns what follows.
func (r *shortcodeReader) call(body []byte) []byte {
	closer := []byte(">}}")
	if body[2] == '%' {
		closer = []byte("%}}")
	}
	end := bytes.Index(body[:min(len(body), maxShortcode)], closer)
	if end < 3 {
		r.write(body[:3])
		return body[3:]
	}
	inner := string(body[3:end])
	rest := body[end+3:]
	if text := strings.TrimSpace(inner); strings.HasPrefix(text, "/*") { // quoted, to be shown
		r.write(body[:3])
		r.write([]byte(" " + strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(text, "/*"), "*/")) + " "))
		r.write(closer)
		return rest
	}
	s := parseShortcode(inner)
	if r.hidden != "" {
		if s.closing && s.name == r.hidden {
			r.hidden = ""
		}
		return rest
	}
	if s.closing {
		r.end(s.name)
	} else {
		r.begin(s, body[2] == '%')
	}
	return rest
}

// maxShortcode is the longest shortcode in bytes.
const maxShortcode = 4 << 10

// begin translates an opening shortcode.
func (r *shortcodeReader) begin(s shortcode, markdown bool) {
	short := s.name[strings.LastIndexByte(s.name, '/')+1:]
	switch {
	case short == "comment":
		r.hidden = s.name
	case short == "ref", short == "relref":
		r.out.WriteByte('#')
	case short == "param", short == "_param":
		r.parameter(s)
	case short == "figure", short == "img", short == "image":
		r.figure(s)
	case short == "tabpane", short == "tabs":
		r.text = s.params["text"] == "true" || markdown
	case short == "tab":
		r.tab(s, markdown)
	case short == "highlight", short == "code":
		lang := ""
		if len(s.words) > 0 {
			lang = s.words[0]
		}
		r.open(s, "\n\n```"+lang+"\n", "\n```\n\n")
	case short == "details", short == "expand", short == "collapse", short == "spoiler", isNoteKind(short):
		start, end := containerHTML(short, noteTitle(s, short))
		r.open(s, "\n\n"+start+"\n\n", "\n\n"+end+"\n\n")
	}
}

// parameter writes the value of a parameter of the page, or, for one that only
// the site knows, its name: a sentence with a hole in it would mislead.
func (r *shortcodeReader) parameter(s shortcode) {
	if len(s.words) == 0 {
		return
	}
	name := s.words[0]
	value := r.param(name)
	if value == "" {
		value = name[strings.LastIndexByte(name, '.')+1:]
	}
	r.out.WriteString(value)
}

// noteTitle is the title of a note: a parameter without a name that is only the
// kind of note ("warning") is none.
func noteTitle(s shortcode, kind string) string {
	title := s.title()
	if isNoteKind(strings.ToLower(title)) && kind != "details" {
		return ""
	}
	return title
}

func (r *shortcodeReader) open(s shortcode, start, end string) {
	r.out.WriteString(start)
	if !s.alone {
		r.ends = append(r.ends, shortcodeEnd{s.name, end})
	}
}

// maxOpen is how far back the opening of a shortcode is looked for.
const maxOpen = 20

// end closes the last open shortcode of the name; one that is not open is
// nothing.
func (r *shortcodeReader) end(name string) {
	for i := len(r.ends) - 1; i >= max(0, len(r.ends)-maxOpen); i-- {
		if r.ends[i].name == name {
			r.out.WriteString(r.ends[i].html)
			r.ends = append(r.ends[:i], r.ends[i+1:]...)
			return
		}
	}
}

// tab opens the panel of a tab. Its contents are code unless it or the tabs
// around it say that they are text.
func (r *shortcodeReader) tab(s shortcode, markdown bool) {
	start, end := containerHTML("tab", s.title())
	if r.text || markdown || s.params["text"] == "true" || s.params["lang"] == "" {
		r.open(s, "\n\n"+start+"\n\n", "\n\n"+end+"\n\n")
		return
	}
	r.open(s, "\n\n"+start+"\n\n```"+s.params["lang"]+"\n", "\n```\n\n"+end+"\n\n")
}

func (r *shortcodeReader) figure(s shortcode) {
	alt, caption := s.params["alt"], s.params["caption"]
	if caption == "" {
		caption = s.params["title"]
	}
	if alt == "" && caption == "" {
		return
	}
	r.out.WriteString(`<figure><img alt="` + html.EscapeString(alt) + `"><figcaption>` + html.EscapeString(caption) + "</figcaption></figure>")
}

// parseShortcode reads a name and parameters: words, quoted strings, name=value.
func parseShortcode(inner string) shortcode {
	inner = strings.TrimSpace(inner)
	s := shortcode{params: map[string]string{}}
	if rest, ok := strings.CutSuffix(inner, "/"); ok {
		s.alone, inner = true, rest
	}
	if rest, ok := strings.CutPrefix(inner, "/"); ok {
		s.closing, inner = true, strings.TrimSpace(rest)
	}
	n := strings.IndexAny(inner, " \t\n")
	if n < 0 {
		n = len(inner)
	}
	s.name, inner = inner[:n], inner[n:]
	for {
		inner = strings.TrimLeft(inner, " \t\r\n")
		if inner == "" {
			return s
		}
		var name, value string
		if eq := strings.IndexAny(inner, "= \"`"); eq > 0 && inner[eq] == '=' {
			name, inner = inner[:eq], inner[eq+1:]
		}
		value, inner = shortcodeValue(inner)
		if name != "" {
			s.params[name] = value
		} else {
			s.words = append(s.words, value)
		}
	}
}

// shortcodeValue cuts a value, quoted or not, from the beginning of s.
func shortcodeValue(s string) (value, rest string) {
	if s == "" {
		return "", ""
	}
	if q := s[0]; q == '"' || q == '`' {
		if end := strings.IndexByte(s[1:], q); end >= 0 {
			return s[1 : 1+end], s[end+2:]
		}
		return s[1:], ""
	}
	end := strings.IndexAny(s, " \t\n")
	if end < 0 {
		return s, ""
	}
	return s[:end], s[end:]
}
