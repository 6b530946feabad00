package extract

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The articles in testdata/manual are written in a notation of their own, one
// part a line, what belongs to a part indented below it by two spaces:
//
//	= title            == heading          === heading
//	. paragraph        - bullet            # step
//	! kind title | note                    ? question that is folded
//	+ label of a tab   ; term              |c caption of a table
//	|! head | head     | cell | cell       (^ as above, < as to the left)
//	% alternative text | caption           ^1 footnote
//	``` language ... ```
//
// In a line, `code`, **strong** and {{button}} are marked up, [^1] refers to a
// footnote. Each article is set in the manner of several programs that make
// documentation; what a reader should get is read from the article, not from
// the page.
type part struct {
	kind, text string
	parts      []part
	rows       [][]string
	heads      int // rows that are
}

func readArticle(t *testing.T, name string) []part {
	t.Helper()
	b, err := os.ReadFile("testdata/manual/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return readParts(strings.Split(strings.TrimRight(string(b), "\n"), "\n"))
}

func readParts(lines []string) (out []part) {
	for i := 0; i < len(lines); {
		kind, text, _ := strings.Cut(lines[i], " ")
		p := part{kind: kind, text: text}
		i++
		from := i
		if kind == "```" {
			for lines[i] != "```" {
				i++
			}
			p.parts = []part{{text: strings.Join(lines[from:i], "\n")}}
			out = append(out, p)
			i++
			continue
		}
		var below []string
		for i < len(lines) && strings.HasPrefix(lines[i], "  ") {
			below = append(below, lines[i][2:])
			i++
		}
		p.parts = readParts(below)
		if strings.HasPrefix(kind, "|") {
			out = addRow(out, p)
			continue
		}
		out = append(out, p)
	}
	return out
}

// addRow appends a row, or a caption, to the table that the parts end with.
func addRow(out []part, p part) []part {
	last := len(out) - 1
	if last < 0 || out[last].kind != "|" || p.kind == "|c" {
		out = append(out, part{kind: "|"})
		last++
	}
	if p.kind == "|c" {
		out[last].text = p.text
		return out
	}
	out[last].rows = append(out[last].rows, strings.Split(p.text, " | "))
	if p.kind == "|!" {
		out[last].heads++
	}
	return out
}

// resolved is the table in full, its heads joined into one row.
func (p part) resolved() (heads []string, rows [][]string) {
	full := p.full()
	for c := range full[0] {
		head := ""
		for r := range p.heads {
			if r == 0 || full[r][c] != full[r-1][c] {
				head = strings.TrimSpace(head + " " + full[r][c])
			}
		}
		heads = append(heads, head)
	}
	return heads, full[p.heads:]
}

// full is the table with every cell that another one covers filled in.
func (p part) full() [][]string {
	full := make([][]string, len(p.rows))
	for r, row := range p.rows {
		full[r] = make([]string, len(row))
		for c, cell := range row {
			switch cell {
			case "^":
				cell = full[r-1][c]
			case "<":
				cell = full[r][c-1]
			}
			full[r][c] = cell
		}
	}
	return full
}

var markup = regexp.MustCompile("\\[\\^\\d\\]|\\*\\*|\\{\\{|\\}\\}|`")

// said is a line without its markup.
func said(s string) string { return markup.ReplaceAllString(s, "") }

// gold is what a reader should get of an article: its text, and one line for
// each thing that its structure says.
type gold struct {
	text  strings.Builder
	facts map[string]int
	path  []string
	style *style
}

func (g *gold) fact(format string, args ...any) { g.facts[fmt.Sprintf(format, args...)]++ }

func goldOf(a []part, s *style) *gold {
	g := &gold{facts: map[string]int{}, style: s}
	g.write(a)
	return g
}

func (g *gold) line(s string) { g.text.WriteString(s + "\n") }

func (g *gold) write(parts []part) {
	step := 0
	for _, p := range parts {
		if p.kind != "#" {
			step = 0
		}
		text := said(p.text)
		switch p.kind {
		case "=":
			if !g.style.titleApart {
				g.line(text)
			}
		case "==", "===":
			g.path = append(g.path[:min(len(p.kind)-2, len(g.path))], text)
			g.fact("heading %s", strings.Join(g.path, " > "))
			g.line(text)
		case "#":
			step++
			text = fmt.Sprintf("%d. %s", step, text)
			g.fact("step %s", text)
			g.line(text)
		case "-":
			g.fact("item %s", text)
			g.line(text)
		case "!":
			g.note(text)
			continue
		case "?", "+", ";":
			g.fact("term %s > %s", text, firstText(p.parts))
			g.line(text)
		case "|":
			g.table(p)
		case "%":
			g.line(strings.ReplaceAll(text, " | ", "\n"))
		case "```":
			g.code(p)
			continue
		case "^1", ".":
			g.line(text)
		}
		g.write(p.parts)
	}
}

// firstText is the beginning of the first line of parts.
func firstText(parts []part) string {
	if parts[0].kind == "```" {
		return beginning(parts[0].parts[0].text)
	}
	return beginning(said(parts[0].text))
}

func beginning(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return string([]rune(s)[:min(20, len([]rune(s)))])
}

func (g *gold) note(text string) {
	kind, body, _ := strings.Cut(text, " | ")
	kind, title, _ := strings.Cut(kind, " ")
	if title == "" {
		title = g.style.noteTitle(kind)
	}
	g.fact("note %s", beginning(body))
	g.line(title)
	g.line(body)
}

func (g *gold) code(p part) {
	language := p.text
	if g.style.noLanguage {
		language = ""
	}
	g.fact("code %s %s", language, beginning(p.parts[0].text))
	g.line(p.parts[0].text)
}

// table says what each cell says, with its column's head and its row's name.
func (g *gold) table(p part) {
	heads, rows := p.resolved()
	if p.text != "" && !g.style.noCaption {
		g.line(p.text)
	}
	if g.style.noHeads {
		rows = p.full()
	} else {
		g.line(strings.Join(heads, " "))
	}
	for _, r := range rows {
		g.line(strings.Join(r, " "))
		for c, cell := range r {
			if g.style.noHeads {
				g.fact("cell %s: %s", r[0], cell)
				continue
			}
			g.fact("cell %s: %s = %s", r[0], heads[c], cell)
		}
	}
}
