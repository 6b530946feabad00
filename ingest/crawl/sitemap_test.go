package crawl

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"footnote/ingest"
)

func entriesOf(t *testing.T, text string) ([]listed, error) {
	t.Helper()
	var all []listed
	err := readSitemap(strings.NewReader(text), func(l listed) { all = append(all, l) })
	return all, err
}

func zipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bomb unpacks to size bytes and a little more: gzip allows files in a row.
func bomb(t testing.TB, size int) string {
	t.Helper()
	const part = 1 << 20
	return strings.Repeat(zipped(t, strings.Repeat(strings.Repeat("x", 4095)+"\n", part>>12)), size/part+1)
}

const urlset = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">`

func TestSitemapForms(t *testing.T) {
	xml := urlset + `<url><loc> https://x.example/a?b=1&amp;c=2 </loc><lastmod>2026-02-03T04:05:06+08:00</lastmod>
	<xhtml:link rel="alternate" hreflang="zh" href="https://x.example/zh/甲"/></url>
	<url><loc><![CDATA[https://x.example/b?c=1&d=2]]></loc><lastmod>soon</lastmod></url><url><lastmod>2026-01-01</lastmod></url></urlset>`
	text := "\uFEFFhttps://x.example/a\r\n\nhttp://x.example/b\nnot an address\n"
	for name, c := range map[string]struct{ text, want string }{
		"xml":            {xml, "https://x.example/a?b=1&c=2 https://x.example/b?c=1&d=2"},
		"bom and spaces": {"\uFEFF \n" + strings.TrimPrefix(xml, `<?xml version="1.0"?>`), "https://x.example/a?b=1&c=2 https://x.example/b?c=1&d=2"},
		"gzip":           {zipped(t, xml), "https://x.example/a?b=1&c=2 https://x.example/b?c=1&d=2"},
		"text":           {text, "https://x.example/a http://x.example/b"},
		"gzip text":      {zipped(t, text), "https://x.example/a http://x.example/b"},
		"bare ampersand": {urlset + `<url><loc>https://x.example/a?b=1&c=2</loc></url></urlset>`, "https://x.example/a?b=1&c=2"},
		"other charset":  {"<?xml version='1.0' encoding='gbk'?><urlset><url><loc>https://x.example/\xcd\xcb\xbf\xee</loc></url></urlset>", "https://x.example/退款"},
		"index":          {`<sitemapindex><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>`, "/b.xml"},
		"empty":          {"", ""},
		"html":           {"<!doctype html><html><body><p>Not found</p></body></html>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := entriesOf(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			var locs []string
			for _, l := range all {
				locs = append(locs, l.loc)
				if l.sitemap != (name == "index") {
					t.Error("sitemap:", l.sitemap)
				}
			}
			if got := strings.Join(locs, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	all, _ := entriesOf(t, xml)
	if got := all[0].modified.UTC().String(); got != "2026-02-02 20:05:06 +0000 UTC" {
		t.Error("lastmod", got)
	}
	if got := strings.Join(all[0].translations, " "); got != "https://x.example/zh/甲" || all[1].translations != nil {
		t.Error("translations", got, all[1].translations)
	}
}

func TestSitemapLimits(t *testing.T) {
	var b strings.Builder
	for i := range maxSitemapEntries + 10 {
		fmt.Fprintf(&b, "https://x.example/%d\n", i)
	}
	all, err := entriesOf(t, b.String())
	if !errors.Is(err, errEnough) || len(all) != maxSitemapEntries {
		t.Error(len(all), err)
	}
	huge := zipped(t, "https://x.example/first\n") + bomb(t, maxSitemapBytes)
	all, err = entriesOf(t, huge)
	var large tooLarge
	if !errors.As(err, &large) || len(all) != 1 {
		t.Error(len(all), err)
	}
	all, err = entriesOf(t, urlset+"<url><loc>https://x.example/first</loc></url><url><loc>https://x.exam")
	if err == nil || len(all) != 1 {
		t.Error("cut short:", len(all), err)
	}
}

func TestSitemapEntitiesStayUnexpanded(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
	<urlset><url><loc>https://x.example/&b;&f;</loc></url></urlset>`
	all, err := entriesOf(t, laughs)
	if err != nil || len(all) != 1 || all[0].loc != "https://x.example/&b;&f;" {
		t.Error(all, err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(urlset + "<url><loc>https://x.example/</loc><lastmod>2026-01-01</lastmod></url></urlset>"))
	f.Add([]byte("https://x.example/a\nhttps://x.example/b"))
	f.Add([]byte(zipped(f, "<sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>")))
	f.Fuzz(func(t *testing.T, text []byte) {
		count := 0
		err := readSitemap(bytes.NewReader(text), func(l listed) {
			count++
			if l.loc == "" || len(l.loc) > 3*maxReference || len(l.translations) > maxTranslations {
				t.Fatalf("%+v", l)
			}
		})
		if count > maxSitemapEntries {
			t.Fatal(count, err)
		}
	})
}

func TestChangedPagesComeFirst(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	entries := []ingest.Entry{{Key: "old", Fetched: day(5)}, {Key: "changed", Fetched: day(5)}, {Key: "never", Fetched: time.Time{}}, {Key: "unlisted", Fetched: day(5)}, {Key: "also", Fetched: day(5)}}
	listed := map[string]*target{"old": {modified: day(4)}, "changed": {modified: day(6)}, "never": {modified: day(6)}, "also": {modified: day(7)}}
	got := ""
	for _, e := range changedFirst(entries, listed) {
		got += e.Key + " "
	}
	if want := "changed also old never unlisted "; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
}
