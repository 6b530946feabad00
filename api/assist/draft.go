package assist

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/api/answer"
)

// unsure: below this confidence, which is calibrated, an answer is more likely
// wrong than right, so asking back is suggested too.
const unsure = 0.5

// draft words the replies.
func draft(c conversation, answers []answer.Answer) (Replies, error) {
	language := c.language
	if len(answers) > 0 && answers[0].Language != "" {
		language = answers[0].Language
	}
	p, err := newPhraser(language)
	if err != nil {
		return Replies{}, err
	}
	r := Replies{Replies: []Reply{}, Question: understood(c), Language: language, Nearest: nearest(answers)}
	r.Notes = notes(p, c, answers)
	switch {
	case len(answers) == 0:
		r.Replies = append(r.Replies, plain(p, KindAskBack, "open", nil))
	default:
		r.Replies = append(factual(p, c, answers), cautious(p, c, answers)...)
	}
	if len(r.Replies) == 1 && r.Replies[0].Confidence > 0 { // there is always a choice
		r.Replies = append(r.Replies, plain(p, KindAskBack, "unsure", mention(c.questions[0].text)))
	}
	return r, p.err
}

// understood is the questions as one text.
func understood(c conversation) string {
	s := ""
	for _, q := range c.questions {
		switch last, _ := utf8.DecodeLastRuneInString(s); {
		case s == "":
		case unicode.Is(unicode.Han, last):
			s += "，"
		case unicode.IsLetter(last), unicode.IsDigit(last): // a part of a sentence
			s += ", "
		default:
			s += " "
		}
		s += q.text
	}
	return s
}

func nearest(answers []answer.Answer) []answer.Nearest {
	pages := []answer.Nearest{}
	for _, a := range answers {
		if a.Refusal == nil {
			continue
		}
		for _, page := range a.Refusal.Nearest {
			if !slices.Contains(pages, page) {
				pages = append(pages, page)
			}
		}
	}
	return pages
}

// notes are what the agent should know: what the answers say about themselves.
func notes(p *phraser, c conversation, answers []answer.Answer) []string {
	var all []string
	add := func(s string) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	if c.answered {
		add(p.say("note.answered", nil))
	}
	if c.left {
		add(p.say("note.left", maxQuestions))
	}
	for _, a := range answers {
		for _, n := range a.Notes {
			add(n)
		}
		for _, x := range a.Conflicts {
			add(p.say("note.conflict", x.About))
		}
		if a.Status == answer.Refused && a.Refusal != nil && a.Refusal.Message != "" {
			add(a.Refusal.Message)
		}
	}
	return all
}

// factual are the replies that state something: the short one, if it is shorter,
// and the full one.
func factual(p *phraser, c conversation, answers []answer.Answer) []Reply {
	if !slices.ContainsFunc(answers, states) {
		return nil
	}
	full := compose(p, c, answers, all)
	short := compose(p, c, answers, first)
	if len(short.Sentences) == len(full.Sentences) {
		return []Reply{full}
	}
	short.Kind = KindShort
	return []Reply{short, full}
}

func states(a answer.Answer) bool { return a.Status == answer.Answered && len(a.Sentences) > 0 }

// all sentences of an answer.
func all(a answer.Answer) []answer.Sentence { return a.Sentences }

// first is the sentence that answers: the first one, or, where that is an entry
// of a list, the list; one step of several is no answer.
func first(a answer.Answer) []answer.Sentence {
	n := 1
	for n < len(a.Sentences) && a.Sentences[0].Block != "" && a.Sentences[n].Block == a.Sentences[0].Block {
		n++
	}
	if a.Sentences[0].Block == "" && leadsIn(a.Sentences[0].Text) { // "Do this:" needs what follows
		for n < len(a.Sentences) && a.Sentences[n].Block != "" {
			n++
		}
	}
	return a.Sentences[:n]
}

// cautious are the replies that state nothing: a question back, and handing
// over. They are suggested where an answer is missing or unsure.
func cautious(p *phraser, c conversation, answers []answer.Answer) []Reply {
	i := slices.IndexFunc(answers, func(a answer.Answer) bool { return !states(a) })
	if i < 0 {
		i = slices.IndexFunc(answers, func(a answer.Answer) bool { return a.Confidence < unsure })
		if i < 0 {
			return nil
		}
		return []Reply{plain(p, KindAskBack, "unsure", mention(c.questions[i].text))}
	}
	a := answers[i]
	back := plain(p, KindAskBack, "ask", nil)
	switch {
	case a.Status == answer.Clarifying && a.Clarify != nil:
		back = which(p, *a.Clarify)
	case a.Refusal != nil && a.Refusal.Reason == answer.NeedsAccount:
		back = plain(p, KindAskBack, "account", nil)
	case a.Refusal != nil && (a.Refusal.Reason == answer.Unsafe || a.Refusal.Reason == answer.Unavailable):
		return []Reply{plain(p, KindHandOver, "handover", nil)}
	}
	if slices.ContainsFunc(answers, states) { // the answers are suggested already
		return []Reply{back}
	}
	return []Reply{back, plain(p, KindHandOver, "handover", nil)}
}

// plain is a reply of one phrase.
func plain(p *phraser, kind Kind, name string, with any) Reply {
	w := &writer{}
	if name != "open" {
		w.phrase(p.say("greeting", nil))
	}
	w.paragraph()
	w.phrase(p.say(name, with))
	w.paragraph()
	w.phrase(p.say("closing", nil))
	return w.reply(kind)
}

// mentioned characters of a question are enough for the customer to know it again.
const mentioned = 160

// mention is a question as it may stand inside a phrase: short, on one line, and
// without what would pass for a footnote of ours.
func mention(q string) string {
	q = strings.NewReplacer("[", "(", "]", ")").Replace(strings.Join(strings.Fields(q), " "))
	if r := []rune(q); len(r) > mentioned {
		q = string(r[:mentioned]) + "…"
	}
	return q
}

// which asks the customer to choose.
func which(p *phraser, c answer.Clarify) Reply {
	w := &writer{}
	w.phrase(p.say("greeting", nil))
	w.paragraph()
	w.phrase(p.say("which", nil))
	for _, choice := range c.Choices {
		w.add(Sentence{Text: choice.Label, Block: blockItem})
	}
	w.paragraph()
	w.phrase(p.say("closing", nil))
	return w.reply(KindAskBack)
}

// compose joins a part of each answer to one reply.
func compose(p *phraser, c conversation, answers []answer.Answer, part func(answer.Answer) []answer.Sentence) Reply {
	w := &writer{}
	kind := KindAnswer
	w.phrase(p.say("greeting", nil))
	for i, a := range answers {
		w.paragraph()
		if !states(a) {
			w.phrase(p.say("unanswered", mention(c.questions[i].text)))
			continue
		}
		for _, s := range part(a) {
			w.quote(s, a.Citations)
			if s.Block == blockStep {
				kind = KindSteps
			}
		}
		if w.confidence == nil || a.Confidence < *w.confidence {
			w.confidence = &a.Confidence
		}
	}
	w.paragraph()
	w.phrase(p.say("closing", nil))
	return w.reply(kind)
}
