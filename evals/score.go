package evals

import (
	"net/url"
	"slices"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval/text"
)

// Scored is what one answer is worth. Shares are 0..1; a share of nothing is
// absent (nil), not zero.
type Scored struct {
	ID       string `json:"id"`
	Lang     string `json:"lang"`
	Kind     string `json:"kind"`
	Expect   string `json:"expect"`
	Critical bool   `json:"critical,omitempty"`
	Cluster  string `json:"cluster,omitempty"`
	Status   string `json:"status"`
	Reason   string `json:"reason,omitempty"` // of a refusal
	Error    string `json:"error,omitempty"`  // not measured, and why
	Right    bool   `json:"right"`            // the verdict, see Judge
	Blame    string `json:"blame,omitempty"`  // first stage that failed

	EvidenceFound *float64 `json:"evidence_found"`      // evidence quotes among the passages
	EvidenceCited *float64 `json:"evidence_cited"`      // evidence quotes among the citations
	Vital         *float64 `json:"vital"`               // vital nuggets in the answer
	Nuggets       *float64 `json:"nuggets"`             // all nuggets in the answer
	Valid         *float64 `json:"valid"`               // citations whose quote stands where they say
	Supported     *float64 `json:"supported"`           // sentences that their quotes contain
	Decided       bool     `json:"decided"`             // answered, refused or asked back as expected
	Language      *bool    `json:"language"`            // the answer is in the question's language
	Forbidden     []string `json:"forbidden,omitempty"` // must_not found

	Answer string     `json:"answer"`
	Cited  []Evidence `json:"cited,omitempty"`
	Ranks  []int      `json:"ranks,omitempty"` // of each evidence among the passages; 0: not there
	TookMS float64    `json:"-"`
}

// Stages to blame, in the order in which they work.
const (
	NotRetrieved  = "not_retrieved"  // the evidence is not among the passages
	NotUsed       = "not_used"       // it is, but a vital nugget is not in the answer
	NotCited      = "not_cited"      // the answer is right, but cites other places
	WrongDecision = "wrong_decision" // answered what should be refused, or the reverse
	Unsupported   = "unsupported"    // a sentence says what its quotes do not
	SaidForbidden = "must_not"
)

// Checker tells whether a document's text has a quote at a place. An error means
// that it could not be asked; then the item is unmeasured.
type Checker func(document string, start, end int, quote string) (bool, error)

// Judge scores an answer against its golden item. Right means: decided as
// expected, no forbidden words, and, if it should be answered, every vital
// nugget is in the answer and every sentence is supported by its quotes.
func Judge(item Item, a answer.Answer, check Checker) Scored {
	s := Scored{
		ID: item.ID, Lang: item.Lang, Kind: item.Kind, Expect: item.Expect, Critical: item.Critical,
		Cluster: item.Cluster, Status: string(a.Status), Answer: spoken(a), TookMS: a.TookMS,
	}
	if a.Refusal != nil {
		s.Reason = string(a.Refusal.Reason)
	}
	s.Decided = decision(a.Status) == item.Expect
	said := fold(s.Answer)
	for _, m := range item.MustNot {
		if strings.Contains(said, fold(m)) {
			s.Forbidden = append(s.Forbidden, m)
		}
	}
	s.findEvidence(item, a)
	s.findNuggets(item, said)
	s.checkCitations(a, check)
	s.checkLanguage(item, a)
	s.Blame = s.blame(item)
	s.Right = s.Blame == "" || s.Blame == NotCited
	return s
}

func decision(status answer.Status) string {
	switch status {
	case answer.Refused:
		return "refuse"
	case answer.Clarifying:
		return "clarify"
	}
	return "answer"
}

// spoken is all that an answer says to the asker.
func spoken(a answer.Answer) string {
	switch {
	case a.Refusal != nil:
		return a.Refusal.Message
	case a.Clarify != nil:
		parts := []string{a.Clarify.Question}
		for _, c := range a.Clarify.Choices {
			parts = append(parts, c.Label)
		}
		return strings.Join(parts, "\n")
	}
	return a.Text
}

