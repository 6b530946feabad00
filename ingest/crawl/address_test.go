package crawl

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"HTTP://Help.Example.COM:80/a/../b/./c/?b=2&a=1#top", "http://help.example.com/b/c/?a=1&b=2"},
		{"https://x.example:443", "https://x.example/"},
		{"https://x.example:0443/", "https://x.example/"},
		{"https://x.example:8443/", "https://x.example:8443/"},
		{"https://x.example./", "https://x.example/"},
		{"http://x.example/%7euser/%e4%b8%ad%2f%41", "http://x.example/~user/%E4%B8%AD%2FA"},
		{"http://x.example/中文/退款?问=答", "http://x.example/%E4%B8%AD%E6%96%87/%E9%80%80%E6%AC%BE?%E9%97%AE=%E7%AD%94"},
		{"http://x.example/中%2f文", "http://x.example/%E4%B8%AD%2F%E6%96%87"},
		{"https://例子.测试/", "https://xn--fsqu00a.xn--0zwm56d/"},
		{"https://ＥＸＡＭＰＬＥ.com/", "https://example.com/"},
		{"http://x.example/a//b/", "http://x.example/a//b/"},
		{"http://x.example//a", "http://x.example//a"},
		{"http://x.example/%2e%2E/a/%2e/b", "http://x.example/a/b"},
		{"http://x.example/../../a/..", "http://x.example/"},
		{"http://x.example/100%/a b", "http://x.example/100%25/a%20b"},
		{"http://x.example/?utm_source=a&UTM_Medium=b&gclid=1&mc_cid=2&fbclid=3&spm=4&q=1", "http://x.example/?q=1"},
		{"http://x.example/a;jsessionid=AB12?PHPSESSID=1&sid=0123456789abcdef0&b", "http://x.example/a?b"},
		{"http://x.example/?sid=7&b=&b=2&b=1&&", "http://x.example/?b=&b=2&b=1&sid=7"},
		{"http://x.example/?", "http://x.example/"},
		{" \thttp://x.exa\nmple/\ta ", "http://x.example/a"},
		{`http:\\x.example\a\b?c\d`, "http://x.example/a/b?c%5Cd"},
		{`http://good.example\@evil.example/`, "http://good.example/@evil.example/"},
		{"http://[::1]:8080/", "http://[::1]:8080/"},
		{"http://[0:0::1]/", "http://[::1]/"},
		{"http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"},
		{"http://my_host/", "http://my_host/"},
	} {
		got, err := parse(c.raw)
		if err != nil || got.String() != c.want {
			t.Errorf("parse(%q) = %s, %v, want %s", c.raw, got, err, c.want)
		}
	}
}

func TestCanonicalRefuses(t *testing.T) {
	for _, raw := range []string{
		"", "x", "/a", "//", "http://", "http:///a", "http:a", "mailto:a@b.example", "javascript:alert(1)", "file:///etc/passwd",
		"ftp://x.example/", "gopher://x.example/", "data:text/html,x", "http://user@x.example/", "http://user:pw@x.example/", "http://:@x.example/",
		"http://2130706433/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.1.5/", "http://1.2.3.256/", "http://０x7f000001/",
		"http://１２７.1/", "http://0x/", "http://x.08/", "http://[fe80::1%25eth0]/", "http://[::1/", "http://[1.2.3.4]/",
		"http://x..example/", "http://.x.example/", "http://x.example:0/", "http://x.example:65536/", "http://x.example:port/",
		"http://a b/", "http://x.example\x00.evil/", "http://x.example%2fevil/", "http://%41/", "http://a／b/",
		"http://" + strings.Repeat("a", 254) + "/", "http://x.example/" + strings.Repeat("a/", 100_000),
	} {
		if got, err := parse(raw); err == nil {
			t.Errorf("parse(%.80q) = %s, want an error", raw, got)
		}
	}
}

