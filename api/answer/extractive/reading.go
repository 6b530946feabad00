package extractive

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// reading is the passages of a task, taken apart and compared with its question.
type reading struct {
	ctx         context.Context // of the one call that reads
	task        answer.Task
	terms       map[string]int // index of a term of the question
	also        map[string]int // the same, of words that say as much in a heading
	termWeights []float64
	pages       []page
	all         []candidate
	looks       []look  // of the candidates
	around      []look  // of their titles, headings and table headers
	over        []look  // of their headings in the passage, terms and table headers alone
	home        bool    // a strong page is in the question's language
	top         float64 // what the best candidate covers of the question last judged, by rarity
}

// read takes the task's passages apart.
func read(ctx context.Context, t answer.Task) *reading {
	if t.Read == nil {
		t.Read = unread
	}
	r := &reading{ctx: ctx, task: t, terms: make(map[string]int, len(t.Terms))}
	for _, q := range t.Terms {
		if text.Bare(q.Term) != q.Term {
			continue // the same word, asked of a title field
		}
		if _, known := r.terms[q.Term]; !known {
			r.terms[q.Term] = len(r.termWeights)
			r.termWeights = append(r.termWeights, float64(q.Weight))
		}
	}
	r.also = map[string]int{}
	for _, q := range t.Terms { // in their order: what two of them can mean stands for the first
		i, asked := r.terms[q.Term]
		if !asked {
			continue
		}
		for _, other := range answer.Synonyms(q.Term) {
			_, known := r.also[other]
			if _, asked := r.terms[other]; !asked && !known {
				r.also[other] = i
			}
		}
	}
	r.pages, r.all = takeApart(t)
	r.looks = make([]look, len(r.all))
	r.around = make([]look, len(r.all))
	r.over = make([]look, len(r.all))
	for i := range r.all {
		switch r.all[i].Kind {
		case retrieval.Heading, retrieval.Header, retrieval.Caption, retrieval.Term:
			r.looks[i] = r.find(r.all[i].known.Words(), r.also)
		default:
			r.looks[i] = r.find(r.all[i].known.Words(), nil)
		}
	}
	r.weighPages()
	language := text.Language(t.Question)
	for k := range r.pages {
		r.pages[k].foreign = language != "" && r.pages[k].Language != "" && r.pages[k].Language != language
		r.home = r.home || !r.pages[k].foreign && r.pages[k].strength >= strongPage && r.speaksOf(&r.pages[k])
	}
	for k := range r.pages {
		r.lookAround(&r.pages[k])
	}
	return r
}

// aboutHome is the share of the question's words that a page in its language has
// for pages in another one to be strange.
const aboutHome = 0.25

// speaksOf: the page has enough of the question's words.
func (r *reading) speaksOf(p *page) bool {
	own, total := 0.0, 0.0
	for t, w := range r.termWeights {
		total += w
		for i := p.from; i < p.to; i++ {
			if r.looks[i].has(t) {
				own += w
				break
			}
		}
	}
	return own >= aboutHome*total
}

// weighPages tells how strong each passage and its document are in the search.
func (r *reading) weighPages() {
	best, sum := 0.0, 0.0
	documents := map[string]float64{}
	for _, p := range r.pages {
		best = max(best, p.Score)
		sum += p.Score
		documents[p.Document] += p.Score
	}
	if sum <= 0 {
		return
	}
	for k := range r.pages {
		p := &r.pages[k]
		p.strength, p.share = p.Score/best, documents[p.Document]/sum
	}
}

func unread(context.Context, string) (answer.Source, error) {
	return answer.Source{}, errors.New("no store of documents")
}

// look finds the question's terms in s.
func (r *reading) look(s string) look { return r.find(r.task.Texts.Know(s).Words(), nil) }

// heads is look for what stands over others: "Fees" is the heading of what
// something costs.
func (r *reading) heads(s string) look { return r.find(r.task.Texts.Know(s).Words(), r.also) }

func (r *reading) find(words []text.Word, also map[string]int) look {
	l := look{at: make([][]int, len(r.termWeights))}
	for _, w := range words {
		t, ok := r.terms[w.Term]
		if !ok {
			t, ok = also[w.Term]
		}
		if ok {
			l.at[t] = append(l.at[t], l.words)
		}
		if !w.Part {
			l.words++
		}
	}
	return l
}

