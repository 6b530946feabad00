package answer

import (
	"strings"
	"unicode"
)

// cellMark separates the cells of a row in a document's text.
const cellMark = " | "

// RowText is a table's row as a sentence that names its columns: "Express —
// Zone: 1; Price: €9.90". ok is false if header and row do not fit together.
// Cells without a text are not named. The check accepts it beside citations of
// both.
func RowText(header, row string) (text string, ok bool) {
	names, cells := strings.Split(header, cellMark), strings.Split(row, cellMark)
	if len(cells) < 2 || len(cells) > len(names) {
		return "", false
	}
	signs := rowSigns(row + header)
	var b strings.Builder
	b.WriteString(strings.TrimSpace(cells[0]))
	said := 0
	for i := 1; i < len(cells); i++ {
		if strings.TrimSpace(cells[i]) == "" {
			continue
		}
		said++
		b.WriteString(signs.between(said))
		if name := strings.TrimSpace(names[i]); name != "" {
			b.WriteString(name)
			b.WriteString(signs.is)
		}
		b.WriteString(strings.TrimSpace(cells[i]))
	}
	return b.String(), said > 0
}

// UnderText is a text with the term or tab that it stands under, "App 5.9: Tap
// More.", or behind the question that it replies to, each on its line. The check
// accepts it beside citations of both.
func UnderText(over, text string) string {
	over, text = strings.TrimSpace(over), strings.TrimSpace(text)
	if isQuestionMark(over) {
		return over + "\n" + text
	}
	return strings.TrimRight(over, ":：") + rowSigns(over+text).is + text
}

// signsOfRow are what joins names and cells in a language.
type signsOfRow struct{ first, next, is string }

func (s signsOfRow) between(i int) string {
	if i == 1 {
		return s.first
	}
	return s.next
}

func rowSigns(s string) signsOfRow {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return signsOfRow{"——", "；", "："}
		}
	}
	return signsOfRow{" — ", "; ", ": "}
}
