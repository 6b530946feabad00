// Package sheet reads tables: CSV and TSV, and the sheets of an Excel workbook.
// A table whose columns are headed as questions and answers is read as such, as
// support teams keep them and help desks export them:
//
//	question | answer | similar questions | not these | category | language
//	问题     | 答案   | 相似问题          | 反例      | 分类     | 语言
//
// Files are hostile input: bytes, cells and entries are limited.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Table is a sheet: its rows, the first of which heads the columns.
type Table struct {
	Name string // of the sheet; "" in a CSV
	Rows [][]string
}

const (
	// MaxCells is far above any table that people keep, and bounds memory: a
	// million cells take about 50 MB with short texts.
	MaxCells = 1_000_000
	// maxColumns is what Excel allows.
	maxColumns = 16_384
)

// ErrSize says that a table has more cells than are read.
var ErrSize = fmt.Errorf("more than %d cells", MaxCells)

// CSV reads a table of values between commas, semicolons or tabs, whichever
// there are most of in the first line. The body is UTF-8.
func CSV(body []byte) (Table, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	first, _, _ := bytes.Cut(body, []byte("\n"))
	in := csv.NewReader(bytes.NewReader(body))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = delimiter(first), -1, true
	var t Table
	cells := 0
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return t.trimmed(), nil
		}
		if err != nil {
			return Table{}, fmt.Errorf("read CSV: %w", err)
		}
		if cells += len(row); cells > MaxCells || len(row) > maxColumns {
			return Table{}, ErrSize
		}
		t.Rows = append(t.Rows, clean(row))
	}
}

func delimiter(line []byte) rune {
	best, most := ',', bytes.Count(line, []byte(","))
	for _, c := range []rune{';', '\t'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func clean(row []string) []string {
	for i, s := range row {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\ufffd")
		}
		row[i] = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	}
	return row
}

// trimmed leaves out empty rows, and empty cells behind the last full one.
func (t Table) trimmed() Table {
	rows := t.Rows[:0]
	for _, row := range t.Rows {
		n := len(row)
		for n > 0 && row[n-1] == "" {
			n--
		}
		if n > 0 {
			rows = append(rows, row[:n])
		}
	}
	t.Rows = rows
	return t
}
