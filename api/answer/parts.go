package answer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// A message that asks several things ("What does delivery cost, and how do I
// cancel?") is answered thing by thing: each part has its own search, its own
// confidence and its own refusal, so that what the documentation says of one is
// not lost because it is silent on the other, and does not pass for an answer to it.

// mostParts bounds the parts that are answered: what a reader takes in. The last
// one keeps what is left.
const mostParts = 3

// Separate are the questions that one question asks, each of which can be
// understood without the others; one, usually. "What is it and how long does it
// take?" asks two things of one matter, which are found in one place, and what only
// the asker's account can tell is not looked for in parts. What only keeps up the
// conversation is left out.
func Separate(question string) []string {
	question = withoutSmallTalk(question)
	parts := Parts(question)
	if len(parts) == 1 || AsksAccount(question) >= accountMaybe {
		return []string{question}
	}
	whole := parts[:1]
	for _, part := range parts[1:] {
		if standsAlone(part) && !explains(whole[len(whole)-1], part) && len(whole) < mostParts {
			whole = append(whole, alone(part))
			continue
		}
		whole[len(whole)-1] += " " + part
	}
	if len(whole) == 1 {
		return []string{question}
	}
	whole[0] = alone(whole[0])
	return whole
}

// withoutSmallTalk is a question without the sentences before and behind it that
// only keep up the conversation: "Hi! Can you help me? How do I cancel?"
func withoutSmallTalk(question string) string {
	sentences := text.Sentences(question)
	small := func(s text.Span) bool { return SmallTalk(question[s.Start:s.End]) }
	for len(sentences) > 1 && small(sentences[0]) {
		sentences = sentences[1:]
	}
	for len(sentences) > 1 && small(sentences[len(sentences)-1]) {
		sentences = sentences[:len(sentences)-1]
	}
	if len(sentences) == 0 {
		return question
	}
	return strings.TrimSpace(question[sentences[0].Start:sentences[len(sentences)-1].End])
}

// explains: an English question behind a comma alone says the one before in other
// words: "What if I am late, does the doctor wait?".
func explains(before, part string) bool {
	return strings.HasSuffix(before, ",") && alone(part) == strings.Trim(part, " ")
}

// leastAlone is how many content words a question has that stands alone: "how do I
// cancel an order" has two, "at what rate" one.
const leastAlone = 2

// lightHan are characters that say nothing of what a Chinese question is about, and
// leaningHan those that point to what was said before.
const (
	lightHan   = "之内里要还能可以会就都也再先后前在到是有没不吗么"
	leaningHan = "它这那其该此"
)

// hedgesHan say of an answer that it need not be exact, and nothing of the question.
var hedgesHan = strings.NewReplacer("一般", "", "通常", "", "大概", "", "大约", "", "大約", "")

// standsAlone: a question says by itself what it is about. A Chinese word has two
// characters.
func standsAlone(part string) bool {
	part = hedgesHan.Replace(part)
	grammar := Grammar(part)
	words, characters := 0, 0
	for w := range text.Words(part) {
		raw := strings.ToLower(part[w.Start:w.End])
		switch {
		case pronouns()[raw] && raw != "me" && raw != "us" && raw != "you", strings.ContainsAny(raw, leaningHan):
			return false
		case w.Stop || w.Asking || w.Part && w.Kind != text.Char, slices.ContainsFunc(grammar, func(g text.Span) bool { return w.Start < g.End && g.Start < w.End }):
		case w.Kind == text.Char:
			if !strings.Contains(lightHan, raw) {
				characters++
			}
		case w.Kind != text.Pair:
			words++
		}
	}
	return words+characters/2 >= leastAlone
}

// alone is a part without what ties it to the others: "and how do I cancel?".
func alone(part string) string {
	part = strings.Trim(part, " ,，;；、")
	for _, joint := range []string{"and ", "also ", "also, ", "另外", "还有", "還有", "以及"} {
		if len(part) > len(joint) && strings.EqualFold(part[:len(joint)], joint) {
			return strings.TrimLeft(part[len(joint):], " ,，")
		}
	}
	return part
}

// makeParts makes an answer of those to the parts of a question.
func (s *Service) makeParts(ctx context.Context, key string, r Request, parts []string, emit func(Event) error) (Answer, error) {
	retriever, err := s.Retriever(ctx, r.KB)
	if err != nil {
		return Answer{}, fmt.Errorf("answer from knowledge base %q: %w", r.KB, err)
	}
	whole := s.begin(r, emit)
	asked := r
	var made []*making
	for _, part := range parts {
		asked.Question = part
		m := s.begin(asked, nil)
		if err := m.run(ctx, m.retrieve(retriever), m.decide); err != nil {
			return Answer{}, err
		}
		made = append(made, m)
	}
	whole.gather(made)
	if err := whole.run(ctx, whole.tell, whole.finish); err != nil {
		return Answer{}, err
	}
	whole.keep(key)
	return whole.answer, nil
}

// run takes steps until one fails.
func (m *making) run(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		err := step(ctx)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("answer: %w", err)
		}
	}
	return nil
}

