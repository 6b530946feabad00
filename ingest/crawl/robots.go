package crawl

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// product is what robots.txt may call this crawler by (RFC 9309, 2.2.1).
	product = "footnote"
	// maxRobots is how much of a robots.txt is read, the least that RFC 9309,
	// 2.5, asks for.
	maxRobots = 500 << 10
	// maxCrawlDelay bounds what a site can ask for between two requests.
	maxCrawlDelay = time.Minute
)

// robots is what a robots.txt says to this crawler, by RFC 9309. The module
// temoto/robotstxt is the judge in a test on plain files, but not used here: it
// matches wildcards anywhere in a path, measures a rule by its escaped pattern,
// lets the first of two equal rules win, takes an empty Disallow for no rule of
// the group, and gives up the whole file on one line it cannot read.
type robots struct {
	rules    []rule
	delay    time.Duration // Crawl-delay, 0 if none
	sitemaps []string      // as written
}

// rule is "Allow: /a*b$": its pieces between the asterisks.
type rule struct {
	allow  bool
	pieces []string
	ends   bool // with "$"
	length int
}

// group collects what is said to one user agent; groups of one name are one.
type group struct {
	found bool
	rules []rule
	delay time.Duration
}

func parseRobots(text []byte) robots {
	var ours, all group
	var r robots
	var to []*group // that the current lines speak to
	open := false   // the last line was a User-agent
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\uFEFF"))) {
		for part := range strings.SplitSeq(string(line), "\r") {
			key, value := robotsLine(part)
			switch key {
			case "user-agent", "useragent":
				if !open {
					to = nil
				}
				open = true
				to = addressee(to, value, &ours, &all)
			case "allow", "disallow", "crawl-delay", "crawldelay":
				open = false
				for _, g := range to {
					g.add(key, value)
				}
			case "sitemap":
				r.sitemaps = append(r.sitemaps, value)
			}
		}
	}
	if !ours.found {
		ours = all
	}
	r.rules, r.delay = ours.rules, ours.delay
	return r
}

func robotsLine(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, _ = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// addressee adds the group that a User-agent line opens. "Footnote/2.1" is us.
func addressee(to []*group, agent string, ours, all *group) []*group {
	end := strings.IndexFunc(agent, func(r rune) bool { return r != '-' && r != '_' && (r > 127 || !alphanumeric(byte(r))) })
	name := agent
	if end >= 0 {
		name = agent[:end]
	}
	g := all
	if strings.EqualFold(name, product) {
		g, ours.found = ours, true
	} else if !strings.HasPrefix(agent, "*") {
		return to
	}
	if slices.Contains(to, g) {
		return to // said twice
	}
	return append(to, g)
}

func (g *group) add(key, value string) {
	switch key {
	case "allow", "disallow":
		if value != "" {
			g.rules = append(g.rules, newRule(key == "allow", value))
		}
	default:
		seconds, err := strconv.ParseFloat(value, 64)
		if err == nil && seconds > 0 && !math.IsInf(seconds, 0) {
			g.delay = time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
		}
	}
}

func newRule(allow bool, pattern string) rule {
	if pattern[0] != '/' && pattern[0] != '*' {
		pattern = "/" + pattern
	}
	pattern = escape(pattern)
	r := rule{allow: allow, length: len(pattern)}
	pattern, r.ends = strings.CutSuffix(pattern, "$")
	r.pieces = strings.Split(pattern, "*")
	return r
}

// matches takes the leftmost place for each piece, which is enough for
// asterisks, and linear.
func (r rule) matches(path string) bool {
	rest, ok := strings.CutPrefix(path, r.pieces[0])
	if !ok {
		return false
	}
	if len(r.pieces) == 1 {
		return !r.ends || rest == ""
	}
	last := len(r.pieces) - 1
	for _, piece := range r.pieces[1:last] {
		at := strings.Index(rest, piece)
		if at < 0 {
			return false
		}
		rest = rest[at+len(piece):]
	}
	if r.ends {
		return strings.HasSuffix(rest, r.pieces[last])
	}
	return strings.Contains(rest, r.pieces[last])
}

// allows applies the longest matching rule; of two equally long ones Allow wins.
func (r robots) allows(a address) bool {
	path, longest, allowed := a.request(), -1, true
	for _, rule := range r.rules {
		if rule.length < longest || rule.length == longest && allowed {
			continue
		}
		if rule.matches(path) {
			longest, allowed = rule.length, rule.allow
		}
	}
	return allowed
}
