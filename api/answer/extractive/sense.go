package extractive

import "footnote/api/answer"

// acrossLanguages is what a counterpart of like meaning is worth of the same
// word, for a text in another language than the question, which cannot have it.
const acrossLanguages = 0.8

// means fills in the features of meaning.
func (r *reading) means(a *asked) {
	if a.sense == nil {
		return
	}
	own := make([]answer.Meant, len(r.all))
	for i := range r.all {
		own[i] = a.sense.Read(r.all[i].known.Spelt())
	}
	telling := a.sense.Telling(own)
	for k := range r.pages {
		p := &r.pages[k]
		over := a.sense.Read(r.task.Texts.Know(p.Title + "\n" + p.Section).Spelt())
		for i := p.from; i < p.to; i++ {
			f := &r.all[i].features
			f[alike], f[soft] = a.sense.Compare(own[i])
			f[alikeOver], f[softOver] = a.sense.Compare(own[i], over)
			if len(a.own) == 0 && a.Form != answer.AsksHowTo { // with own words others do not count; steps are told by what they are about
				f[scarce] = own[i].Share(telling)
			}
			if p.foreign {
				f[covered] = max(f[covered], acrossLanguages*f[soft]*r.top)
				f[united] = max(f[united], acrossLanguages*f[softOver])
			}
		}
	}
}