func (s *Scored) findEvidence(item Item, a answer.Answer) {
	if len(item.Evidence) == 0 {
		return
	}
	found, cited := 0, 0
	for _, e := range item.Evidence {
		rank := 0
		for _, p := range a.Passages {
			if samePage(e.URL, p.URL) && strings.Contains(fold(p.Text), fold(e.Quote)) {
				rank = p.Rank
				break
			}
		}
		s.Ranks = append(s.Ranks, rank)
		if rank > 0 {
			found++
		}
		if slices.ContainsFunc(a.Citations, func(c answer.Citation) bool { return samePage(e.URL, c.URL) && overlap(c.Quote, e.Quote) }) {
			cited++
		}
	}
	for _, c := range a.Citations {
		s.Cited = append(s.Cited, Evidence{URL: path(c.URL), Quote: c.Quote})
	}
	s.EvidenceFound = share(found, len(item.Evidence))
	if item.Expect == "answer" && a.Status == answer.Answered {
		s.EvidenceCited = share(cited, len(item.Evidence))
	}
}

// overlap: one quote holds the other.
func overlap(a, b string) bool {
	a, b = fold(a), fold(b)
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

func (s *Scored) findNuggets(item Item, said string) {
	vital, vitalFound, found := 0, 0, 0
	for _, n := range item.Nuggets {
		hit := n.in(said, s.Answer)
		if n.Importance == "vital" {
			vital++
		}
		if hit {
			found++
			if n.Importance == "vital" {
				vitalFound++
			}
		}
	}
	if item.Expect == "answer" {
		s.Vital, s.Nuggets = share(vitalFound, vital), share(found, len(item.Nuggets))
	}
}

func (n Nugget) in(folded, plain string) bool {
	for _, form := range n.AnyOf {
		if holds(folded, fold(form)) {
			return true
		}
	}
	for _, pattern := range n.patterns {
		if pattern.MatchString(plain) {
			return true
		}
	}
	return false
}

func (s *Scored) checkCitations(a answer.Answer, check Checker) {
	quotes := map[int]string{}
	valid := 0
	for i, c := range a.Citations {
		stands := true
		if check != nil {
			var err error
			if stands, err = check(c.Document, c.Start, c.End, c.Quote); err != nil {
				s.Error = "check a citation: " + err.Error()
				return
			}
		}
		if c.Number == i+1 && c.Quote != "" && stands {
			valid++
		}
		quotes[c.Number] = c.Quote
	}
	supported := 0
	for _, sentence := range a.Sentences {
		if supports(sentence, quotes) {
			supported++
		}
	}
	s.Valid, s.Supported = share(valid, len(a.Citations)), share(supported, len(a.Sentences))
}

func (s *Scored) checkLanguage(item Item, a answer.Answer) {
	if a.Status == answer.Refused || a.Status == answer.Clarifying {
		same := text.Language(s.Answer) == item.Lang
		s.Language = &same
	} else if item.Kind != "cross_language" {
		same := a.Language == item.Lang && (text.Language(s.Answer) == item.Lang || text.Language(s.Answer) == "")
		s.Language = &same
	}
}

func (s *Scored) blame(item Item) string {
	switch {
	case len(s.Forbidden) > 0:
		return SaidForbidden
	case item.Expect != "answer" && !s.Decided:
		return WrongDecision
	case item.Expect != "answer":
		return ""
	case less(s.Vital, 1) && less(s.EvidenceFound, 1):
		return NotRetrieved
	case !s.Decided:
		return WrongDecision
	case less(s.Vital, 1):
		return NotUsed
	case less(s.Supported, 1) || less(s.Valid, 1):
		return Unsupported
	case s.EvidenceCited != nil && *s.EvidenceCited == 0:
		return NotCited
	}
	return ""
}

func less(share *float64, limit float64) bool { return share != nil && *share < limit }

func share(n, of int) *float64 {
	if of == 0 {
		return nil
	}
	x := float64(n) / float64(of)
	return &x
}

// samePage compares a golden URL with a page's: by path alone if the golden
// one names no host. A trailing slash and the fragment do not count.
func samePage(golden, page string) bool {
	if strings.HasPrefix(golden, "/") {
		return strings.TrimSuffix(golden, "/") == path(page)
	}
	return strip(golden) == strip(page)
}

func path(page string) string {
	u, err := url.Parse(page)
	if err != nil {
		return page
	}
	return strings.TrimSuffix(u.Path, "/")
}

func strip(page string) string {
	page, _, _ = strings.Cut(page, "#")
	return strings.TrimSuffix(page, "/")
}
