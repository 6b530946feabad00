package pdf

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// A line that stands on more than this share of the pages, among the first or
	// last edgeLines of each, is a header or footer; files of fewer pages than
	// fewPages have none that could be told.
	repeatedShare = 0.5
	edgeLines     = 2
	edgeHeight    = 6 // points within which lines of several pages stand alike
	fewPages      = 3
	// largerSize is how much larger than the text a heading is set, in parts of
	// it, and longestHeading how many characters it has at most.
	largerSize     = 1.15
	longestHeading = 150
	// leading is the largest distance between two lines of a paragraph, in parts
	// of the letters' size.
	leading = 1.75
	// ragged is how far before the right edge, in sizes, the last line of a
	// paragraph ends at least when the next begins with a capital.
	ragged = 5
)

// compose makes paragraphs of the lines of all pages.
func compose(pages [][]line) []Page {
	for i := range pages {
		pages[i] = columns(pages[i])
	}
	edges := repeated(pages)
	body := bodySize(pages)
	sizes := headingSizes(pages, body)
	var out []Page
	for i, lines := range pages {
		c := composer{body: body, sizes: sizes}
		for k, l := range lines {
			if (k < edgeLines || k >= len(lines)-edgeLines) && edges[l.shape()] {
				continue
			}
			c.right = max(c.right, l.end)
			c.lines = append(c.lines, l)
		}
		if p := c.paragraphs(); len(p) > 0 {
			out = append(out, Page{Number: i + 1, Paragraphs: p})
		}
	}
	return out
}

// repeated are the shapes of headers and footers.
func repeated(pages [][]line) map[string]bool {
	edges := map[string]bool{}
	if len(pages) < fewPages {
		return edges
	}
	count := map[string]int{}
	for _, lines := range pages {
		seen := map[string]bool{}
		for k, l := range lines {
			if s := l.shape(); (k < edgeLines || k >= len(lines)-edgeLines) && !seen[s] {
				seen[s] = true
				count[s]++
			}
		}
	}
	for s, n := range count {
		edges[s] = float64(n) > repeatedShare*float64(len(pages))
	}
	return edges
}

// shape is a line with its numbers, those of pages, replaced, and its height on
// the page.
func (l line) shape() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.0f ", l.y/edgeHeight)
	number := false
	for _, r := range l.text {
		digit := unicode.IsDigit(r)
		switch {
		case digit && !number:
			b.WriteByte('0')
		case !digit && !unicode.IsSpace(r):
			b.WriteRune(r)
		}
		number = digit
	}
	return b.String()
}

// bodySize is the size that most letters have.
func bodySize(pages [][]line) float64 {
	letters := map[float64]int{}
	for _, lines := range pages {
		for _, l := range lines {
			letters[rounded(l.size)] += len(l.text)
		}
	}
	best := 0.0
	for size, n := range letters {
		if n > letters[best] || n == letters[best] && size < best {
			best = size
		}
	}
	return best
}

func rounded(size float64) float64 { return math.Round(size*2) / 2 }

// headingSizes are the sizes above that of the text, the largest first.
func headingSizes(pages [][]line, body float64) []float64 {
	has := map[float64]bool{}
	for _, lines := range pages {
		for _, l := range lines {
			if size := rounded(l.size); size > body*largerSize {
				has[size] = true
			}
		}
	}
	var sizes []float64
	for size := range has {
		at := 0
		for at < len(sizes) && sizes[at] > size {
			at++
		}
		sizes = append(sizes[:at], append([]float64{size}, sizes[at:]...)...)
	}
	return sizes
}

// composer makes the paragraphs of one page.
type composer struct {
	body  float64
	sizes []float64
	lines []line
	right float64 // edge of the text
}

func (c *composer) paragraphs() []Paragraph {
	var out []Paragraph
	for i, l := range c.lines {
		level := c.level(l)
		if last := len(out) - 1; i > 0 && out[last].Heading == level && c.continues(c.lines[i-1], l, level > 0) {
			out[last].Text = join(out[last].Text, l.text)
			continue
		}
		out = append(out, Paragraph{Text: spaced(l.text), Heading: level})
	}
	return out
}

// level is that of a heading, 0 for text.
func (c *composer) level(l line) int {
	size := rounded(l.size)
	if size <= c.body*largerSize || strings.Contains(l.text, cell) || utf8.RuneCountInString(l.text) > longestHeading {
		return 0
	}
	for i, s := range c.sizes {
		if size >= s {
			return i + 1
		}
	}
	return len(c.sizes)
}

// continues says whether a line goes on with the paragraph of the one before.
func (c *composer) continues(before, l line, heading bool) bool {
	size := max(before.size, 1)
	down := before.y - l.y
	if strings.Contains(before.text, cell) || strings.Contains(l.text, cell) {
		return false // rows of a table
	}
	if down <= 0 || down > leading*size || rounded(before.size) != rounded(l.size) || listed(l.text) {
		return false
	}
	if heading {
		return true
	}
	first, _ := utf8.DecodeRuneInString(l.text)
	last, _ := utf8.DecodeLastRuneInString(before.text)
	ended := strings.ContainsRune(".!?:。！？：", last)
	// Widths of Chinese letters are not always known; their lines end anywhere.
	short := before.end < c.right-ragged*size && !wide(last)
	return !(ended && (short || l.x > before.x+size)) && !(short && unicode.IsUpper(first))
}

// spaced puts a space behind a bullet that has none.
func spaced(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune(bullets, first) && len(s) > n && s[n] != ' ' {
		return "• " + s[n:]
	}
	return s
}

const bullets = "•▪‣◦●■·"

// listed says whether a line begins an entry of a list.
func listed(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune(bullets, first) || strings.ContainsRune("–*-", first) && len(s) > n && s[n] == ' ' {
		return true
	}
	digits := 0
	for digits < len(s) && digits < 3 && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	return digits > 0 && len(s) > digits+1 && (s[digits] == '.' || s[digits] == ')') && s[digits+1] == ' '
}

// join puts two lines together: a word that was divided at its end is whole
// again, and scripts without spaces get none.
func join(a, b string) string {
	last, n := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	before, _ := utf8.DecodeLastRuneInString(a[:len(a)-n])
	switch {
	case last == '-' && unicode.IsLetter(before) && unicode.IsLower(first):
		return a[:len(a)-n] + b
	case wide(last) && wide(first):
		return a + b
	}
	return a + " " + b
}