// lookAround gives each candidate of a page what stands over it: title and
// section, the headings, term and table header before it in the passage.
func (r *reading) lookAround(p *page) {
	p.headings = r.heads(p.Section)
	title := r.heads(p.Title + "\n" + p.Section + "\n" + p.Source.Context)
	var heading, term, header look
	over, overAt := lastQuestion(p.Section), -1
	quoting, under := -1, -1
	opening, left := p.lastHeading(), openingSentences
	if !p.begins(r.all) {
		left = 0
	}
	for i := p.from; i < p.to; i++ {
		c := &r.all[i]
		kind := c.Kind
		if kind == retrieval.Paragraph && r.alone(p, i) && isLabel(c) {
			kind = retrieval.Heading // a heading that the page does not mark as one
		}
		switch kind {
		case retrieval.Heading:
			if left = openingSentences; !text.Opens(c.Text) {
				opening = c.Text
			}
			under = i
			heading, term, header = r.looks[i], look{}, look{}
			over, overAt = "", -1
			if isQuestion(c.Text) {
				over, overAt = c.Text, i
			}
		case retrieval.Term:
			term = r.looks[i]
			over, overAt = c.Text, i
		case retrieval.Header:
			header = r.looks[i]
		}
		c.over, c.overAt, c.under = over, overAt, under
		if overAt >= 0 && i > overAt && saidWith(c, r.all[overAt]) {
			r.looks[i] = r.looks[i].with(r.looks[overAt])
		}
		if c.Kind == retrieval.Paragraph && (i == p.from || r.all[i-1].Block != c.Block) && reported(c.Text) {
			quoting = c.Block
		}
		if left > 0 && c.Kind != retrieval.Heading && c.Kind != retrieval.Caption {
			c.opens = opening
			left--
		}
		c.spoken = quoting == c.Block && quoting >= 0
		parts := []look{heading}
		if c.Kind == retrieval.Row {
			parts = append(parts, header)
		}
		if c.Kind != retrieval.Term {
			parts = append(parts, term)
		}
		r.over[i] = union(parts, len(r.termWeights))
		r.around[i] = union([]look{title, r.over[i]}, len(r.termWeights))
	}
}

// saidWith: the candidate is given with what it stands under, so that has a part
// in what it says.
func saidWith(c *candidate, over candidate) bool {
	return over.Kind == retrieval.Term && !isQuestion(over.Text) && c.Kind != retrieval.Heading || isQuestion(over.Text) && replies(c.Text)
}

// with is the look of a text behind another one.
func (l look) with(before look) look {
	out := look{at: make([][]int, len(l.at)), words: l.words + before.words}
	for t := range l.at {
		out.at[t] = append(out.at[t], before.at[t]...)
		for _, k := range l.at[t] {
			out.at[t] = append(out.at[t], k+before.words)
		}
	}
	return out
}

// alone: the candidate is its whole block.
func (r *reading) alone(p *page, i int) bool {
	return (i == p.from || r.all[i-1].Block != r.all[i].Block) && (i+1 >= p.to || r.all[i+1].Block != r.all[i].Block)
}

// openingSentences of a section say what it is about.
const openingSentences = 2

// lastHeading is the heading that a passage stands under, its page's title if
// there is none. Where those only say that something begins ("Overview"), the
// page's place on its site says what.
func (p *page) lastHeading() string {
	_, last, _ := cutLast(p.Section, " > ")
	for _, heading := range []string{last, p.Title, text.FrontName(p.URL)} {
		if heading != "" && !text.Opens(heading) {
			return heading
		}
	}
	return p.Title
}

// begins: the passage begins its section, as far as can be seen.
func (p *page) begins(all []candidate) bool {
	return p.Start == 0 || p.from < p.to && all[p.from].Kind == retrieval.Heading
}

// lastQuestion is the end of a heading path, if it is a question.
func lastQuestion(section string) string {
	_, last, ok := cutLast(section, " > ")
	if !ok {
		last = section
	}
	if !isQuestion(last) {
		return ""
	}
	return last
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// union is what any of the texts holds.
func union(parts []look, terms int) look {
	all := look{at: make([][]int, terms)}
	for _, p := range parts {
		for t := range p.at {
			if len(all.at[t]) == 0 {
				all.at[t] = p.at[t]
			}
		}
	}
	return all
}

// ranked are the candidates that may answer, best first.
func (r *reading) ranked() []*candidate {
	out := make([]*candidate, 0, len(r.all))
	for i := range r.all {
		out = append(out, &r.all[i])
	}
	slices.SortStableFunc(out, func(a, b *candidate) int { return cmp.Compare(b.score, a.score) })
	if len(out) == 0 || r.pages[out[0].page].foreign {
		return out
	}
	first := 0
	for k, c := range out {
		if c.opening() > out[first].opening() {
			first = k
		}
	}
	best := out[first]
	best.odds = max(best.odds, out[0].odds) // the passages answer no less for it
	copy(out[1:], out[:first])
	out[0] = best
	return out
}

// opening is by which the first sentence is chosen: of two that have as much of
// the question, the one that has what few others have. Of thirty further features
// it alone helped nearly everywhere (the first sentence is evidence in .006 to
// .02 more of the tuning sets' questions, in two of a hundred Chinese ones of the
// example sites less). Fitted all together, as the weights were or as boosted
// trees, they lost .07 and more on the example sites, cross-validated. How much is added
// to the first sentence is told by the score without it.
func (c *candidate) opening() float64 { return c.score + scarceWeight*c.features[scarce] }

// scarceWeight: between 3 and 6 it hardly matters on the tuning sets.
const scarceWeight = 4