// tell sends what was gathered.
func (m *making) tell(context.Context) error {
	if err := m.emit(Event{Passages: slices.Clone(m.answer.Passages)}); err != nil {
		return err
	}
	return m.sendAll()
}

// gather makes one answer of those to the parts.
func (m *making) gather(parts []*making) {
	m.answer.Language = parts[0].answer.Language
	var searched []string
	for i, p := range parts {
		m.makeshift = m.makeshift || p.makeshift
		m.addPassages(p.answer.Passages)
		for document, s := range p.sources {
			m.sources[document] = s
		}
		if p.answer.Status == Answered {
			m.addSentences(p.answer, i+1)
		}
		searched = append(searched, p.trace.Searched)
		m.addTrace(p.trace)
		for _, n := range p.notes {
			if !slices.Contains(m.notes, n) {
				m.notes = append(m.notes, n)
			}
		}
	}
	m.trace.Searched = strings.Join(searched, "\n")
	if m.answer.Status != Answered {
		m.takeOver(parts)
		return
	}
	m.tellSilent(parts)
}

// tellSilent tells the asker which parts have no answer.
func (m *making) tellSilent(parts []*making) {
	for _, p := range parts {
		if why := p.silence(); why != "" {
			m.answer.Notes = appendNew(m.answer.Notes, why)
		}
	}
}

// addSentences adds an answer to one part, its citations under their new numbers.
// What an answer to another part says already is not said again.
func (m *making) addSentences(a Answer, part int) {
	renumbered := func(list []int) []int {
		var out []int
		for _, n := range list {
			out = append(out, m.number(a.Citations[n-1]))
		}
		return out
	}
	before := m.answer.Sentences
	said := func(s Sentence) bool {
		return slices.ContainsFunc(before, func(x Sentence) bool { return x.Text == s.Text })
	}
	same := !slices.ContainsFunc(a.Sentences, func(s Sentence) bool { return !said(s) })
	for _, s := range a.Sentences {
		if same || s.Block == blockText && said(s) {
			continue
		}
		s.Citations, s.Part = renumbered(s.Citations), part
		m.answer.Sentences = append(m.answer.Sentences, s)
	}
	for _, c := range a.Conflicts {
		c.Citations = renumbered(c.Citations)
		if !slices.ContainsFunc(m.answer.Conflicts, func(x Conflict) bool { return x.About == c.About && slices.Equal(x.Citations, c.Citations) }) {
			m.answer.Conflicts = append(m.answer.Conflicts, c)
		}
	}
	if m.answer.Status == "" || a.Confidence < m.answer.Confidence {
		m.answer.Confidence = a.Confidence
	}
	m.answer.Status, m.answer.Composer = Answered, a.Composer
}

// addPassages adds those that are not there yet, in their order.
func (m *making) addPassages(list []retrieval.Passage) {
	for _, p := range list {
		if slices.ContainsFunc(m.answer.Passages, func(x retrieval.Passage) bool { return x.Chunk == p.Chunk }) {
			continue
		}
		p.Rank = len(m.answer.Passages) + 1
		m.answer.Passages = append(m.answer.Passages, p)
	}
	m.task.Passages = m.answer.Passages
}

// addTrace adds how the answer to a part came about. Of signals the last part's
// stay: each part has its own.
func (m *making) addTrace(t Trace) {
	m.trace.Ranks = append(m.trace.Ranks, t.Ranks...)
	m.trace.Drafts = append(m.trace.Drafts, t.Drafts...)
	m.trace.Notes = append(m.trace.Notes, t.Notes...)
	m.trace.Signals = t.Signals
	m.trace.Prompt = strings.TrimSpace(m.trace.Prompt + "\n\n" + t.Prompt)
	for stage, ms := range t.TimingsMS {
		m.trace.TimingsMS[stage] += ms
	}
}

// takeOver is the answer where no part was answered: the first question back, or
// else the first refusal, with the nearest pages of all.
func (m *making) takeOver(parts []*making) {
	m.notes = nil
	for i, p := range parts {
		m.answer.Confidence = max(m.answer.Confidence, p.answer.Confidence)
		if p.answer.Clarify != nil {
			m.answer.Status, m.answer.Clarify = Clarifying, p.answer.Clarify
			m.tellSilent(slices.Delete(slices.Clone(parts), i, i+1))
			return
		}
	}
	refusal := *parts[0].answer.Refusal
	refusal.Nearest = m.nearest()
	m.answer.Status, m.answer.Refusal = Refused, &refusal
}

// silence is what the asker is told of a part that has no answer: which one, and why.
func (m *making) silence() string {
	a := m.answer
	why := ""
	switch {
	case a.Refusal != nil:
		why = a.Refusal.Message
	case a.Clarify != nil:
		var labels []string
		for _, c := range a.Clarify.Choices {
			labels = append(labels, c.Label)
		}
		why = strings.TrimRight(a.Clarify.Question+" "+strings.Join(labels, " / "), " ")
	default:
		return ""
	}
	return fmt.Sprintf(say(sayOfPart, a.Language), m.request.Question, why)
}
