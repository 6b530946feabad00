package privacy

import (
	"regexp"
	"strings"
)

var iban = regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b`)

// Lengths of an IBAN (ISO 13616).
const (
	shortestIBAN = 15
	longestIBAN  = 34
)

// accounts are the IBANs of s.
func accounts(s string) []Found {
	var out []Found
	for _, m := range iban.FindAllStringIndex(s, -1) {
		if end := ibanEnd(s[m[0]:m[1]]); end > 0 {
			out = append(out, Found{Account, m[0], m[0] + end})
		}
	}
	return out
}

// ibanEnd is where the IBAN at the start of s ends: the words behind it look
// like its groups, so they are left off one by one. 0: there is none.
func ibanEnd(s string) int {
	for end := len(s); end > 0; end = strings.LastIndexByte(s[:end], ' ') {
		if validIBAN(strings.ToUpper(strings.ReplaceAll(s[:end], " ", ""))) {
			return end
		}
	}
	return 0
}

// validIBAN is the check of ISO 7064, MOD 97-10: the number with its first four
// characters behind it and letters as 10 to 35 leaves 1.
func validIBAN(s string) bool {
	if len(s) < shortestIBAN || len(s) > longestIBAN {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}
