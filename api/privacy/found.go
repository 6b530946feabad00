package privacy

import (
	"cmp"
	"slices"
	"strings"
)

// Kind says what was found. Its name stands in the masked text.
type Kind string

// The kinds.
const (
	Email    Kind = "email"
	Phone    Kind = "phone"
	Card     Kind = "card"    // payment card
	Account  Kind = "account" // IBAN
	Identity Kind = "identity"
	Address  Kind = "ip"
	Password Kind = "password" // and what serves as one: PIN, one-time code
	Key      Kind = "key"      // API keys, tokens, private keys
)

// Found is a place in a text: bytes [Start,End).
type Found struct {
	Kind       Kind
	Start, End int
}

// Find returns what s holds, in order, without overlaps.
func Find(s string) []Found {
	var all []Found
	t := traitsOf(s)
	for _, x := range searches {
		if x.worth(t) {
			all = append(all, x.find(s)...)
		}
	}
	return apart(all, len(s))
}

// traits of a text say at a glance what cannot be in it: patterns are slow, and
// most questions hold nothing.
type traits struct {
	digits  int  // in all
	at      bool // an @
	dots    int  // dots and colons
	longest int  // bytes without white space
	names   bool // a word for a secret
	marked  bool // "://", "bearer" or the head of a key
}

func traitsOf(s string) traits {
	t := traits{at: strings.Contains(s, "@")}
	word := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			t.digits++
		case c == '.' || c == ':':
			t.dots++
		}
		if word++; s[i] <= ' ' {
			word = 0
		}
		t.longest = max(t.longest, word)
	}
	lower := strings.ToLower(s)
	t.names = holdsAny(lower, secretNames)
	t.marked = strings.Contains(s, "://") || strings.Contains(s, "PRIVATE KEY") || strings.Contains(lower, "bearer")
	return t
}

func holdsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// The shortest of what each search finds.
const (
	shortestKey   = 16 // bytes
	fewestDigits  = 4  // of an address of the Internet
	fewestOfPaper = 5
)

// searches in the order in which they win over each other, each with what a text
// must have to be worth it.
var searches = []struct {
	find  func(string) []Found
	worth func(traits) bool
}{
	{keys, func(t traits) bool { return t.longest >= shortestKey || t.marked }},
	{passwords, func(t traits) bool { return t.names }},
	{emails, func(t traits) bool { return t.at }},
	{accounts, func(t traits) bool { return t.digits >= shortestPhone }},
	{identities, func(t traits) bool { return t.digits >= fewestOfPaper }},
	{cards, func(t traits) bool { return t.digits >= shortestCard }},
	{addresses, func(t traits) bool { return t.digits >= fewestDigits && t.dots >= 3 }},
	{phones, func(t traits) bool { return t.digits >= shortestPhone }},
}

// apart keeps the first of those that overlap, in the order of the searches,
// and sorts what is left by place.
func apart(all []Found, size int) []Found {
	if len(all) == 0 {
		return nil
	}
	var kept []Found
	taken := make([]bool, size)
	for _, f := range all {
		if f.Start >= f.End || slices.Contains(taken[f.Start:f.End], true) {
			continue
		}
		for i := f.Start; i < f.End; i++ {
			taken[i] = true
		}
		kept = append(kept, f)
	}
	slices.SortFunc(kept, func(a, b Found) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

// Mask is s with the name of its kind in square brackets instead of each thing
// found. What is masked already stays as it is.
func Mask(s string) string {
	found := Find(s)
	if len(found) == 0 {
		return s
	}
	var b strings.Builder
	from := 0
	for _, f := range found {
		b.WriteString(s[from:f.Start])
		b.WriteString("[" + string(f.Kind) + "]")
		from = f.End
	}
	b.WriteString(s[from:])
	return b.String()
}
