package crawl

import (
	"regexp"
	"slices"
	"strings"
)

// escape gives percent-encoding its one form (RFC 3986, 6.2.2): what needs none
// has none, what needs it has upper-case digits, a lone "%" is itself encoded.
// Doing it twice changes nothing.
func escape(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' {
			if i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
				c = unhex(s[i+1])<<4 | unhex(s[i+2])
				i += 2
				if unreserved(c) {
					b.WriteByte(c)
					continue
				}
			}
			writeHex(&b, c)
			continue
		}
		if legal(c) {
			b.WriteByte(c)
		} else {
			writeHex(&b, c)
		}
	}
	return b.String()
}

func plain(s string) bool {
	for i := range len(s) {
		if !legal(s[i]) {
			return false
		}
	}
	return true
}

func writeHex(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(digits[c>>4])
	b.WriteByte(digits[c&15])
}

// unreserved characters never need an escape, RFC 3986, 2.3.
func unreserved(c byte) bool { return alphanumeric(c) || strings.IndexByte("-._~", c) >= 0 }

// legal characters may stand in a path or query as they are, RFC 3986, 3.3 and
// 3.4, and the square brackets, which browsers send plain.
func legal(c byte) bool { return unreserved(c) || strings.IndexByte("!$&'()*+,;=:@/?[]", c) >= 0 }

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

// sessionInPath is how servlets put a session id into the path.
var sessionInPath = regexp.MustCompile(`(?i);jsessionid=[^/;]*`)

// canonicalPath resolves "." and ".." (RFC 3986, 5.2.4) and keeps empty
// segments: a server may tell /a//b from /a/b.
func canonicalPath(path string) string {
	path = escape(path)
	if strings.Contains(path, ";") {
		path = sessionInPath.ReplaceAllString(path, "")
	}
	if strings.HasPrefix(path, "/") && !strings.Contains(path, "/.") {
		return path
	}
	var kept []string
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		last := i == len(segments)-1
		if s == ".." && len(kept) > 0 {
			kept = kept[:len(kept)-1]
		}
		if s != "." && s != ".." {
			kept = append(kept, s)
		} else if last {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}

// canonicalQuery drops what only follows visitors around and sorts the rest by
// name, so that the permutations of a filter page are one page. The order of
// equal names stays, as forms use it for lists.
func canonicalQuery(query string) string {
	var kept []string
	for p := range strings.SplitSeq(escape(query), "&") {
		if p != "" && !dropped(p) {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, func(a, b string) int { return strings.Compare(parameter(a), parameter(b)) })
	return strings.Join(kept, "&")
}

func parameter(p string) string {
	name, _, _ := strings.Cut(p, "=")
	return name
}

// shortestSession is the length from which the value of a parameter "sid" is
// taken for a session id rather than the number of a section: 64 bits in
// hexadecimal.
const shortestSession = 16

// dropped reports whether a parameter does not choose content: those that
// analytics and mailing products add, by their documentation, and session ids.
func dropped(p string) bool {
	name, value, _ := strings.Cut(strings.ToLower(p), "=")
	switch name {
	case "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl", // Google
		"fbclid", "igshid", "msclkid", "yclid", "ysclid", "_openstat", "twclid", "ttclid", "li_fat_id", // other advertisers
		"mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "vero_id", "wickedid", // mailings
		"pk_campaign", "pk_kwd", "pk_source", "pk_medium", // Matomo
		"spm", "bd_vid", "hmsr", "hmpl", "hmcu", "hmkw", "hmci", // Alibaba, Baidu
		"jsessionid", "phpsessid", "sessionid", "session_id", "cfid", "cftoken":
		return true
	case "sid":
		return len(value) >= shortestSession
	}
	for _, family := range []string{"utm_", "mc_", "mtm_", "matomo_", "oly_", "aspsessionid"} {
		if strings.HasPrefix(name, family) {
			return true
		}
	}
	return false
}
