package crawl

import (
	"strings"
	"testing"
	"time"

	"github.com/temoto/robotstxt"
)

func TestRobots(t *testing.T) {
	for _, c := range []struct {
		name, text      string
		allowed, denied string // paths, by spaces
	}{
		{"empty", "", "/ /a", ""},
		{"everybody", "User-agent: *\nDisallow: /private/", "/ /private /a/private/", "/private/ /private/a"},
		{"ours instead of everybody's", "User-agent: *\nDisallow: /\n\nUser-agent: FootNote\nDisallow: /a", "/ /b", "/a /ab"},
		{"ours with a version", "User-agent: footnote/2.1\nDisallow: /a", "/b", "/a"},
		{"a longer name is another's", "User-agent: footnote-plus\nDisallow: /", "/a", ""},
		{"a shorter name is another's", "User-agent: foot\nDisallow: /", "/a", ""},
		{"groups of one name add up", "User-agent: footnote\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: footnote\nDisallow: /b", "/c", "/a /b"},
		{"names in a row share rules", "User-agent: x\nUser-agent: footnote\n\nDisallow: /a", "/b", "/a"},
		{"empty Disallow is a group, too", "User-agent: footnote\nDisallow:\nUser-agent: *\nDisallow: /", "/ /a", ""},
		{"no rule at all", "User-agent: *\nDisallow: /\nUser-agent: footnote", "/a", ""},
		{"longest wins", "User-agent: *\nDisallow: /a/\nAllow: /a/b\nDisallow: /a/b/c", "/a/b /a/bc", "/a/ /a/b/c"},
		{"of equals Allow wins", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		{"order does not matter", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b", "/a/c"},
		{"asterisk", "User-agent: *\nDisallow: /*.pdf$\nDisallow: /a*z/", "/x.pdfs /z/a /az", "/x.pdf /a/b.pdf /abcz/ /x.pdf.pdf"},
		{"asterisk is anchored", "User-agent: *\nDisallow: /tmp*x", "/a/tmpx", "/tmpx /tmp/abx"},
		{"dollar", "User-agent: *\nDisallow: /$\nDisallow: /b$", "/a /bc", "/ /b"},
		{"dollar inside", "User-agent: *\nDisallow: /a$b", "/a /ab", "/a$b"},
		{"length by the pattern", "User-agent: *\nDisallow: /a.b.c\nAllow: /*.b.c.", "/a.b.c.d", "/a.b.c"},
		{"query", "User-agent: *\nDisallow: /*?sort=", "/a?x=1", "/a?sort=up"},
		{"escapes", "User-agent: *\nDisallow: /%7ex\nDisallow: /中文\nDisallow: /%e9%80%80", "/x", "/~x /%E4%B8%AD%E6%96%87/a /%E9%80%80"},
		{"comments, spaces, case, line ends", "\uFEFF# hi\r\nuser-AGENT :  *  # all\rDISALLOW : /a # no\r\n", "/b", "/a"},
		{"one bad line", "Disallow: /x\nbogus\nCrawl-delay: soon\nUser-agent: *\nDisallow: /a\n: :\n", "/x", "/a"},
		{"a page of HTML", "<!doctype html><html><body>Disallow: /</body></html>", "/a", ""},
		{"no slash", "User-agent: *\nDisallow: a", "/b", "/a"},
		{"a line between", "User-agent: footnote\nSitemap: /s.xml\nDisallow: /a", "/b", "/a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parseRobots([]byte(c.text))
			for _, path := range strings.Fields(c.allowed) {
				if !r.allows(at(t, path)) {
					t.Errorf("%s is denied", path)
				}
			}
			for _, path := range strings.Fields(c.denied) {
				if r.allows(at(t, path)) {
					t.Errorf("%s is allowed", path)
				}
			}
		})
	}
}

func at(t *testing.T, path string) address {
	t.Helper()
	a, err := parse("http://x.example" + path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRobotsDelayAndSitemaps(t *testing.T) {
	r := parseRobots([]byte("Sitemap: https://x.example/a.xml\nUser-agent: *\nCrawl-delay: 3\nUser-agent: footnote\ncrawl-delay: 2.5\nSITEMAP: /b.xml # two"))
	if r.delay != 2500*time.Millisecond {
		t.Error("delay", r.delay)
	}
	if strings.Join(r.sitemaps, " ") != "https://x.example/a.xml /b.xml" {
		t.Error("sitemaps", r.sitemaps)
	}
	for text, want := range map[string]time.Duration{"86400": maxCrawlDelay, "-1": 0, "NaN": 0, "Inf": 0, "x": 0, "1e400": 0} {
		if got := parseRobots([]byte("User-agent: *\nCrawl-delay: " + text)).delay; got != want {
			t.Errorf("Crawl-delay: %s gives %s, want %s", text, got, want)
		}
	}
}

// FuzzRobots holds plain files against another implementation, and odd ones
// against a few properties.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a\nAllow: /a/b\n\nUser-agent: footnote\nDisallow: /c", "/a/b/c")
	f.Add("User-agent: x\nUser-agent: footnote\nDisallow: /b\nCrawl-delay: 1", "/b")
	f.Add("User-agent: *\nDisallow: /*a*b*$\nAllow: /%zz", "/xaybz")
	f.Fuzz(func(t *testing.T, text, path string) {
		a, err := parse("http://x.example/" + path)
		if err != nil {
			return
		}
		r := parseRobots([]byte(text))
		allowed := r.allows(a)
		if len(r.rules) == 0 && !allowed {
			t.Fatal("denied without a rule")
		}
		if more := parseRobots([]byte(text + "\nUser-agent: footnote\nAllow: " + a.request() + "$\nAllow: " + a.request() + "*")); !more.allows(a) && !strings.ContainsAny(text, "*$") {
			t.Fatal("denied although allowed to the letter")
		}
		if plainRobots(text) {
			if other, err := robotstxt.FromString(text); err == nil && other.TestAgent(a.request(), product) != allowed {
				t.Fatalf("%q on %q: %v, the other says %v", a.request(), text, allowed, !allowed)
			}
		}
	})
}

// plainRobots picks files in which the other implementation follows RFC 9309:
// each group names one agent in full and has rules, without patterns, escapes,
// comments, or two rules of one length.
func plainRobots(text string) bool {
	lengths, agents := map[int]bool{}, map[string]bool{}
	rules := true
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case line == "":
			continue
		case key == "User-agent" && rules && !agents[value] && (value == "*" || value == "footnote" || value == "other"):
			rules, agents[value] = false, true
		case (key == "Disallow" || key == "Allow") && len(agents) > 0 && strings.HasPrefix(value, "/") && len(value) > 1 && !lengths[len(value)] &&
			strings.Trim(value, "abcdefghijklmnopqrstuvwxyz/") == "":
			rules, lengths[len(value)] = true, true
		default:
			return false
		}
	}
	return rules && len(agents) > 0
}

func TestRobotsRepeatedAgents(t *testing.T) {
	r := parseRobots([]byte(strings.Repeat("User-agent: *\n", 20_000) + strings.Repeat("Disallow: /a\n", 20_000)))
	if len(r.rules) != 20_000 {
		t.Error(len(r.rules))
	}
}

func TestRobotsPatternsAreLinear(t *testing.T) {
	rule := newRule(false, "/"+strings.Repeat("a*", 100_000)+"b$")
	if rule.matches("/" + strings.Repeat("a", 1_000_000)) {
		t.Error("matches")
	}
}
