// Package extract makes documents of pages: the main content as plain text with
// its structure (headings with anchors, lists, steps, tables, code, notes), and
// what the page says about itself (title, language, dates, canonical address).
//
//	HTML      -> tree -> survey (what is where) -> walk (blocks) -> Document
//	Markdown  -> front matter | tree            -> walk (blocks) -> Document
//	text      -> paragraphs                     -> blocks        -> Document
//
//	reStructuredText, AsciiDoc (light), OpenAPI, JSON Schema (schema) -> Markdown
//	Word, PowerPoint (office)   -> HTML
//	PDF (pdf), tables (sheet)   -> blocks
//
// Navigation, footers, banners, feedback boxes and forms are left out. What a
// reader cannot see (display:none, white on white, font size 0) is kept apart in
// Document.Hidden and never becomes text; what is merely folded (accordions,
// tabs, details) is content.
//
// Pages are hostile input: size, depth and number of nodes are limited, and the
// time is linear in the size of the page.
package extract

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"footnote/ingest"
	"footnote/ingest/charset"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Version names this way of reading pages; what is derived from a document
// carries it. Raise it with every change of the output.
const Version = "extract-4"

// MaxBytes is the size of the largest page that is read. The longest manuals
// on one HTML page have three or four MiB.
const MaxBytes = 10 << 20

// MaxPacked is the size of the largest file that may hold pictures: PDF and
// what Office programs write.
const MaxPacked = 48 << 20

var (
	// ErrType says that pages of this type cannot be read.
	ErrType = errors.New("cannot read this type of page")
	// ErrSize says that a page is too long, too deep or too complicated.
	ErrSize = errors.New("page exceeds a limit")
)

// Extract makes a document of a page. The error wraps ErrType, ErrSize or
// ingest.ErrNoText where one of them is the reason. What the source knows (Title,
// Language, Labels) goes before what the page says.
func Extract(p ingest.Page) (ingest.Document, error) { return extractWith(p, sight{}) }

func extractWith(p ingest.Page, look sight) (ingest.Document, error) {
	d, err := read(p, look)
	if err == nil && blank(d.Text) {
		err = ingest.ErrNoText
	}
	if err != nil {
		return ingest.Document{}, fmt.Errorf("extract %s: %w", p.Key, err)
	}
	return complete(d, p), nil
}

func read(p ingest.Page, look sight) (ingest.Document, error) {
	if p.Parsed != nil {
		return parsed(*p.Parsed)
	}
	f := formatOf(p)
	if most := maxBytes(f); len(p.Body) > most {
		return ingest.Document{}, fmt.Errorf("%w: %d bytes, at most %d", ErrSize, len(p.Body), most)
	}
	switch f {
	case formatHTML:
		return readHTML(p, look.pictures)
	case formatMarkdown:
		return readMarkdown(p, look.pictures)
	case formatText:
		return readText(p)
	case formatRST, formatAsciiDoc:
		return readLight(p, f)
	case formatSchema:
		return readSchema(p)
	case formatPDF:
		return readPDF(p, look)
	case formatDOCX, formatPPTX:
		return readOffice(p, f)
	case formatXLSX, formatCSV:
		return readSheets(p, f)
	default:
		return ingest.Document{}, fmt.Errorf("%w: %s; %s can be read", ErrType, describe(p), Readable)
	}
}

// Readable names the formats that can be read.
const Readable = "HTML, Markdown, reStructuredText, AsciiDoc, plain text, PDF, DOCX, PPTX, XLSX, CSV, OpenAPI and JSON Schema"

// maxBytes is the size of the largest page of a format: files that hold
// pictures and are packed may be larger.
func maxBytes(f format) int {
	switch f {
	case formatPDF, formatDOCX, formatPPTX, formatXLSX:
		return MaxPacked
	}
	return MaxBytes
}

// decode makes UTF-8 of a page. Content that is no text is ErrNoText.
func decode(p ingest.Page) ([]byte, error) {
	body, err := charset.Decode(p.Body, p.ContentType)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ingest.ErrNoText, err)
	}
	return body, nil
}

// complete fills in what does not depend on the format.
func complete(d ingest.Document, p ingest.Page) ingest.Document {
	d.ID, d.Key, d.URL, d.Fetched = ingest.DocumentID(p.Key), p.Key, p.URL, p.Fetched
	if p.Title != "" {
		d.Title = fold(p.Title)
	}
	if d.Title == "" {
		d.Title = titleFromAddress(p)
	}
	d.Title, d.Description = cut(d.Title, maxTitle), cut(d.Description, maxDescription)
	d.Language = language(p.Language, d.Language, d)
	if len(p.Labels) > 0 {
		labels := maps.Clone(d.Labels)
		if labels == nil {
			labels = make(map[string]string, len(p.Labels))
		}
		maps.Copy(labels, p.Labels)
		d.Labels = labels
	}
	if d.Canonical == d.URL {
		d.Canonical = ""
	}
	d.FAQ = d.FAQ || isFAQ(d)
	return d
}

const (
	maxTitle       = 300  // bytes; search engines show 60 characters
	maxDescription = 1000 // bytes; the usual advice is 160 characters
)

// cut is s up to size bytes, without a broken character at its end.
func cut(s string, size int) string {
	if len(s) <= size {
		return s
	}
	return strings.ToValidUTF8(s[:size], "")
}

// sampleBytes is how much of a text is looked at to tell its language.
const sampleBytes = 1000

// language is the base code of the language that the source gives, else of the
// declared one, unless the text is plainly written in the other of English and
// Chinese (templates with a fixed lang attribute are common), else of the text.
func language(given, declared string, d ingest.Document) string {
	if given = base(given); given != "" {
		return given
	}
	declared = base(declared)
	if declared != "" && declared != "en" && declared != "zh" {
		return declared
	}
	s := sample(d)
	seen := text.Language(s)
	if declared == "" || declared == "en" && seen == "zh" || declared == "zh" && seen == "en" && !strings.ContainsFunc(s, isWide) {
		return seen
	}
	return declared
}

// sample is some of a document's text, code left out.
func sample(d ingest.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if block.Kind == retrieval.Code {
			continue
		}
		b.WriteString(cut(d.Text[block.Start:block.End], sampleBytes))
		b.WriteByte('\n')
		if b.Len() >= sampleBytes {
			break
		}
	}
	if b.Len() == 0 {
		return cut(d.Text, sampleBytes)
	}
	return b.String()
}

// base reduces a language tag to its first part: "zh-Hans-CN" is "zh".
func base(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i > 0 {
		tag = tag[:i]
	}
	if len(tag) > 8 || strings.ContainsFunc(tag, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return tag
}

// maxAnswer is the length in bytes of the longest text that is still one
// question with its answer: about 250 words, or 500 Chinese characters.
const maxAnswer = 1500

// isFAQ says whether a document is one question and its answer.
func isFAQ(d ingest.Document) bool {
	if len(d.Text) > maxAnswer || !asks(d.Title) {
		return false
	}
	headings := 0
	for _, s := range d.Sections {
		if s.Level > 0 {
			headings++
		}
	}
	return headings <= 1
}

// asks says whether a title is a question.
func asks(title string) bool {
	return strings.HasSuffix(title, "?") || strings.HasSuffix(title, "？") || strings.HasSuffix(title, "吗") || strings.HasSuffix(title, "呢")
}