func TestResolve(t *testing.T) {
	base, err := parse("https://x.example/a/b//c?q=1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ ref, want string }{
		{"", "https://x.example/a/b//c?q=1"},
		{"#top", "https://x.example/a/b//c?q=1"},
		{"?", "https://x.example/a/b//c"},
		{"?z=2", "https://x.example/a/b//c?z=2"},
		{"d", "https://x.example/a/b//d"},
		{"../d", "https://x.example/a/b/d"},
		{"./", "https://x.example/a/b//"},
		{"/", "https://x.example/"},
		{"//y.example/d", "https://y.example/d"},
		{`\\y.example\d`, "https://y.example/d"},
		{"http:/\\y.example", "http://y.example/"},
		{"退款", "https://x.example/a/b//%E9%80%80%E6%AC%BE"},
		{"x//y", "https://x.example/a/b//x//y"},
	} {
		got, err := resolve(base, c.ref)
		if err != nil || got.String() != c.want {
			t.Errorf("resolve(%q) = %s, %v, want %s", c.ref, got, err, c.want)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{
		"http://x.example/a/../b?b=1&a=2#c", "https://例子.测试/退款?问=答", "http://x.example/%zz%41%2F;jsessionid=1/..", "//y.example//a//..//b",
		`http:\\x\a`, "http://[::ffff:127.0.0.1]:80/", "http://a@b/", "?a&b=%26&utm_x=1", "http://x.example/;jses;jsessionid=1/sionid=2", "http://0x7f.1/",
	} {
		f.Add("https://base.example/dir/page?q", seed)
		f.Add(seed, "other/../page")
	}
	f.Add("http://x.example/", strings.Repeat("\xe1", maxReference/2))
	f.Fuzz(func(t *testing.T, baseText, ref string) {
		base, err := parse(baseText)
		if err != nil {
			return
		}
		got, err := resolve(base, ref)
		if err != nil {
			return
		}
		again, err := parse(got.String())
		if err != nil || again != got {
			t.Fatalf("%q gives %q, which gives %q, %v", ref, got, again, err)
		}
		u, err := url.Parse(got.String())
		if err != nil || u.User != nil || u.Fragment != "" || u.Host != got.host || u.EscapedPath() != got.path || u.RequestURI() != got.request() {
			t.Fatalf("%q gives %q, which the client reads as %+v, %v", ref, got, u, err)
		}
		sameHost(t, base, ref, got)
		if got.query == "" && strings.Contains(got.path, "/../") || !strings.HasPrefix(got.path, "/") {
			t.Fatalf("%q gives path %q", ref, got.path)
		}
		if _, err := New(got.String(), Options{}); err != nil && len(got.String()) <= maxAddress {
			t.Fatalf("New(%q): %v", got, err)
		}
	})
}

// sameHost checks that the host is the one that net/url reads, lowered or by
// IDNA, or the base's.
func sameHost(t *testing.T, base address, ref string, got address) {
	t.Helper()
	u, err := url.Parse(tidy(ref))
	if err != nil {
		t.Fatalf("%q was resolved to %q but cannot be parsed: %v", ref, got, err)
	}
	want := base.name()
	if u.Host != "" {
		want = strings.ToLower(u.Hostname())
		if strings.ContainsFunc(want, func(r rune) bool { return r > 127 }) {
			want, _ = idna.Lookup.ToASCII(want)
		}
	}
	if got.name() != strings.TrimSuffix(want, ".") && !strings.Contains(got.name(), ":") {
		t.Fatalf("%q from %q: host %q, want %q", ref, base, got.name(), want)
	}
}

func TestEscape(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"%2541", "%2541"}, {"%%41", "%25A"}, {"%4", "%254"}, {"%", "%25"}, {"%c3%28", "%C3%28"}, {"a|b^c", "a%7Cb%5Ec"},
	} {
		if got := escape(c.raw); got != c.want {
			t.Errorf("escape(%q) = %q, want %q", c.raw, got, c.want)
		}
	}
}
