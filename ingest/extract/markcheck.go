package extract

import (
	"bytes"
	"fmt"
)

const (
	// maxQuotes is the deepest nesting of quotations and lists that one line may
	// open; the Markdown parser recurses.
	maxQuotes = 100
	// maxIndent is the widest indentation in columns of a list's entry.
	maxIndent = 400
	// maxMarkCells is the number of cells of a Markdown table, counting those that
	// its short rows leave out: the parser makes them all.
	maxMarkCells = 500_000
	// maxMarks bounds the number of nodes that the parser makes: about four of
	// each line, and one of each character that may be a mark. A million take
	// some 600 MB at worst. The longest real pages, generated references, have
	// half of it.
	maxMarks = 1_000_000
	// maxLinkWork bounds the size of a paragraph times the number of its links:
	// the parser looks for the end of each one up to the end of the paragraph.
	// The bound is reached by a paragraph of 300 KB with 1,000 links, and costs
	// less than a second.
	maxLinkWork = 300_000_000
	// maxReferenceWork is the same for the definitions of references ("[a]: /b"),
	// which cost less.
	maxReferenceWork = 5_000_000_000
	// maxEmphasis bounds the marks of emphasis in a paragraph: each that closes
	// nothing is compared with all before it. So many take about 0.3 s.
	maxEmphasis = 20_000
)

// checkMarkdown refuses pages that take the Markdown parser more than linear
// time or memory.
func checkMarkdown(body []byte) error {
	if n := countMarks(body); n > maxMarks {
		return fmt.Errorf("%w: about %d Markdown nodes, at most %d", ErrSize, n, maxMarks)
	}
	var c markCheck
	for line := range bytes.Lines(body) {
		if err := c.line(line); err != nil {
			return err
		}
	}
	return nil
}

func countMarks(body []byte) int {
	n := 0
	for _, c := range body {
		switch c {
		case '\n':
			n += 4
		case '*', '_', '[', '`', '<', '!', '|', '~', '&', '\\':
			n++
		}
	}
	return n
}

// markCheck measures a page line by line. Code is not told from text: what is a
// fence depends on everything before it, and code stays far below the limits.
type markCheck struct {
	size       int // of the paragraph
	links      int // in it
	references int // defined in it
	emphasis   int // marks in it that may open or close
	columns    int // of the table; 0 outside
	cells      int
}

func (c *markCheck) line(line []byte) error {
	text := bytes.TrimSpace(line)
	if depth, indent := openedBy(line); depth > maxQuotes || depth > 0 && indent > maxIndent {
		return fmt.Errorf("%w: lists or quotations are nested too deeply", ErrSize)
	}
	switch {
	case len(text) == 0:
		*c = markCheck{}
	case isDelimiterRow(text):
		c.columns = bytes.Count(text, []byte("-|")) + bytes.Count(text, []byte(":|")) + bytes.Count(text, []byte(" |")) + 1
	case c.columns > 0:
		c.size, c.links = 0, 0
		c.cells += c.columns
	}
	c.size += len(line)
	c.references += bytes.Count(text, []byte("]:"))
	c.emphasis += emphasisMarks(line)
	if c.emphasis > maxEmphasis {
		return fmt.Errorf("%w: a paragraph has more than %d marks of emphasis", ErrSize, maxEmphasis)
	}
	c.links += bytes.Count(text, []byte("](")) + bytes.Count(text, []byte("]["))
	if c.cells > maxMarkCells {
		return fmt.Errorf("%w: a table has more than %d cells", ErrSize, maxMarkCells)
	}
	if c.size*c.links > maxLinkWork || c.size*c.references > maxReferenceWork {
		return fmt.Errorf("%w: a paragraph of %d bytes has %d links", ErrSize, c.size, c.links+c.references)
	}
	return nil
}

// emphasisMarks counts stars, tildes, and underscores that do not stand within a
// word, as in snake_case.
func emphasisMarks(line []byte) int {
	n := bytes.Count(line, []byte("*")) + bytes.Count(line, []byte("~"))
	for i, c := range line {
		if c == '_' && !(i > 0 && inWord(line[i-1]) && i+1 < len(line) && inWord(line[i+1])) {
			n++
		}
	}
	return n
}

func inWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// isDelimiterRow says whether a line is that below the header of a table.
func isDelimiterRow(text []byte) bool {
	return bytes.IndexByte(text, '-') >= 0 && bytes.IndexByte(text, '|') >= 0 && len(bytes.Trim(text, "|-: \t")) == 0
}

// openedBy is how many quotations and lists a line may open, and the width of
// the white space between their marks.
func openedBy(line []byte) (depth, indent int) {
	for i, c := range line {
		switch {
		case c == '>', isMark(c) && i+1 < len(line) && line[i+1] == ' ':
			depth++
		case c == ' ', c == '\t':
			indent++
		case c < '0' || c > '9':
			return depth, indent
		}
	}
	return depth, indent
}

func isMark(c byte) bool { return c == '-' || c == '*' || c == '+' || c == '.' || c == ')' }
