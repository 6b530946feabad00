package extract

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"

	"footnote/ingest"
)

type format int

const (
	formatUnknown format = iota
	formatHTML
	formatMarkdown
	formatText
	formatRST
	formatAsciiDoc
	formatPDF
	formatDOCX
	formatPPTX
	formatXLSX
	formatCSV
	formatSchema
)

// formats by content type.
func formatByType(kind string) format {
	switch kind {
	case "text/html", "application/xhtml+xml":
		return formatHTML
	case "text/markdown", "text/x-markdown", "text/mdx":
		return formatMarkdown
	case "text/x-rst", "text/prs.fallenstein.rst":
		return formatRST
	case "text/asciidoc", "text/x-asciidoc":
		return formatAsciiDoc
	case "application/pdf", "application/x-pdf":
		return formatPDF
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		return formatDOCX
	case "application/vnd.openxmlformats-officedocument.presentationml.presentation":
		return formatPPTX
	case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
		return formatXLSX
	case "text/csv", "text/tab-separated-values":
		return formatCSV
	case "application/json", "application/yaml", "application/x-yaml", "text/yaml", "application/schema+json", "application/vnd.oai.openapi", "application/vnd.oai.openapi+json":
		return formatSchema
	}
	return formatUnknown
}

// formatOf tells how to read a page: by its content type, where that says
// something, else by the ending of its address, else by its first bytes.
func formatOf(p ingest.Page) format {
	kind, _, err := mime.ParseMediaType(p.ContentType)
	if err != nil {
		kind = strings.ToLower(strings.TrimSpace(strings.SplitN(p.ContentType, ";", 2)[0]))
	}
	switch kind {
	case "text/plain", "", "application/octet-stream":
		return formatByEnding(p, kind)
	}
	return formatByType(kind)
}

func formatByEnding(p ingest.Page, kind string) format {
	switch ending(p) {
	case ".md", ".markdown", ".mdx", ".mdown":
		return formatMarkdown
	case ".html", ".htm", ".xhtml":
		return formatHTML
	case ".txt", ".text":
		return formatText
	case ".rst", ".rest":
		return formatRST
	case ".adoc", ".asciidoc", ".asc":
		return formatAsciiDoc
	case ".pdf":
		return formatPDF
	case ".docx":
		return formatDOCX
	case ".pptx":
		return formatPPTX
	case ".xlsx":
		return formatXLSX
	case ".csv", ".tsv":
		return formatCSV
	case ".json", ".yaml", ".yml":
		return formatSchema
	}
	if kind == "text/plain" {
		return formatText
	}
	sniffed := http.DetectContentType(p.Body)
	switch {
	case strings.HasPrefix(sniffed, "text/html"):
		return formatHTML
	case strings.HasPrefix(sniffed, "text/plain"):
		return formatText
	}
	return formatUnknown
}

// describe names what a page is, for the message that it cannot be read.
func describe(p ingest.Page) string {
	if p.ContentType != "" {
		return fmt.Sprintf("content type %q", p.ContentType)
	}
	if ext := path.Ext(addressPath(p)); ext != "" {
		return fmt.Sprintf("ending %q", ext)
	}
	return fmt.Sprintf("content that looks like %q", http.DetectContentType(p.Body))
}

// addressPath is the path of the page's address.
func addressPath(p ingest.Page) string {
	for _, s := range []string{p.URL, p.Key} {
		if u, err := url.Parse(s); err == nil && u.Path != "" {
			return u.Path
		}
	}
	return p.Key
}

// titleFromAddress makes a title of the last part of an address, for pages that
// have none: ".../getting-started.md" is "getting started".
func titleFromAddress(p ingest.Page) string {
	whole := strings.TrimRight(addressPath(p), "/")
	name := path.Base(whole)
	name = strings.TrimSuffix(name, path.Ext(name))
	switch strings.ToLower(name) {
	case "index", "_index", "readme":
		if parent := path.Base(path.Dir(whole)); parent != "." && parent != "/" {
			name = parent
		}
	}
	return fold(strings.NewReplacer("-", " ", "_", " ").Replace(name))
}
