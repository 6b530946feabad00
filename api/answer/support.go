package answer

import (
	"cmp"
	"fmt"
	"strings"
)

// support finds the windows that a statement rests on.
func (e *Evidence) support(st *statement, list []*window) Verdict {
	if sentences := splitSentences(st); len(sentences) > 1 {
		return e.supportAll(sentences, list)
	}
	best, v := e.rest(st, list)
	if best != nil {
		return Verdict{Supported: true, Spans: best.spans(st)}
	}
	clauses := splitClauses(st)
	if len(clauses) < 2 || e.contradicted(st, list) {
		return v
	}
	if all := e.supportAll(clauses, list); all.Supported {
		return all
	}
	return v
}

// contradictedShare is the share of a statement's words from which on a sentence
// that says otherwise is the one it was made from.
const contradictedShare = 0.75

// contradicted: a single sentence has nearly all that the statement says, and
// says otherwise.
func (e *Evidence) contradicted(st *statement, list []*window) bool {
	for _, w := range list {
		if j := judge(st, w); len(w.parts) == 1 && j.contrary && j.share >= contradictedShare {
			return true
		}
	}
	return false
}

// supportAll: each of the statements rests on a window.
func (e *Evidence) supportAll(parts []*statement, list []*window) Verdict {
	var spans []Cite
	for _, c := range parts {
		w, v := e.rest(c, list)
		if w == nil {
			return v
		}
		spans = append(spans, w.spans(c)...)
	}
	return Verdict{Supported: true, Spans: distinct(spans)}
}

func distinct(list []Cite) []Cite {
	var out []Cite
	seen := map[Cite]bool{}
	for _, c := range list {
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// rest is the best window that supports a statement alone; without one the
// verdict says why the nearest does not.
func (e *Evidence) rest(st *statement, list []*window) (*window, Verdict) {
	var best *window
	bestShare, nearShare, againstShare, contraryShare, bestOwn := -1.0, -1.0, -1.0, -1.0, -1.0
	why, against, contrary := "is not what the cited passages say", "", ""
	for _, w := range list {
		j := judge(st, w)
		if j.why == "" && better(w, j.share, best, bestShare) {
			best, bestShare = w, j.share
		}
		if j.why != "" && j.share > nearShare {
			nearShare, why = j.share, j.why
		}
		if j.why != "" && len(w.parts) == 1 && j.weight() > againstShare {
			againstShare, against = j.weight(), j.why
		}
		if j.why == "" && best == w {
			bestOwn = j.own
		}
		if j.contrary && len(w.parts) == 1 && j.share > contraryShare {
			contraryShare, contrary = j.share, j.why
		}
	}
	switch {
	case best == nil:
		return nil, Verdict{Why: why}
	case borrowed(st, best) != "":
		return nil, Verdict{Why: fmt.Sprintf("states %q of something else than the cited text", borrowed(st, best))}
	case againstShare > bestOwn+outdone, len(best.parts) > 1 && contraryShare >= bestShare-madeOfOne:
		return nil, Verdict{Why: cmp.Or(contrary, against)}
	}
	return best, Verdict{Supported: true}
}

// outdone is by how much a sentence that speaks against a statement must have
// more of its words than the one that supports it: then the statement was made
// from it, and was changed.
const outdone = 0.1

// madeOfOne is how much of a statement's words a second sentence may add to one
// that says otherwise, before the two together are believed.
const madeOfOne = 0.35

// weight is how much a judgement against a statement counts. Where only words
// are missing it says nothing.
func (j judgement) weight() float64 {
	if j.short {
		return -1
	}
	return j.own
}

// better: more of the statement, then fewer sentences.
func better(w *window, share float64, best *window, bestShare float64) bool {
	return best == nil || share > bestShare+1e-9 || share > bestShare-1e-9 && len(w.parts) < len(best.parts)
}

// judgement is how a window stands to a statement.
type judgement struct {
	share float64 // of the statement's content words that it has
	own   float64 // the same, without what stands over it, with every value
	why   string  // why it does not support the statement; "" if it does
	short bool    // only because it has too few of the words
	// contrary: it has the words and the values, and says otherwise.
	contrary bool
}

func judge(st *statement, w *window) judgement {
	share, missing := coverage(st, w)
	j := judgement{share: share, own: ownShare(st, w)}
	wordShare, _ := wordCoverage(st, w)
	least, leastWords := minCoverage, minWords
	if len(w.parts) > 1 {
		least = pairCoverage
	}
	if len(st.words) < fewWords {
		leastWords = shortCoverage
	}
	if st.anchored(w) {
		least, leastWords = anchoredCoverage, anchoredWords
	}
	switch {
	case crosses(st, w):
		var meaning float64
		meaning, j.why = crossed(st, w)
		j.share, j.own = max(j.share, meaning), max(j.own, meaning)
	case share < least || wordShare < leastWords:
		j.short = true
		j.why = fmt.Sprintf("%.0f %% of its words are in the cited text; not: %s", 100*share, strings.Join(missing, " "))
	default:
		if j.why = valuesMissing(st, w); j.why == "" {
			j.why = firstOf(st, w, unsaidPole, turned, misbound, swapped, adds, widens, reverses, traded, resequenced)
			j.contrary = j.why != ""
		}
	}
	return j
}

func firstOf(st *statement, w *window, checks ...func(*statement, *window) string) string {
	for _, check := range checks {
		if why := check(st, w); why != "" {
			return why
		}
	}
	return ""
}

// valuesMissing names the first value, name or label that the window lacks.
func valuesMissing(st *statement, w *window) string {
	for _, f := range st.facts {
		if f.rate() && !w.hasRate() {
			continue
		}
		if !f.loose() && !w.states(f) {
			return fmt.Sprintf("states %q, the cited text does not", st.text[f.start:f.end])
		}
	}
	for _, n := range st.names {
		if !hasName(w, n) {
			return fmt.Sprintf("names %q, the cited text does not", n)
		}
	}
	for _, l := range st.labels {
		if !holdsLabel(w, l) {
			return fmt.Sprintf("quotes %q, the cited text does not", l)
		}
	}
	return ""
}

func hasName(w *window, name string) bool {
	if w.said.spells(name) || w.context.spells(name) {
		return true
	}
	for _, t := range termsOf(name) {
		if !w.has(t) {
			return false
		}
	}
	return true
}

// spells: the statement has this word, as written but for its case.
func (st *statement) spells(name string) bool {
	for _, x := range st.lex {
		if x.text == name {
			return true
		}
	}
	return false
}

func holdsLabel(w *window, label string) bool {
	l := plainly(label)
	return strings.Contains(plainly(w.said.text), l) || strings.Contains(plainly(w.context.text), l)
}

// plainly is a text as labels are compared.
func plainly(s string) string {
	return strings.ReplaceAll(strings.ToLower(folded(narrow(s))), "&", "and")
}

func denies(st *statement) bool {
	for _, m := range st.marks {
		if m.kind == "not" {
			return true
		}
	}
	return false
}
