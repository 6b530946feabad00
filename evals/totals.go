package evals

// Totals are means over items that were measured; a mean over nothing is
// absent. Shares of an item count only where they apply (a refusal has no
// nuggets).
type Totals struct {
	N             int      `json:"n"`
	Unmeasured    int      `json:"unmeasured"`
	Right         *float64 `json:"right"`          // items with the verdict right
	EvidenceFound *float64 `json:"evidence_found"` // evidence recall among passages
	EvidenceCited *float64 `json:"evidence_cited"`
	Vital         *float64 `json:"vital"` // vital nuggets in the answer; a wrong refusal has none
	Nuggets       *float64 `json:"nuggets"`
	Valid         *float64 `json:"citations_valid"`
	Supported     *float64 `json:"sentences_supported"`
	Language      *float64 `json:"language"`

	RefusedRight *float64       `json:"refused_right"` // of those to refuse, refused
	RefusedWrong *float64       `json:"refused_wrong"` // of those to answer, refused
	Clarified    *float64       `json:"clarified"`     // of those to ask back, asked back
	Forbidden    int            `json:"must_not"`      // items that said what they must not
	Blame        map[string]int `json:"blame,omitempty"`
}

// Total sums scored items up.
func Total(items []Scored) Totals {
	t := Totals{N: len(items), Blame: map[string]int{}}
	var right, found, cited, vital, nuggets, valid, supported, language, refusedRight, refusedWrong, clarified mean
	for _, s := range items {
		if s.Error != "" {
			t.Unmeasured++
			continue
		}
		right.yes(s.Right)
		found.add(s.EvidenceFound)
		cited.add(s.EvidenceCited)
		vital.add(s.Vital)
		nuggets.add(s.Nuggets)
		valid.add(s.Valid)
		supported.add(s.Supported)
		if s.Language != nil {
			language.yes(*s.Language)
		}
		switch s.Expect {
		case "refuse":
			refusedRight.yes(s.Status == "refused")
		case "clarify":
			clarified.yes(s.Status == "clarify")
		default:
			refusedWrong.yes(s.Status == "refused")
		}
		if len(s.Forbidden) > 0 {
			t.Forbidden++
		}
		if s.Blame != "" {
			t.Blame[s.Blame]++
		}
	}
	t.Right, t.EvidenceFound, t.EvidenceCited = right.value(), found.value(), cited.value()
	t.Vital, t.Nuggets, t.Valid, t.Supported = vital.value(), nuggets.value(), valid.value(), supported.value()
	t.Language, t.RefusedRight, t.RefusedWrong, t.Clarified = language.value(), refusedRight.value(), refusedWrong.value(), clarified.value()
	return t
}

type mean struct {
	sum float64
	n   int
}

func (m *mean) add(x *float64) {
	if x != nil {
		m.sum += *x
		m.n++
	}
}

func (m *mean) yes(b bool) {
	m.n++
	if b {
		m.sum++
	}
}

func (m mean) value() *float64 {
	if m.n == 0 {
		return nil
	}
	x := m.sum / float64(m.n)
	return &x
}
