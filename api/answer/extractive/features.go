package extractive

import (
	"math"
	"slices"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval/text"
)

// features are what a candidate is judged by, all about 0..1.
type features [featureCount]float64

const (
	covered      = iota // share of the question's words, by rarity, in the candidate
	beside              // what the candidate lacks and title or section has
	near                // what those lack and the sentences next to it have
	paired              // share of the question's neighbouring words that are near each other, in order
	length              // logarithm of the words, 1: a hundred
	passage             // the passage's score against the best one's
	best                // it is the best passage
	holds               // it holds a value of the kind wanted
	opening             // it opens the passage
	asks                // it is a question itself, or a heading
	reason              // it gives a reason, and one is wanted
	defines             // it begins with what is to be defined
	dense               // covered by length
	longest             // longest stretch in common with the question, against the question
	topCovered          // covered against the best candidate's
	plain               // share of the question's words, rarity left out
	wide                // share by rarity among the passages
	wholePage           // share by rarity among passages, in the whole passage with title
	entities            // names and numbers of the question in the candidate, title or section
	tight               // how close together the question's words stand
	focused             // the number wanted stands beside what is to be counted
	pronoun             // begins with a word that points back
	news                // words that the question does not have, logarithm
	holdsCovered        // both
	prevCovered         // what the sentence before has
	nextCovered
	featureCount
)

// asked is a question, ready for comparison.
type asked struct {
	answer.Asked
	text    string
	terms   map[string]int // index of a term
	weights []float64      // its weight in the question, times its rarity once known
	plain   []float64
	wide    []float64
	entity  []bool
	focus   []int // terms right behind how many, which, 哪
	order   []int // the question's terms in their order
	total   float64
	wholes  []seen
}

func sum(w []float64) float64 {
	t := 0.0
	for _, x := range w {
		t += x
	}
	if t == 0 {
		return 1
	}
	return t
}

func newAsked(t answer.Task) *asked {
	a := &asked{Asked: answer.ReadQuestion(t.Question), text: t.Question, terms: map[string]int{}}
	for _, q := range t.Terms {
		if _, ok := a.terms[q.Term]; !ok {
			a.terms[q.Term] = len(a.weights)
			a.weights = append(a.weights, float64(q.Weight))
		}
	}
	a.entity = make([]bool, len(a.weights))
	for w := range text.Words(t.Question) {
		i, ok := a.terms[w.Term]
		if !ok || w.Stop {
			continue
		}
		if !w.Part {
			a.order = append(a.order, i)
		}
		raw := t.Question[w.Start:w.End]
		if c := raw[0]; (c >= 'A' && c <= 'Z' && w.Start > 0 && !w.Asking) || c >= '0' && c <= '9' || w.Kind == text.Name {
			a.entity[i] = true
		}
	}
	a.plain = slices.Clone(a.weights)
	a.wide = slices.Clone(a.weights)
	a.focus = a.focusOf(t.Question)
	return a
}

var focusCues = []string{"how many", "how much", "which", "what", "哪一", "哪个", "哪種", "哪", "几", "多少", "什么", "幾", "什麼", "甚麼"}

func (a *asked) focusOf(q string) []int {
	lower := strings.ToLower(q)
	at := -1
	for _, cue := range focusCues {
		if k := strings.Index(lower, cue); k >= 0 {
			at = k + len(cue)
			break
		}
	}
	if at < 0 {
		return nil
	}
	var out []int
	for w := range text.Words(q[at:]) {
		if i, ok := a.terms[w.Term]; ok && !w.Stop && !w.Asking && !w.Part {
			out = append(out, i)
			if len(out) == 2 {
				break
			}
		}
	}
	return out
}

// seen is where a text holds the question's terms.
type seen struct {
	has   []bool
	at    [][]int // places in words, by term
	words int
}

func (a *asked) look(s string) seen {
	x := seen{has: make([]bool, len(a.weights)), at: make([][]int, len(a.weights))}
	for w := range text.Words(s) {
		if i, ok := a.terms[w.Term]; ok {
			x.has[i] = true
			x.at[i] = append(x.at[i], x.words)
		}
		if !w.Part {
			x.words++
		}
	}
	return x
}

// judge fills in the features of all candidates.
func (a *asked) judge(pages []page, all []candidate) {
	looks := make([]seen, len(all))
	for i := range all {
		looks[i] = a.look(all[i].text)
	}
	a.rarity(looks)
	wholes := make([]seen, len(pages))
	for i, p := range pages {
		wholes[i] = a.look(p.Title + "\n" + p.Section + "\n" + p.Text)
	}
	for i := range a.wide {
		in := 0.0
		for _, x := range wholes {
			in += truth(x.has[i])
		}
		a.wide[i] *= math.Log(1 + (float64(len(wholes))-in+0.5)/(in+0.5))
	}
	a.wholes = wholes
	top := 0.0
	for _, p := range pages {
		headings := a.look(p.Title + "\n" + p.Section)
		for i := p.from; i < p.to; i++ {
			a.judgeOne(pages, all, looks, i, headings)
			top = max(top, all[i].features[covered])
		}
	}
	for i := range all {
		if top > 0 {
			all[i].features[topCovered] = all[i].features[covered] / top
		}
	}
}

