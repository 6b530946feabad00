package crawl

import (
	"regexp"
	"strings"
)

// says404 are titles and headings of pages that tell people that there is
// nothing, in English and Chinese.
var says404 = regexp.MustCompile(`(?i)^(error )?404\b|^(the |this |sorry,? )*(the )?(page|article|document|content)( you (requested|are looking for))? (was |is |could |can )?(not|n't|no longer)( be)? (found|exist|available|exists)|^(page |article )?not found|^(抱歉，?|您?访问的?)*(页面|文章|内容|頁面)?(不存在|未找到|找不到)|^(找不到|未找到)(该|此|您访问的)?(页面|文章|内容|頁面)`)

// maxMissing is the longest page, in bytes of text, that may be one of those: an
// article about such errors says more.
const maxMissing = 3000

// missing says whether a page that the server calls found tells its readers
// that it is not: its title does, and its heading if it has one.
func (l *links) missing() bool {
	if l.letters > maxMissing {
		return false
	}
	title, heading := plainHead(l.title), plainHead(l.heading)
	switch {
	case title == "" && heading == "":
		return false
	case heading == "":
		return says404.MatchString(title)
	case title == "":
		return says404.MatchString(heading)
	}
	return says404.MatchString(heading) && (says404.MatchString(title) || strings.Contains(heading, "404") || l.letters < maxMissing/4)
}

func plainHead(s string) string { return strings.Join(strings.Fields(s), " ") }
