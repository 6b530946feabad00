package privacy

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// secretNames are the names of what only its owner should know, and paperNames
// those of papers that have numbers.
var (
	secretNames = []string{"password", "passcode", "passphrase", "passwd", "pwd", "pin", "cvv", "cvc", "code", "api", "key", "secret", "token", "密码", "口令", "验证码", "校验码", "安全码", "密钥"}
	paperNames  = []string{"passport", "licen", "card", "id", "ssn", "social", "tax", "护照", "驾", "证", "社保"}
)

// secretValue is such a name, what joins it to its value, and the value.
var secretValue = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:password|passcode|passphrase|passwd|\bpwd\b|\bpin\b|\bcvv2?\b|\bcvc\b|one[- ]time code|verification code|security code|api[- _]?key|access[- _]?key|secret|token|密码|口令|验证码|校验码|安全码|密钥)\s*(?:(?:is|was|are|to)\s+|[:：=]\s*|是\s*|为\s*)(?:now\s+|still\s+|set to\s+|[:：]\s*)*["'“”‘’「]?([^\s"'“”‘’」，。；！？]{3,128})`)
})

// innocent words say something of a password and are none.
const innocentWords = `not the too very wrong incorrect correct invalid valid expired expires lost forgotten missing required needed empty blank weak strong secure safe
reset changed stolen compromised known unknown rejected refused accepted denied blocked locked disabled enabled short long old new case sensitive
always never already still being never correct stored saved sent shown hidden encrypted hashed asked there here used reused mine yours working
and are can for has how long may must only optional out set that this what when where which who why will with your our his her its visible about
available generated displayed written wanted mandatory different same similar easy hard printed unlocked locked supposed allowed possible impossible entered`

var innocent = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(innocentWords) {
		set[w] = true
	}
	return set
})

// passwords are the values that people give away with their name: "my password
// is hunter2".
func passwords(s string) []Found {
	var out []Found
	for _, m := range secretValue().FindAllStringSubmatchIndex(s, -1) {
		from, to := m[2], m[3]
		to = from + len(strings.TrimRight(s[from:to], ".,;:!?)]"))
		if to-from >= shortestSecret && secret(s[from:to], s[to:]) {
			out = append(out, Found{Password, from, to})
		}
	}
	return out
}

// shortestSecret is the length of a card's check code.
const shortestSecret = 3

// secret tells a password from the rest of a sentence: it has a digit, a sign or
// mixed case, or it is a single word at the end that says nothing of passwords.
func secret(value, after string) bool {
	letters, lower := 0, 0
	for _, r := range value {
		switch {
		case r >= 0x2e80:
			return false // Chinese goes on with the sentence
		case unicode.IsLower(r):
			letters, lower = letters+1, lower+1
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			return true
		}
	}
	if letters < len(value) && !strings.ContainsAny(value, "-'’/") {
		return true
	}
	if innocent()[strings.ToLower(value)] || letters < len(value) {
		return false
	}
	ends := after == "" || strings.ContainsAny(after[:1], ".,;!?\"'\n")
	return ends && lower < len(value)-1 || ends
}

// keyForms are keys by the form that their issuers give them.
var keyForms = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)` +
		`|\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])?[A-Za-z0-9_\-]{16,}` + // payment and model providers
		`|\b(?:ghp|gho|ghu|ghs|ghr|github_pat|glpat)[-_][A-Za-z0-9_\-]{16,}` + // code hosts
		`|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_\-]{30,}|\bxox[abprs]-[0-9A-Za-z\-]{10,}` + // clouds, chat
		`|\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{4,}` + // JSON web token
		`|(?i:bearer)\s+[A-Za-z0-9._~+/\-]{16,}=*|://[^\s/:@]{1,64}:([^\s/@]{1,128})@` +
		`|\b[0-9a-fA-F]{32,}\b|\b[A-Za-z0-9+_\-]{36,}={0,2}`)
})

// keys are what lets a program in.
func keys(s string) []Found {
	var out []Found
	for _, m := range keyForms().FindAllStringSubmatchIndex(s, -1) {
		from, to := m[0], m[1]
		if m[2] >= 0 {
			from, to = m[2], m[3]
		}
		if random(s[from:to]) || m[2] >= 0 || strings.HasPrefix(s[from:to], "-----") {
			out = append(out, Found{Key, from, to})
		}
	}
	return out
}

// random: the text has digits and letters mixed as words and numbers have not.
func random(s string) bool {
	turns, last := 0, 0
	for i := range len(s) {
		kind := 0
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			kind = 1
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			kind = 2
		}
		if kind != 0 && last != 0 && kind != last {
			turns++
		}
		if kind != 0 {
			last = kind
		}
	}
	return turns >= leastTurns
}

// leastTurns is how often letters and digits take turns in a random key of
// sixteen characters at the least; "error-404-not-found" has two.
const leastTurns = 3
