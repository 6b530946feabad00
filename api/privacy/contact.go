package privacy

import (
	"net/netip"
	"regexp"
	"strings"
)

var email = regexp.MustCompile(`[\pL\pN._%+'\-]+@[\pL\pN\-]+(?:\.[\pL\pN\-]+)+`)

func emails(s string) []Found {
	var out []Found
	for _, m := range email.FindAllStringIndex(s, -1) {
		lead := len(s[m[0]:m[1]]) - len(strings.TrimLeft(s[m[0]:m[1]], ".'-_"))
		out = append(out, Found{Email, m[0] + lead + hanLead(s[m[0]+lead:m[1]]), m[1]})
	}
	return out
}

// hanLead is the length of the Chinese words that stand before an address
// without a space: "邮箱是ann@example.org".
func hanLead(s string) int {
	name, _, _ := strings.Cut(s, "@")
	if i := strings.LastIndexFunc(name, func(r rune) bool { return r >= 0x2e80 }); i >= 0 && i+3 < len(name) {
		return i + 3
	}
	return 0
}

var (
	phoneWord = regexp.MustCompile(`(?i)\b(?:phone|telephone|tel|mobile|cell|cellphone|fax|call|called|calling|ring|dial|text|sms|whatsapp|contact|reach|answering|messages?|desk|hotline|landline|registered)\b|电话|手机|联系|致电|拨打|传真|来电|號碼|微信`)
	// Numbers that are telephones by their form: an international one, a Chinese
	// mobile, landline or service number, a North American one, and one in
	// groups that begins with a 0.
	international = regexp.MustCompile(`^\+\d`)
	chineseMobile = regexp.MustCompile(`^(?:86)?1[3-9]\d{9}$`)
	chineseLine   = regexp.MustCompile(`^(?:0\d{2,3}[- ]\d{7,8}(?:-\d{1,6})?|[48]00[- ]?\d{3}[- ]?\d{4})$`)
	american3     = regexp.MustCompile(`^(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{0,2}\d{3}[.\- ]\d{4}$`)
	trunk         = regexp.MustCompile(`^\(?0\d{1,4}\)?(?:[ .\-/]+\d{2,4}){2,5}$`)
)

// Lengths of a telephone number in digits (ITU-T E.164 allows 15).
const (
	shortestPhone = 7
	longestPhone  = 15
)

// phones are numbers in the form of one, or with a word for it before them.
func phones(s string) []Found {
	var out []Found
	for _, m := range runsOf(s) {
		raw := s[m[0]:m[1]]
		digits := digitsOf(raw)
		switch {
		case len(digits) < shortestPhone || len(digits) > longestPhone || len(digits) == 8 && isDay(digits) && raw != digits:
		case international.MatchString(raw) && len(digits) > shortestPhone,
			chineseMobile.MatchString(digits), chineseLine.MatchString(raw), american3.MatchString(raw), trunk.MatchString(raw),
			named(phoneWord, s, m[0]) && !strings.Contains(raw, "/"):
			out = append(out, Found{Phone, m[0] + opening(raw), m[1] + extensionAt(s[m[1]:])})
		}
	}
	return out
}

// opening is 1 where a bracket is opened before the number and not closed in it.
func opening(raw string) int {
	if strings.HasPrefix(raw, "(") && !strings.Contains(raw, ")") {
		return 1
	}
	return 0
}

var (
	ip4     = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b`)
	ip6     = regexp.MustCompile(`(?i)\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){4,7}\b`)
	version = regexp.MustCompile(`(?i)(?:\b(?:v|version|release|firmware|build)\s*|版本\s*(?:号|为|是)?\s*|v)$`)
)

// addresses are public IP addresses: those of a private network, of the machine
// itself and of documentation are nobody's, and four numbers behind "version"
// are none.
func addresses(s string) []Found {
	var out []Found
	for _, pattern := range []*regexp.Regexp{ip4, ip6} {
		for _, m := range pattern.FindAllStringIndex(s, -1) {
			a, err := netip.ParseAddr(s[m[0]:m[1]])
			if err != nil || !a.IsGlobalUnicast() || a.IsPrivate() || documentation(a) || version.MatchString(s[max(0, m[0]-near):m[0]]) {
				continue
			}
			out = append(out, Found{Address, m[0], m[1]})
		}
	}
	return out
}

// documentation: reserved for examples (RFC 5737, RFC 3849).
func documentation(a netip.Addr) bool {
	for _, p := range []string{"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "0.0.0.0/8"} {
		if netip.MustParsePrefix(p).Contains(a) {
			return true
		}
	}
	return false
}
