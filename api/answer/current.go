package answer

import (
	"context"
	"slices"
	"strings"

	"footnote/retrieval"
)

// bannerBytes is how much of a page's beginning is searched for the words that
// it has been replaced.
const bannerBytes = 700

// supersededPhrases say of a page that another one has taken its place. They
// count in its title and in its first lines.
const supersededPhrases = `superseded|has been replaced by|was replaced by|is replaced by|no longer in force|no longer applies|no longer apply|no longer valid|no longer maintained|is outdated|out of date|has been archived|this page is archived|archived page|old version of this page|deprecated since|for the conditions in force now|for the terms that apply now|for the current rules|for the current version|for current prices|已被取代|已由以下页面取代|已失效|已废止|已作废|不再适用|不再有效|旧版页面|旧版条款|旧版本页面|已归档|历史版本|现行规定请|现行条款请|现行规则请|最新规定请|最新版本请`

// superseded says whether a page says that it is about the past, and up to
// which day if it names one.
func superseded(title, opening string) (day, bool) {
	head := strings.ToLower(title + "\n" + opening[:min(len(opening), bannerBytes)])
	for p := range strings.SplitSeq(supersededPhrases, "|") {
		if strings.Contains(head, p) {
			return pastDate(head, title), true
		}
	}
	if d, ok := datedPast(title); ok {
		return d, true
	}
	return day{}, false
}

// datedPast: the title limits the page to the time before a date: "Returns
// (terms until February 2026)", "2026年3月1日之前的规定".
func datedPast(title string) (day, bool) {
	if !strings.ContainsAny(title, "0123456789") {
		return day{}, false
	}
	st := newStatement(title)
	for _, f := range st.facts {
		if f.kind != dated || f.day.year == 0 {
			continue
		}
		for _, m := range st.limits(f, "time") {
			if m.pole == "before" && !m.soft {
				return f.day, true
			}
		}
	}
	return day{}, false
}

// pastDate is the first whole date of the title or the banner.
func pastDate(head, title string) day {
	if d, ok := datedPast(title); ok {
		return d
	}
	for _, f := range facts(head) {
		if f.kind == dated && f.day.year != 0 {
			return f.day
		}
	}
	return day{}
}

// asksPast words mean that the old rules are asked for.
const asksPast = ` old | older | former | formerly | previous | previously | used to | back then | at that time |以前的|之前的规定|旧版|旧规|过去的|原来的规定|老版|当时`

// preferCurrent takes passages of pages that say they are superseded out of the
// task while others are left, unless the question is about their time.
func (m *making) preferCurrent(ctx context.Context) {
	past := map[string]bool{}
	for _, p := range m.task.Passages {
		if _, known := past[p.Document]; known {
			continue
		}
		at := m.supersession(p.Title, m.opening(ctx, p))
		past[p.Document] = at.old && !asksAbout(m.request.Question, at.until)
		if past[p.Document] {
			m.trace.Notes = append(m.trace.Notes, "superseded page: "+p.URL)
		}
	}
	current := slices.DeleteFunc(slices.Clone(m.task.Passages), func(p retrieval.Passage) bool { return past[p.Document] })
	if len(current) > 0 {
		m.task.Passages = current
	} else {
		m.onlyPast = true
	}
}

// past says whether a page is about the past, and up to which day.
type past struct {
	until day
	old   bool
}

// supersession is superseded, from memory the second time.
func (m *making) supersession(title, opening string) past {
	return m.texts.Know(title + "\n" + opening).past.get(func() (p past) {
		p.until, p.old = superseded(title, opening)
		return p
	})
}

// opening is the beginning of a passage's document.
func (m *making) opening(ctx context.Context, p retrieval.Passage) string {
	doc, err := m.read(ctx, p.Document)
	if err != nil {
		if p.Start == 0 {
			return p.Text
		}
		return ""
	}
	return strings.ToValidUTF8(doc.Text[:min(len(doc.Text), bannerBytes)], "")
}

// asksAbout: the question is about the time before the day, or about old rules
// in general.
func asksAbout(question string, until day) bool {
	q := " " + strings.ToLower(question) + " "
	for _, w := range strings.Split(asksPast, "|") {
		if strings.Contains(q, w) {
			return true
		}
	}
	for _, f := range facts(question) {
		if f.kind == dated && f.day.year != 0 && until.year != 0 && f.day.before(until) {
			return true
		}
	}
	return false
}

// before compares as far as both are given.
func (d day) before(o day) bool {
	switch {
	case d.year != o.year:
		return d.year < o.year
	case d.month != o.month && d.month != 0 && o.month != 0:
		return d.month < o.month
	}
	return d.day != 0 && o.day != 0 && d.month == o.month && d.day < o.day
}
