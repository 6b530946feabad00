package extract

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// style is how a program that makes documentation sets an article. What is nil
// is set in plain HTML.
type style struct {
	name string
	page func(s *style, a []part) string

	heading func(s *style, level int, id, text string) string
	note    func(s *style, kind, title, body string) string
	code    func(s *style, language, text string) string
	tabs    func(s *style, labels, bodies []string) string
	fold    func(s *style, question, body string) string
	list    func(s *style, tag string, entries []string) string
	terms   func(s *style, terms, bodies []string) string
	ref     func(s *style) string
	foot    func(s *style, text string) string
	table   func(s *style, p part) string
	figure  string // format of alternative text, caption
	p       string // format of a paragraph
	cell    string // format of what is in a cell

	noteNames  map[string]string // titles of notes; by default the kind
	noLanguage bool              // code does not say in which language it is
	noHeads    bool              // tables do not say which row heads them
	noCaption  bool              // tables have no captions
	titleApart bool              // the title stands outside the text, and not as a main heading

	zh  bool
	ids int
}

func (s *style) begin(zh bool) { s.zh, s.ids = zh, 0 }

// l is one of two texts, by the language of the page.
func (s *style) l(en, zh string) string {
	if s.zh {
		return zh
	}
	return en
}

func (s *style) noteTitle(kind string) string {
	if title, ok := s.noteNames[kind]; ok && !s.zh {
		return title
	}
	if !s.zh {
		return strings.ToUpper(kind[:1]) + kind[1:]
	}
	return map[string]string{"tip": "提示", "note": "说明", "warning": "警告", "important": "重要", "danger": "危险", "info": "信息"}[kind]
}

var (
	codeMark   = regexp.MustCompile("`([^`]*)`")
	strongMark = regexp.MustCompile(`\*\*([^*]*)\*\*`)
	buttonMark = regexp.MustCompile(`\{\{([^}]*)\}\}`)
)

// inline sets a line.
func (s *style) inline(text string) string {
	text = html.EscapeString(text)
	text = codeMark.ReplaceAllString(text, "<code>$1</code>")
	text = strongMark.ReplaceAllString(text, "<strong>$1</strong>")
	text = buttonMark.ReplaceAllString(text, `<kbd class="ui">$1</kbd>`)
	return strings.ReplaceAll(text, "[^1]", s.ref(s))
}

// set sets parts. Entries of one kind in a row make a list, a group of tabs.
func (s *style) set(parts []part) string {
	var b strings.Builder
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		to := i
		for to < len(parts) && parts[to].kind == p.kind {
			to++
		}
		row := parts[i:to]
		switch p.kind {
		case "==", "===":
			b.WriteString(s.heading(s, len(p.kind), "s"+s.number(), html.EscapeString(p.text)))
		case ".":
			fmt.Fprintf(&b, s.p, s.inline(p.text))
		case "-", "#":
			b.WriteString(s.list(s, map[string]string{"-": "ul", "#": "ol"}[p.kind], s.each(row)))
			i = to - 1
		case "+":
			b.WriteString(s.tabs(s, labels(row), s.below(row)))
			i = to - 1
		case ";":
			b.WriteString(s.terms(s, labels(row), s.below(row)))
			i = to - 1
		case "?":
			b.WriteString(s.fold(s, html.EscapeString(p.text), s.set(p.parts)))
		case "!":
			b.WriteString(s.setNote(p.text))
		case "|":
			b.WriteString(s.table(s, p))
		case "%":
			alt, caption, ok := strings.Cut(p.text, " | ")
			b.WriteString(s.picture(alt, caption, ok))
		case "```":
			b.WriteString(s.code(s, p.text, html.EscapeString(p.parts[0].text)))
		case "^1":
			b.WriteString(s.foot(s, s.inline(p.text)))
		}
	}
	return b.String()
}

func (s *style) picture(alt, caption string, captioned bool) string {
	img := fmt.Sprintf(`<img src="/img/%s.png" alt="%s" loading="lazy">`, s.number(), html.EscapeString(alt))
	if !captioned {
		return "<p>" + img + "</p>"
	}
	return fmt.Sprintf(s.figure, img, html.EscapeString(caption))
}

func (s *style) setNote(text string) string {
	kind, body, _ := strings.Cut(text, " | ")
	kind, title, ok := strings.Cut(kind, " ")
	if !ok {
		title = s.noteTitle(kind)
	}
	return s.note(s, kind, html.EscapeString(title), fmt.Sprintf(s.p, s.inline(body)))
}

// each sets the entries of a list.
func (s *style) each(row []part) (out []string) {
	for _, p := range row {
		entry := s.inline(p.text)
		if len(p.parts) > 0 || s.p != plainP {
			entry = fmt.Sprintf(s.p, entry) + s.set(p.parts)
		}
		out = append(out, entry)
	}
	return out
}

func (s *style) below(row []part) (out []string) {
	for _, p := range row {
		out = append(out, s.set(p.parts))
	}
	return out
}

func labels(row []part) (out []string) {
	for _, p := range row {
		out = append(out, html.EscapeString(p.text))
	}
	return out
}

const plainP = "<p>%s</p>\n"

