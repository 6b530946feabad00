package answer

// attributes are the kinds of opposites that name what is asked about: whoever
// asks for the maximum, the winter or the import is not answered by a sentence on
// the minimum, the summer or the export. Other pairs (open and closed, kept and
// deleted, included and excluded) are often the answer itself.
var attributes = wordSet(`bound way order net flow load access season side realm card house fresh level rhythm`)

// Opposition says of texts whether they are about the opposite of what the
// question names; nil if the question names nothing that has one.
func Opposition(question string) func(*Known) bool {
	asked := poles(question)
	if len(asked) == 0 {
		return nil
	}
	return func(k *Known) bool {
		theirs := k.poles.get(func() map[string]map[string]bool { return poles(k.text) })
		for kind, own := range asked {
			if other, named := theirs[kind]; named && !sharePole(own, other) {
				return true
			}
		}
		return false
	}
}

// poles are what a text names of each kind.
func poles(s string) map[string]map[string]bool {
	l := lexemes(s)
	var out map[string]map[string]bool
	for _, m := range marksOf(l, clausesOf(l)) {
		if !attributes[m.kind] || m.soft {
			continue
		}
		if out == nil {
			out = map[string]map[string]bool{}
		}
		if out[m.kind] == nil {
			out[m.kind] = map[string]bool{}
		}
		out[m.kind][m.pole] = true
	}
	return out
}

func sharePole(a, b map[string]bool) bool {
	for pole := range a {
		if b[pole] {
			return true
		}
	}
	return false
}
