package privacy

import "regexp"

// Lengths of card numbers in digits (ISO/IEC 7812).
const (
	shortestCard = 12
	longestCard  = 19
)

var (
	cardWord = regexp.MustCompile(`(?i)\b(?:credit|debit|card|cards|cc|visa|mastercard|amex|pan)\b|卡号|信用卡|银行卡|借记卡|储蓄卡|卡片`)
	// issuers are the first digits of payment cards: 1800 and 2131 (JCB), 2 to 6.
	issuers = regexp.MustCompile(`^(?:1800|2131|[2-6])`)
	// spaced tells the groups of a card from those of other numbers.
	spaced = regexp.MustCompile(`^\d+$|^\d{4}([ -])\d{4,6}[ -]?\d{4,5}(?:[ -]?\d{1,4})*$`)
)

// cards are numbers that pass Luhn's test and begin as cards do; a number that
// fails it may still be one that was mistyped, if it is called a card.
func cards(s string) []Found {
	var out []Found
	for _, m := range runsOf(s) {
		raw := s[m[0]:m[1]]
		digits := digitsOf(raw)
		if len(digits) < shortestCard || len(digits) > longestCard || !spaced.MatchString(raw) {
			continue
		}
		if luhn(digits) && issuers.MatchString(digits) || len(digits) > shortestCard && named(cardWord, s, m[0]) {
			out = append(out, Found{Card, m[0], m[1]})
		}
	}
	return out
}

// luhn is the check of ISO/IEC 7812-1, annex B.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && sum > 0
}
