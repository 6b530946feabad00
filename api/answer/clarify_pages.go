package answer

import (
	"slices"
	"strings"

	"footnote/retrieval"
)

// parallel looks for pages made alike for different cases, "Install on Linux"
// and "Install on Windows", that answer with different values: the first
// sentences of the answer come from them.
func (c *clarifier) parallel(passages []retrieval.Passage, leads []Draft) {
	first := passages[leads[0].Cites[0].Passage-1]
	var list []variant
	for _, d := range leads {
		p := passages[d.Cites[0].Passage-1]
		if !c.fitsAsked(d.Text) {
			continue
		}
		if p.Document == first.Document && p.Section == first.Section {
			if len(list) == 0 {
				list = append(list, variant{"", d.Text})
			}
			continue
		}
		own, other, ok := caseNames(first, p)
		if !ok || !c.alike(leads[0].Text, d.Text) {
			continue
		}
		if len(list) > 0 {
			list[0].label = own
		}
		list = append(list, variant{other, d.Text})
	}
	if len(list) > 1 {
		c.offer(list)
	}
}

// alike: two texts give different values and are otherwise about the same.
func (c *clarifier) alike(a, b string) bool {
	x, y := newStatement(a), newStatement(b)
	return differs(wantedFacts(x.facts, c.asked.Want), wantedFacts(y.facts, c.asked.Want)) && sameThing(x, y)
}

// caseNames are what two places that are made alike are called apart: the label
// in which they differ, or the words in which their titles or headings do. ok
// is false if they are not made alike.
func caseNames(a, b retrieval.Passage) (x, y string, ok bool) {
	for key, v := range a.Labels {
		if w := b.Labels[key]; w != "" && w != v {
			return v, w, true
		}
	}
	if a.Document == b.Document {
		return apart(a.Section, b.Section)
	}
	if a.Section != "" && a.Section == b.Section {
		return a.Title, b.Title, a.Title != b.Title
	}
	return apart(a.Title, b.Title)
}

// apart are the words that only one of two names has, if they share others.
func apart(a, b string) (x, y string, ok bool) {
	as, bs := strings.Fields(a), strings.Fields(b)
	onlyA := slices.DeleteFunc(slices.Clone(as), func(w string) bool { return slices.Contains(bs, w) })
	onlyB := slices.DeleteFunc(slices.Clone(bs), func(w string) bool { return slices.Contains(as, w) })
	shared := len(as) - len(onlyA)
	ok = shared > 0 && shared >= max(len(onlyA), len(onlyB)) && len(onlyA) > 0 && len(onlyB) > 0
	return strings.Join(onlyA, " "), strings.Join(onlyB, " "), ok
}
