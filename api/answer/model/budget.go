package model

import (
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// leastPrompt is what the rules, a question and one passage need.
const leastPrompt = 900

// countedShare of the room is filled, in percent: the tokens are those of one
// vocabulary, and other models count up to a tenth or two more.
const countedShare = 85

// The history is there to understand the question by: a few turns, the last
// ones, and never more than a quarter of the room that the passages need.
const (
	maxHistory    = 6   // turns
	historyTokens = 150 // of one turn
	historyShare  = 4
)

// Tokens of a passage's fence and headings, and the least of a passage's text
// that is worth showing.
const (
	frameTokens = 40
	leastText   = 30
)

// budget is how many tokens are left for the prompt.
type budget struct {
	count func(string) int
	left  int
}

// history takes the last turns that fit, oldest first.
func (b *budget) history(turns []retrieval.Turn) []said {
	room := b.left / historyShare
	var kept []said
	for i := len(turns) - 1; i >= 0 && len(kept) < maxHistory; i-- {
		part, n := b.fit(clean(turns[i].Text), min(historyTokens, room))
		if part == "" {
			break
		}
		who := "Asker"
		if turns[i].Role == "assistant" {
			who = "Answer"
		}
		kept = append([]said{{who, asLine(part, len(part))}}, kept...)
		room -= n
		b.left -= n
	}
	return kept
}

// passages takes them best first, as long as there is room; the last one may
// be cut between two sentences.
func (b *budget) passages(all []retrieval.Passage) []shown {
	var kept []shown
	for i, p := range all {
		part, n := b.fit(lawful(p.Text), b.left-frameTokens)
		if part == "" {
			break
		}
		kept = append(kept, show(i+1, p, part))
		b.left -= n + frameTokens
	}
	return kept
}

// fit is as many whole sentences of s as have at most room tokens, and their
// number of tokens. A text of which only a scrap fits is left out.
func (b *budget) fit(s string, room int) (string, int) {
	s = strings.TrimSpace(s)
	if len(s) == 0 || room <= 0 {
		return "", 0
	}
	data := asData(s)
	if n := b.count(data); n <= room {
		return data, n
	}
	if room < leastText {
		return "", 0
	}
	end := 0
	for _, x := range text.Sentences(s) {
		if b.count(asData(s[:x.End])) > room {
			break
		}
		end = x.End
	}
	data = asData(s[:end])
	return data, b.count(data)
}

// lawful is a passage without the sentences that speak to the model instead of
// the reader; they are never an answer.
func lawful(s string) string {
	if answer.Instructs(s) < answer.InstructionLimit {
		return s
	}
	var b strings.Builder
	from := 0
	for _, x := range text.Sentences(s) {
		if answer.Instructs(s[x.Start:x.End]) >= answer.InstructionLimit {
			b.WriteString(s[from:x.Start])
			from = x.End
		}
	}
	b.WriteString(s[from:])
	return b.String()
}
