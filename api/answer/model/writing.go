package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/api/answer"
	"footnote/retrieval/text"
)

// writing is a reply while it comes.
type writing struct {
	task     answer.Task
	rejected []wrong // of the reply before, if this one is to mend it
	prompt   *prompt
	yield    func(answer.Draft, error) bool
	thought  thought
	split    splitter
	echo     *echo
	seen     int    // bytes of visible text
	tail     string // the last bytes, in which the fence's key may have begun
	drafts   int
	times    map[string]int  // how often each unit was said
	said     strings.Builder // all drafts, to tell the language by
}

// maxVisible is the longest reply in bytes, without reasoning: several times
// what a whole answer takes.
const maxVisible = 64 << 10

var (
	errLong   = fmt.Errorf("the reply is longer than %d bytes", maxVisible)
	errBytes  = errors.New("the reply holds bytes that are no text")
	errNobody = errors.New("the reply is empty")
	errLoop   = errors.New("the reply says the same again and again")
)

// take reads a piece of the reply and yields the sentences that it finishes.
func (w *writing) take(piece []byte) error {
	visible := w.thought.add(string(piece))
	if w.thought.lone {
		if w.drafts > 0 {
			return errThought
		}
		w.thought.lone = false // all so far was reasoning whose beginning was not marked
		w.split = splitter{}
	}
	if err := w.look(visible); err != nil {
		return err
	}
	units, endless := w.split.add(visible)
	if err := w.draftAll(units); err != nil {
		return err
	}
	return endless
}

// look refuses what no answer holds.
func (w *writing) look(visible string) error {
	w.seen += len(visible)
	switch {
	case w.seen > maxVisible:
		return errLong
	case strings.ContainsRune(visible, utf8.RuneError):
		return errBytes
	}
	w.tail += visible
	if strings.Contains(w.tail, w.prompt.key) {
		return errEcho
	}
	w.tail = w.tail[max(0, len(w.tail)-len(w.prompt.key)):]
	return nil
}

// end yields what is left and judges the reply as a whole.
func (w *writing) end() error {
	last := w.thought.end()
	if err := w.look(last); err != nil {
		return err
	}
	w.split.rest += last
	if err := w.draftAll(w.split.end()); err != nil {
		return err
	}
	if w.drafts == 0 {
		return errNobody
	}
	if l := text.Language(w.said.String()); l != "" && w.task.Language != "" && l != w.task.Language {
		return fmt.Errorf("the reply is in the language %q instead of %q", l, w.task.Language)
	}
	return nil
}

func (w *writing) draftAll(units []unit) error {
	for _, u := range units {
		if err := w.draft(u); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) draft(u unit) error {
	if refuses(u.text) {
		if w.drafts == 0 {
			return errRefused
		}
		return nil
	}
	if w.echo == nil {
		w.echo = listen(w.prompt)
	}
	if err := w.echo.hear(u.text); err != nil {
		return err
	}
	if repeated, err := w.repeats(u); repeated || err != nil {
		return err
	}
	w.drafts++
	w.said.WriteString(u.text + "\n")
	if !w.yield(answer.Draft{Text: u.text, Block: u.block, Cites: w.cites(u)}, nil) {
		return errStopped
	}
	return nil
}

// mostSaid is how often a reply may say the same: "Press OK." can be a step more
// than once, but a weak model that says it again and again has lost its way.
const mostSaid = 5

// repeats: was the sentence said before? A sentence of running text is not
// drafted twice.
func (w *writing) repeats(u unit) (bool, error) {
	if w.times == nil {
		w.times = map[string]int{}
	}
	w.times[u.text]++
	if w.times[u.text] > mostSaid {
		return true, errLoop
	}
	return w.times[u.text] > 1 && u.block == running, nil
}

// refuses: is the sentence the agreed word for "the passages do not answer"?
func refuses(s string) bool {
	s = strings.ReplaceAll(s, `\`, "")
	return strings.Contains(s, refusal) || strings.EqualFold(strings.Trim(s, " .。\"'`"), strings.ReplaceAll(refusal, "_", " "))
}

// cites are the passages of a unit. One that the model was not shown becomes
// number 0, which is none. Where a passage has the unit word for word, its place
// is known, and the passages that do not have it are left out.
func (w *writing) cites(u unit) []answer.Cite {
	var all, placed []answer.Cite
	for _, n := range u.numbers {
		if !slices.ContainsFunc(w.prompt.shown, func(s shown) bool { return s.Number == n }) {
			n = 0
		}
		if slices.Contains(all, answer.Cite{Passage: n}) {
			continue
		}
		all = append(all, answer.Cite{Passage: n})
		if n == 0 {
			continue
		}
		p := w.task.Passages[n-1]
		if start, end, ok := locate(p.Text, u.text); ok {
			placed = append(placed, answer.Cite{Passage: n, Start: p.Start + start, End: p.Start + end})
		}
	}
	if len(placed) > 0 {
		return placed
	}
	return all
}

// locate finds s in a passage as whole sentences; a part of one may say
// something else.
func locate(passage, s string) (start, end int, ok bool) {
	spans := text.Sentences(passage)
	for i, x := range spans {
		begin := x.Start + len(leadOf(passage[x.Start:x.End]))
		if !strings.HasPrefix(passage[begin:], s) {
			continue
		}
		for _, y := range spans[i:] {
			if y.End == begin+len(s) {
				return begin, y.End, true
			}
		}
	}
	return 0, 0, false
}

// leadOf is the lead of a list entry.
func leadOf(s string) string {
	if lead := numberedLead.FindString(s); lead != "" {
		return lead
	}
	return bulletLead.FindString(s)
}
