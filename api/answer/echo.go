package answer

// An answer of a model is an echo when it gives back most of a passage, sentence
// by sentence, in the passage's order: each sentence is supported, but nobody
// has answered. A short passage may well be the answer.
const (
	echoSentences = 5   // a passage of fewer is no echo
	echoShare     = 0.8 // of the passage's sentences
)

// echoes: the answer is an echo of a passage.
func (m *making) echoes() bool {
	said := map[string]bool{}
	for _, s := range m.answer.Sentences {
		said[folded(s.Text)] = true
	}
	for _, p := range m.task.Passages {
		repeated, all := 0, 0
		for _, s := range Stretches(p) {
			all++
			if said[folded(s.Text)] {
				repeated++
			}
		}
		if repeated >= echoSentences && float64(repeated) >= echoShare*float64(all) {
			return true
		}
	}
	return false
}
