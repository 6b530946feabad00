package sheet

import (
	"strings"
	"unicode"
)

// WithoutEntries is the parameter of a content type that says that the tables of
// questions and answers are read as pages of their own.
const WithoutEntries = "questions=apart"

// Entry is a row of a table of questions and answers.
type Entry struct {
	ID       string // as the sheet numbers it, or ""
	Question string
	Answer   string
	Similar  []string // asked in other words
	Not      []string // looks alike, and is something else
	Language string
	URL      string
	Labels   map[string]string
}

// column is what a column holds.
type column int

const (
	other column = iota
	question
	answer
	similar
	negative
	identity
	language
	link
	category
)

// headings name columns, in small letters without spaces, marks and numbers.
var headings = map[string]column{
	"question": question, "questions": question, "q": question, "faq": question, "standardquestion": question, "mainquestion": question, "query": question,
	"问题": question, "标准问题": question, "标准问": question, "主问题": question, "問題": question, "提问": question, "问": question, "常见问题": question,
	"answer": answer, "answers": answer, "a": answer, "response": answer, "reply": answer, "solution": answer,
	"答案": answer, "回答": answer, "回复": answer, "标准答案": answer, "答": answer, "解答": answer, "解决方案": answer,
	"similarquestion": similar, "similarquestions": similar, "similar": similar, "variant": similar, "variants": similar, "alternative": similar, "alternatives": similar,
	"alternativequestions": similar, "alternatequestions": similar, "utterance": similar, "utterances": similar, "paraphrases": similar, "alsoasked": similar,
	"相似问题": similar, "相似问": similar, "相似问法": similar, "扩展问题": similar, "扩展问": similar, "相似": similar, "其他问法": similar, "相似問題": similar,
	"negative": negative, "negatives": negative, "negativequestion": negative, "negativequestions": negative, "negativeexamples": negative, "notthese": negative, "not": negative,
	"反例": negative, "反例问题": negative, "负例": negative, "排除": negative, "不匹配问题": negative,
	"id": identity, "no": identity, "number": identity, "编号": identity, "序号": identity,
	"language": language, "lang": language, "locale": language, "语言": language,
	"url": link, "link": link, "source": link, "链接": link, "网址": link, "来源": link,
	"category": category, "topic": category, "product": category, "section": category, "分类": category, "类别": category, "产品": category, "主题": category,
}

func columnOf(heading string) column {
	return headings[strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, heading)]
}

// Entries reads a table of questions and answers; false if it is another kind
// of table. Rows without a question or an answer, and rows that are there
// already, are left out.
func (t Table) Entries() ([]Entry, bool) {
	if len(t.Rows) < 2 {
		return nil, false
	}
	kinds := make([]column, len(t.Rows[0]))
	has := map[column]int{}
	for i, heading := range t.Rows[0] {
		kinds[i] = columnOf(heading)
		has[kinds[i]]++
	}
	if has[question] != 1 || has[answer] != 1 {
		return nil, false
	}
	var all []Entry
	seen := map[string]bool{} // rows that say the same twice are one entry
	for _, row := range t.Rows[1:] {
		line := strings.Join(row, "\x00")
		if e := entryOf(t.Rows[0], kinds, row); e.Question != "" && e.Answer != "" && !seen[line] {
			seen[line] = true
			all = append(all, e)
		}
	}
	return all, len(all) > 0
}

func entryOf(head []string, kinds []column, row []string) (e Entry) {
	for i, cell := range row[:min(len(row), len(kinds))] {
		switch kinds[i] {
		case question:
			e.Question = strings.Join(strings.Fields(cell), " ")
		case answer:
			e.Answer = cell
		case similar:
			e.Similar = append(e.Similar, several(cell)...)
		case negative:
			e.Not = append(e.Not, several(cell)...)
		case identity:
			e.ID = cell
		case language:
			e.Language = cell
		case link:
			e.URL = cell
		case category:
			e.label(head[i], cell)
		}
	}
	return e
}

func (e *Entry) label(heading, value string) {
	if value == "" || strings.ContainsAny(heading, ":\n") || len(value) > maxLabel {
		return
	}
	if e.Labels == nil {
		e.Labels = map[string]string{}
	}
	e.Labels[strings.ToLower(heading)] = strings.Join(strings.Fields(value), " ")
}

// maxLabel is the longest text that is a category and not prose.
const maxLabel = 100

// several splits a cell with more than one question: at line breaks, bars and
// semicolons, else behind question marks.
func several(cell string) []string {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("\n|;；、", r) })
	if len(parts) == 1 {
		parts = behindMarks(parts[0])
	}
	var all []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			all = append(all, p)
		}
	}
	return all
}

func behindMarks(s string) []string {
	var parts []string
	for s != "" {
		end := strings.IndexAny(s, "?？")
		if end < 0 {
			return append(parts, s)
		}
		for end < len(s) && strings.ContainsRune("?？", []rune(s[end:])[0]) {
			end += len(string([]rune(s[end:])[0]))
		}
		parts, s = append(parts, s[:end]), s[end:]
	}
	return parts
}