// rarity multiplies the terms' weights by how rare they are among the
// candidates (BM25's idf).
func (a *asked) rarity(looks []seen) {
	n := float64(len(looks))
	a.total = 0
	for i := range a.weights {
		in := 0.0
		for _, x := range looks {
			if x.has[i] {
				in++
			}
		}
		a.weights[i] *= math.Log(1 + (n-in+0.5)/(in+0.5))
		a.total += a.weights[i]
	}
	if a.total == 0 {
		a.total = 1
	}
}

func (a *asked) judgeOne(pages []page, all []candidate, looks []seen, i int, headings seen) {
	c, x := &all[i], looks[i]
	p := pages[c.passage]
	f := &c.features
	for t, w := range a.weights {
		switch {
		case x.has[t]:
			f[covered] += w
		case headings.has[t]:
			f[beside] += w
		case i > p.from && looks[i-1].has[t] || i+1 < p.to && looks[i+1].has[t]:
			f[near] += w
		}
	}
	f[covered], f[beside], f[near] = f[covered]/a.total, f[beside]/a.total, f[near]/a.total
	f[paired], f[longest] = a.pairs(x)
	f[length] = math.Log(float64(x.words)+1) / math.Log(100)
	f[dense] = f[covered] / math.Sqrt(float64(x.words)+4) * 4
	if pages[0].Score > 0 {
		f[passage] = p.Score / pages[0].Score
	}
	f[best] = truth(c.passage == 0)
	f[holds] = a.Holds(c.text, a.text)
	f[opening] = truth(i == p.from)
	f[asks] = truth(isQuestion(c.text) || c.kind == "heading" || c.kind == "header")
	f[reason] = truth(a.Form == answer.AsksReason && givesReason(c.text))
	f[defines] = truth(a.Form == answer.AsksDefinition && a.opensWith(x))
	a.more(pages, all, looks, i, headings)
}

func (a *asked) more(pages []page, all []candidate, looks []seen, i int, headings seen) {
	c, x := &all[i], looks[i]
	p := pages[c.passage]
	f := &c.features
	st, sw := sum(a.plain), sum(a.wide)
	ent, entHas := 0.0, 0.0
	whole := a.wholes[c.passage]
	hit := 0
	for t := range a.weights {
		if x.has[t] {
			f[plain] += a.plain[t] / st
			f[wide] += a.wide[t] / sw
			hit++
		}
		if whole.has[t] {
			f[wholePage] += a.wide[t] / sw
		}
		if a.entity[t] {
			ent += a.plain[t]
			if x.has[t] || headings.has[t] {
				entHas += a.plain[t]
			}
		}
		if i > p.from && looks[i-1].has[t] && !x.has[t] {
			f[prevCovered] += a.weights[t] / a.total
		}
		if i+1 < p.to && looks[i+1].has[t] && !x.has[t] {
			f[nextCovered] += a.weights[t] / a.total
		}
	}
	f[entities] = 1
	if ent > 0 {
		f[entities] = entHas / ent
	}
	lo, hi := x.words, -1
	for t := range a.weights {
		if x.has[t] && a.plain[t] >= 0.5 {
			lo, hi = min(lo, x.at[t][0]), max(hi, x.at[t][0])
		}
	}
	if hi >= lo && hit > 1 {
		f[tight] = float64(hit) / float64(hi-lo+1+hit)
	}
	f[pronoun] = truth(pointsBack(c.text))
	f[news] = math.Log(float64(max(x.words-hit, 0))+1) / math.Log(100)
	f[holdsCovered] = f[holds] * f[covered]
	for _, t := range a.focus {
		if x.has[t] {
			f[focused] = 1
		}
	}
}

var pointers = []string{"He ", "She ", "It ", "They ", "This ", "These ", "His ", "Her ", "Its ", "Their ", "That ", "Those ", "它", "他", "她", "这", "這", "该", "該", "其", "此"}

func pointsBack(s string) bool {
	for _, p := range pointers {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// pairs is the share of neighbouring question words that the text has near
// each other in the same order, and the longest run of them.
func (a *asked) pairs(x seen) (share, longest float64) {
	if len(a.order) < 2 {
		return 0, 0
	}
	total, found, run := 0.0, 0.0, 1.0
	for k := 0; k+1 < len(a.order); k++ {
		i, j := a.order[k], a.order[k+1]
		w := math.Min(a.weights[i], a.weights[j])
		total += w
		if i != j && follows(x.at[i], x.at[j]) {
			found += w
			run++
			longest = max(longest, run)
		} else {
			run = 1
		}
	}
	if total == 0 {
		return 0, 0
	}
	return found / total, longest / float64(len(a.order))
}

// window is how far apart neighbours of the question may be in a text.
const window = 3

func follows(a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if j > i && j-i <= window {
				return true
			}
		}
	}
	return false
}

func isQuestion(s string) bool {
	s = strings.TrimRight(s, " \"”』」)")
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？")
}

var reasons = []string{"because", "due to", "since", "so that", "in order to", "as a result", "caused by", "owing to", "thus", "therefore", "because of",
	"因为", "由于", "因此", "为了", "所以", "原因", "导致", "因為", "為了", "由於", "導致", "因", "故"}

func givesReason(s string) bool {
	s = strings.ToLower(s)
	for _, r := range reasons {
		if strings.Contains(s, r) {
			return true
		}
	}
	return false
}

// opensWith: the text's first words are the question's rarest.
func (a *asked) opensWith(x seen) bool {
	const early = 4
	for _, i := range a.order {
		if len(x.at[i]) > 0 && x.at[i][0] < early && a.weights[i] > 0 {
			return true
		}
	}
	return false
}
