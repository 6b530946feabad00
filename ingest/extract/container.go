package extract

import (
	"html"
	"strings"
)

// containerHTML is the HTML that opens and closes a container of Markdown.
func containerHTML(kind, title string) (start, end string) {
	title = html.EscapeString(title)
	switch kind = strings.ToLower(kind); {
	case kind == "details", kind == "expand", kind == "collapse", kind == "spoiler", kind == "accordion":
		if title == "" {
			return "<details>", "</details>"
		}
		return "<details><summary>" + title + "</summary>", "</details>"
	case kind == "tab", kind == "tabitem":
		return `<div role="tabpanel" aria-label="` + title + `">`, "</div>"
	case isNoteKind(kind):
		if title == "" {
			return `<div class="note">`, "</div>"
		}
		return `<div class="note"><p>` + title + "</p>", "</div>"
	}
	if title == "" {
		return "<div>", "</div>"
	}
	return "<div><p>" + title + "</p>", "</div>"
}

// isNoteKind says whether a container of Markdown is a note.
func isNoteKind(kind string) bool {
	switch kind {
	case "note", "tip", "info", "warning", "warn", "caution", "danger", "important", "hint", "success", "alert", "admonition", "callout", "notice", "error", "bug",
		"example", "question", "abstract", "summary", "failure", "attention", "pageinfo", "seealso", "custom", "secondary":
		return true
	}
	return false
}