// plain fills in what a style does not set in its own manner.
func (s *style) plain() *style {
	if s.heading == nil {
		s.heading = func(_ *style, level int, id, text string) string {
			return fmt.Sprintf("<h%d id=\"%s\">%s</h%d>\n", level, id, text, level)
		}
	}
	if s.note == nil {
		s.note = func(_ *style, kind, title, body string) string {
			return fmt.Sprintf(`<div class="admonition %s"><p class="admonition-title">%s</p>%s</div>`, kind, title, body)
		}
	}
	if s.code == nil {
		s.code = func(_ *style, language, text string) string {
			return fmt.Sprintf("<pre><code class=\"language-%s\">%s\n</code></pre>", language, text)
		}
	}
	if s.fold == nil {
		s.fold = func(_ *style, question, body string) string {
			return fmt.Sprintf("<details><summary>%s</summary>%s</details>", question, body)
		}
	}
	if s.list == nil {
		s.list = listed("")
	}
	if s.terms == nil {
		s.terms = func(_ *style, terms, bodies []string) string {
			return "<dl>" + pairs("<dt>%s</dt><dd>%s</dd>", terms, bodies) + "</dl>"
		}
	}
	if s.ref == nil {
		s.ref = func(*style) string { return `<sup id="fnref1"><a href="#fn1" class="footnote-ref">1</a></sup>` }
	}
	if s.foot == nil {
		s.foot = func(_ *style, text string) string {
			return `<section class="footnotes"><hr><ol><li id="fn1"><p>` + text + ` <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>`
		}
	}
	if s.table == nil {
		s.table = tabled("<table>")
	}
	s.figure = orElse(s.figure, "<figure>%s<figcaption>%s</figcaption></figure>")
	s.p, s.cell = orElse(s.p, plainP), orElse(s.cell, "%s")
	return s
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// listed sets lists with attributes.
func listed(attributes string) func(*style, string, []string) string {
	return func(_ *style, tag string, entries []string) string {
		return "<" + tag + attributes + "><li>" + strings.Join(entries, "</li>\n<li>") + "</li></" + tag + ">\n"
	}
}

// pairs sets labels with what belongs to them; numbers in the format other than
// the first two are those of the pair.
func pairs(format string, labels, bodies []string) string {
	var b strings.Builder
	for i := range labels {
		fmt.Fprintf(&b, strings.ReplaceAll(format, "#N", fmt.Sprint(i)), labels[i], bodies[i])
	}
	return b.String()
}

// every sets labels alone.
func every(format string, labels []string) string {
	var b strings.Builder
	for i := range labels {
		fmt.Fprintf(&b, strings.ReplaceAll(format, "#N", fmt.Sprint(i)), labels[i])
	}
	return b.String()
}

// tabled sets tables that open with a tag, their spans as attributes.
func tabled(open string) func(*style, part) string {
	return func(s *style, p part) string {
		var b strings.Builder
		b.WriteString(open)
		if p.text != "" && !s.noCaption {
			b.WriteString("<caption>" + html.EscapeString(p.text) + "</caption>")
		}
		b.WriteString("<thead>")
		for r := range p.rows {
			if r == p.heads {
				b.WriteString("</thead><tbody>")
			}
			tag := "td"
			if r < p.heads && !s.noHeads {
				tag = "th"
			}
			b.WriteString("<tr>" + s.setRow(p.rows, r, tag) + "</tr>\n")
		}
		b.WriteString("</tbody></table>")
		if strings.HasPrefix(open, "<div") {
			b.WriteString("</div>")
		}
		out := b.String()
		if s.noHeads {
			out = strings.NewReplacer("<thead>", "<tbody>", "</thead><tbody>", "").Replace(out)
		}
		return out
	}
}

func (s *style) setRow(rows [][]string, r int, tag string) string {
	var b strings.Builder
	for c, cell := range rows[r] {
		if cell == "^" || cell == "<" {
			continue
		}
		across, down := 1, 1
		for c+across < len(rows[r]) && rows[r][c+across] == "<" {
			across++
		}
		for r+down < len(rows) && rows[r+down][c] == "^" {
			down++
		}
		spans := ""
		if across > 1 {
			spans += fmt.Sprintf(` colspan="%d"`, across)
		}
		if down > 1 {
			spans += fmt.Sprintf(` rowspan="%d"`, down)
		}
		fmt.Fprintf(&b, "<%s%s>"+s.cell+"</%s>", tag, spans, s.inline(cell), tag)
	}
	return b.String()
}

// outline lists the headings of an article, as links to them.
func outline(a []part, format string) string {
	var b strings.Builder
	n := 0
	for _, p := range a {
		if p.kind == "==" || p.kind == "===" {
			n++
			fmt.Fprintf(&b, format, fmt.Sprintf(`<a href="#s%d">%s</a>`, n, html.EscapeString(p.text)))
		}
	}
	return b.String()
}

// others lists links to other pages of the site.
func (s *style) others(n int, format string) string {
	names := []string{"Create a shop", "Add a product", "Connect a domain", "Change the currency", "Export all orders", "Close the account", "Limits of the trial", "Sign in with a code"}
	if s.zh {
		names = []string{"创建店铺", "添加商品", "绑定域名", "更改结算货币", "导出全部订单", "注销账号", "试用版的限制", "使用验证码登录"}
	}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, fmt.Sprintf(`<a href="/docs/%d">%s</a>`, i, names[i%len(names)]))
	}
	return b.String()
}

func title(a []part) string { return html.EscapeString(a[0].text) }

// head is the part of a page that readers do not see.
func (s *style) head(a []part, site string) string {
	return fmt.Sprintf("<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s | %s</title><link rel=\"stylesheet\" href=\"/a.css\"><script>window.x={}</script></head>", s.l("en", "zh-CN"), title(a), site)
}
