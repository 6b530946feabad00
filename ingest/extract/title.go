package extract

import "strings"

// pageTitle chooses the title: the main heading if it is in the content; else
// the title element without the site's name, for a heading beside the content
// may be that of the site; else the heading.
func (m *meta) pageTitle(h1 string, inContent bool) string {
	title := m.title
	if m.ogTitle != "" && (title == "" || strings.Contains(title, m.ogTitle)) {
		title = m.ogTitle
	}
	if h1 != "" && (inContent || title == "") {
		return h1
	}
	return m.withoutSite(title)
}

// minTitle is the length in bytes of the shortest title that tells the heading
// of the page from those of its parts.
const minTitle = 10

// isTitle says whether a heading is the title that the page gives itself.
func (m *meta) isTitle(heading string) bool {
	if len(heading) < minTitle {
		return false
	}
	return strings.EqualFold(heading, m.ogTitle) || strings.EqualFold(heading, m.title) || strings.EqualFold(heading, m.withoutSite(m.title))
}

// withoutSite removes the site's name from a title: "Refunds | NAME Help" is
// "Refunds". The part that is the site's name where the page tells it, else all
// but the first part.
func (m *meta) withoutSite(title string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " · ", " :: ", " » ", "｜", " _ ", "_"} {
		parts := strings.Split(title, sep)
		if len(parts) < 2 {
			continue
		}
		if sep == "_" && !strings.ContainsFunc(title, isWide) {
			continue
		}
		if m.siteName != "" && strings.EqualFold(strings.TrimSpace(parts[0]), m.siteName) {
			return strings.TrimSpace(strings.Join(parts[1:], sep))
		}
		if first := strings.TrimSpace(parts[0]); first != "" {
			return first
		}
	}
	return title
}
