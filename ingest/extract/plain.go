package extract

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"footnote/ingest"
	"footnote/retrieval"
)

// maxLines is the number of lines of the longest plain text, each of which may
// become a block.
const maxLines = 500_000

// readText makes a document of plain text: paragraphs between empty lines,
// lists by their marks. The first line is the title if it stands alone.
func readText(p ingest.Page) (ingest.Document, error) {
	body, err := decode(p)
	if err != nil {
		return ingest.Document{}, err
	}
	if n := bytes.Count(body, []byte("\n")); n > maxLines {
		return ingest.Document{}, fmt.Errorf("%w: %d lines, at most %d", ErrSize, n, maxLines)
	}
	d := writePlain(string(body)).layOut()
	if len(d.Sections) > 0 && d.Sections[0].Level > 0 {
		d.Title = d.Sections[0].Path[0]
	}
	return d, nil
}

// parsed normalises a document that its source has read already. Text that
// keeps the conventions stays as it is.
func parsed(d ingest.Document) (ingest.Document, error) {
	if n := strings.Count(d.Text, "\n"); len(d.Text) > MaxBytes || n > maxLines {
		return d, fmt.Errorf("%w: %d bytes in %d lines, at most %d and %d", ErrSize, len(d.Text), n, MaxBytes, maxLines)
	}
	d.Title, d.Description = fold(d.Title), fold(d.Description)
	if len(d.Blocks) > 0 && len(d.Sections) > 0 && utf8.ValidString(d.Text) {
		return d, nil
	}
	var w writer
	w.paragraphs(d.Text)
	laid := w.layOut()
	d.Text, d.Blocks, d.Sections = laid.Text, laid.Blocks, laid.Sections
	return d, nil
}

// maxTitleLine is the longest first line, in runes, that is taken for a title.
const maxTitleLine = 100

func writePlain(s string) *writer {
	var w writer
	s = strings.TrimLeft(s, " \t\r\n\ufeff")
	first, rest, _ := strings.Cut(s, "\n")
	if next, _, _ := strings.Cut(rest, "\n"); blank(next) && !blank(rest) && short(first, maxTitleLine) && !strings.ContainsAny(lastRune(first), ".。;；,，:：") {
		w.heading(entry{level: 1, text: fold(first)})
		s = rest
	}
	w.paragraphs(s)
	return &w
}

func lastRune(s string) string {
	s = strings.TrimSpace(s)
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// wrapWidth is the length in bytes from which on a line of plain text was broken
// because it was full: half the usual width. Shorter ones stay lines.
const wrapWidth = 40

// paragraphs writes plain text.
func (w *writer) paragraphs(s string) {
	s = strings.ToValidUTF8(s, "\ufffd")
	run, listed := 0, false
	var l line
	ending := brk
	flush := func() {
		w.add(entry{kind: retrieval.Paragraph, text: l.take()})
	}
	for text := range strings.Lines(s) {
		mark, body := listMark(text)
		switch {
		case blank(text):
			flush()
			listed = false
		case mark != "":
			flush()
			if !listed {
				run++
			}
			listed = true
			kind := retrieval.Step
			if mark == "- " {
				kind = retrieval.Item
			}
			w.add(entry{kind: kind, level: 1, run: run, text: mark + fold(body)})
		default:
			l.gap(ending)
			l.add(strings.TrimRight(text, "\r\n"))
			listed = false
			if ending = brk; len(text) > wrapWidth {
				ending = wrap
			}
		}
	}
	flush()
}

// listMark splits a line of a list into its mark as documents write it and its
// text.
func listMark(s string) (mark, text string) {
	s = strings.TrimLeft(s, " \t")
	for _, bullet := range []string{"- ", "* ", "• ", "· "} {
		if rest, ok := strings.CutPrefix(s, bullet); ok && !blank(rest) {
			return "- ", rest
		}
	}
	n := 0
	for n < len(s) && n < 3 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 || len(s) < n+3 || s[n] != '.' && s[n] != ')' || s[n+1] != ' ' || blank(s[n+2:]) {
		return "", s
	}
	return s[:n] + ". ", s[n+2:]
}
