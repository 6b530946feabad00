package model

import (
	"errors"
	"slices"
	"strings"

	"footnote/retrieval/text"
)

// unit is a sentence, a list entry, a row or a piece of code of a reply, with
// the numbers that it cites.
type unit struct {
	text    string
	block   string
	numbers []int
}

// longestUnit in bytes: a sentence that has not ended by then never will.
const longestUnit = 6 << 10

var errEndless = errors.New("the reply goes on without the end of a sentence")

// A sentence has ended for sure when this many bytes of the next one are there:
// what follows decides whether a dot was an end, and citations may stand behind it.
const lookAhead = 40

// lookStep is how many bytes must have come, or a line have ended, before what
// is there is looked at again: looking at every token would take the square of
// a sentence's length.
const lookStep = 16

// splitter finds the units of a reply as it comes.
type splitter struct {
	rest    string
	fresh   int // bytes of rest that were not looked at yet
	midLine bool
}

// add returns the units that are finished now.
func (s *splitter) add(piece string) ([]unit, error) {
	s.rest += piece
	s.fresh += len(piece)
	if s.fresh < lookStep && !strings.Contains(piece, "\n") {
		return nil, nil
	}
	s.fresh = 0
	units := s.take(s.rest[:unsettled(s.rest)], false)
	if len(s.rest) > longestUnit {
		return units, errEndless
	}
	return units, nil
}

// end returns the units that are left.
func (s *splitter) end() []unit { return s.take(s.rest, true) }

// take cuts finished units from the start of what is there.
func (s *splitter) take(there string, final bool) []unit {
	var units []unit
	done := 0
	blocks := blocksOf(there, s.midLine)
	for i, b := range blocks {
		whole := final || i < len(blocks)-1
		if b.kind != running {
			if whole {
				units = appendUnit(units, unitOf(b.kind, there[b.start:b.end]))
				done = b.end
			}
			continue
		}
		sentences, used := sentencesOf(there[b.start:b.end], whole)
		units = append(units, sentences...)
		if used > 0 {
			done = b.start + used
		}
	}
	if done > 0 {
		line := there[strings.LastIndexByte(there[:done], '\n')+1 : done]
		s.midLine = strings.TrimSpace(line) != "" || s.midLine && !strings.Contains(there[:done], "\n")
		s.rest = s.rest[done:]
	}
	return units
}

func appendUnit(units []unit, u unit) []unit {
	if u.text == "" {
		return units
	}
	return append(units, u)
}

// unitOf is a block that is one unit.
func unitOf(kind, raw string) unit {
	if kind == code {
		inside, after := codeOf(raw)
		return unit{inside, code, cited(strip(after).marks)}
	}
	if kind == row && tableRule.MatchString(strings.TrimSpace(raw)) {
		return unit{}
	}
	s := strip(raw)
	return unit{bare(kind, s.text), kind, cited(s.marks)}
}

func cited(marks []placed) []int {
	var all []int
	for _, m := range marks {
		if !slices.Contains(all, m.number) {
			all = append(all, m.number)
		}
	}
	return all
}

// sentencesOf are the sentences of a paragraph; unless whole, only those that
// have ended for sure, and used is how many bytes they take.
func sentencesOf(raw string, whole bool) (units []unit, used int) {
	s := strip(raw)
	spans := text.Sentences(s.text)
	if len(spans) == 0 {
		if whole {
			used = len(raw)
		}
		return nil, used
	}
	ended := len(spans)
	for !whole && ended > 0 && len(s.text)-spans[ended-1].End < lookAhead {
		ended--
	}
	owner := owners(s.marks, spans)
	for i, x := range spans[:ended] {
		u := unit{text: bare(running, s.text[x.Start:x.End])}
		for k, m := range s.marks {
			if owner[k] == i && !slices.Contains(u.numbers, m.number) {
				u.numbers = append(u.numbers, m.number)
			}
		}
		units = appendUnit(units, u)
	}
	switch {
	case ended == len(spans):
		used = len(raw)
	case ended > 0:
		used = s.startOf(spans[ended], ended, owner)
	}
	return units, used
}

// startOf is where, in the raw text, a sentence begins, its own marks in front
// of it included.
func (s stripped) startOf(x text.Span, sentence int, owner []int) int {
	start := s.raw[x.Start]
	for k, m := range s.marks {
		if owner[k] == sentence {
			start = min(start, m.raw)
		}
	}
	return start
}

// owners gives each mark the sentence that it stands in or behind; a mark at
// the start of a line with text after it belongs to that text.
func owners(marks []placed, spans []text.Span) []int {
	owner := make([]int, len(marks))
	for k, m := range marks {
		i := 0
		for i+1 < len(spans) && (spans[i+1].Start < m.at || m.lineStart && spans[i+1].Start <= m.at+1) {
			i++
		}
		owner[k] = i
	}
	return owner
}
