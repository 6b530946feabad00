package folder

import (
	"archive/zip"
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
)

// hide is a mask that a test can recognise.
func hide(s string) string { return strings.ReplaceAll(s, "ann@example.org", "[email]") }

func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readBook(t testing.TB, chapter string) string {
	return zipped(t, "META-INF/container.xml", `<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>`,
		"OPS/book.opf", `<package><manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
			<item id="b" href="two%20words.xhtml" media-type="application/xhtml+xml"/><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/><item id="m" href="missing.xhtml" media-type="application/xhtml+xml"/></manifest>
			<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/><itemref idref="m"/></spine></package>`,
		"OPS/one.xhtml", chapter, "OPS/two words.xhtml", "<p>two", "OPS/nav.xhtml", "<p>contents")
}

const mailbox = "From a Mon\nFrom: Ann <ann@example.org>\nSubject: =?UTF-8?B?6YCA5qy+?=\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nWhen is my refund paid? ann@example.org\n\n" +
	"From b Mon\nSubject: Re: =?UTF-8?B?6YCA5qy+?=\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>no\n--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nIn five days=\n, at most.\n\nOn Monday Ann wrote:\n> When is it?\n-- \nBob\n--x--\n\nFrom c Mon\nSubject: Fees\n\nThree euros.\n"

func TestFilesOfSeveralPages(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"faq.csv":        "question,answer,similar questions\nHow long?,Five days.,When? How soon?\nHow much?,Three euros.,\nHow long?,A second answer.,\n",
		"常见问题.csv":       "\xce\xca\xcc\xe2,\xb4\xf0\xb0\xb8\n\xd4\xf5\xc3\xb4\xcd\xcb\xbf\xee\xa3\xbf,\xd4\xda\xb6\xa9\xb5\xa5\xd2\xb3\xc3\xe6\xb5\xe3\xbb\xf7\xcd\xcb\xbf\xee\xa1\xa3\n", // GBK
		"fees.csv":       "plan,fee\nbasic,3\n",
		"book.epub":      readBook(t, "<p>one"),
		"broken.epub":    "PK\x03\x04",
		"zendesk.json":   `{"articles":[{"id":7,"title":"Refunds","body":"<p>Five days.</p>","html_url":"https://x.example/hc/7","locale":"en-us","updated_at":"2026-03-02T00:00:00Z"},{"id":8,"title":"Draft","body":"x","draft":true}]}`,
		"intercom.json":  `{"type":"list","data":[{"type":"article","id":"9","title":"Fees","body":"<p>Three euros.</p>","url":"https://x.example/9","state":"published","updated_at":1772409600}]}`,
		"freshdesk.json": `[{"id":1,"title":"Limits","description":"<p>At most 100.</p>","status":2},{"id":2,"title":"Old","description":"x","status":1}]`,
		"package.json":   `{"name":"x"}`,
		"mail.mbox":      mailbox,
		"talks.jsonl":    "",
	})
	n := notes{}
	pages := mustRead(t, dir, Options{Mask: hide}, n)
	golden(t, "parts.txt", table(dir, pages))
	for _, p := range pages {
		if p.Parsed != nil && p.Title == "How long?" && p.Parsed.Text == "Five days." {
			if diff := cmp.Diff([]string{"When?", "How soon?"}, p.Parsed.Asked); diff != "" || !p.Parsed.FAQ {
				t.Errorf("similar questions: FAQ %v, %s", p.Parsed.FAQ, diff)
			}
		}
		if p.Parsed != nil && p.Title == "退款" {
			if diff := cmp.Diff([]string{"When is my refund paid? [email]"}, p.Parsed.Asked); diff != "" {
				t.Errorf("what the customer said: %s", diff)
			}
		}
		if p.URL == "https://x.example/hc/7" && (p.Language != "en-us" || p.Modified.Year() != 2026) {
			t.Errorf("article without what its export says: %+v", p)
		}
	}

	write(t, dir, map[string]string{"faq.csv": "question,answer\nHow much?,Three euros.\n"})
	gone := ""
	for _, p := range mustRead(t, dir, Options{Mask: hide}, n) {
		if p.Status == ingest.Removed {
			gone += p.Key[strings.LastIndexByte(p.Key, '/')+1:] + " "
		}
	}
	if want := "faq.csv#" + identify("How long?") + " faq.csv#" + identify("How long?") + "-2 "; gone != want {
		t.Errorf("removed %q, want %q", gone, want)
	}
}

func TestConversations(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "talks.jsonl")
	write(t, dir, map[string]string{"talks.jsonl": `{"_id":1,"title":"Refund","conversation":[{"role":"customer","text":"When? I am ann@example.org"},{"role":"agent","text":"In five days."}],"updated":"2026-03-02"}
{"_id":"2","status":"open","messages":[{"role":"user","content":"怎么退款？"}]}
{"_id":"3","messages":[{"role":"user","content":"怎么退款？"},{"role":"assistant","content":"点击退款。"}]}
{"_id":"4","title":"A text","text":"It says \"messages\" only."}
`})
	golden(t, "talks.txt", table(dir, mustRead(t, file, Options{Mask: hide}, notes{})))
	for _, p := range mustRead(t, file, Options{}, notes{}) {
		if p.Parsed != nil && p.Title != "A text" {
			t.Errorf("a conversation is read without a mask: %+v", p)
		}
	}
}

// One article that is not as it should be costs that one only.
func TestOddArticle(t *testing.T) {
	pages, ok := articles("file:///x.json", []byte(`{"articles":[{"id":7,"title":"Refunds","body":"<p>Five days."},
		{"id":8,"title":"退款","body":["不是文字"]},{"id":9,"title":"","body":"x"},{"id":10,"title":"费用","body":"三元。"}]}`))
	if !ok || len(pages) != 4 {
		t.Fatalf("%v, %+v", ok, pages)
	}
	for i, want := range []struct {
		key    string
		status ingest.Status
		reason string
	}{{"#7", "", ""}, {"#8", ingest.Failed, `entry 2 of the export cannot be read: field "body" is a JSON array`}, {"#9", ingest.Skipped, "no title"}, {"#10", "", ""}} {
		if p := pages[i]; !strings.HasSuffix(p.Key, want.key) || p.Status != want.status || !strings.Contains(p.Reason, want.reason) {
			t.Errorf("%+v; want %+v", p, want)
		}
	}
}

func FuzzDesk(f *testing.F) {
	f.Add([]byte(`{"articles":[{"id":7,"title":"a","body":"b"}]}`))
	f.Add([]byte(`[{"id":{"x":1},"name":"\u0000","description":"b","status":"2","updated_at":-1}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		pages, ok := articles("file:///x.json", body)
		for _, p := range pages {
			if !ok || !strings.HasPrefix(p.Key, "file:///x.json#") || p.Title == "" && p.Status == "" {
				t.Errorf("page %+v", p)
			}
		}
	})
}

func FuzzMbox(f *testing.F) {
	f.Add([]byte(mailbox))
	f.Add([]byte("From \nContent-Type: multipart/x; boundary=\"\"\n\n--\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		v := &visitor{source: &source{options: Options{Mask: hide}}}
		pages, _ := v.threads("file:///x.mbox", body)
		for _, p := range pages {
			if p.Parsed != nil && strings.Contains(p.Title+p.Parsed.Text+strings.Join(p.Parsed.Asked, ""), "ann@example.org") {
				t.Errorf("personal data in %q: %q", p.Title, p.Parsed.Text)
			}
		}
	})
}

func FuzzBook(f *testing.F) {
	f.Add("<p>one")
	f.Fuzz(func(t *testing.T, chapter string) {
		pages, _ := chapters("file:///x.epub", ingest.Page{Body: []byte(readBook(t, chapter))})
		if len(pages) != 3 || string(pages[1].Body) != chapter {
			t.Errorf("%d pages", len(pages))
		}
	})
}

// A workbook with questions and other tables is read as both.
func TestWorkbookOfBothKinds(t *testing.T) {
	body := zipped(t, "xl/workbook.xml", `<workbook xmlns:r="rel"><sheets><sheet name="FAQ" r:id="a"/><sheet name="Fees" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<R><Relationship Id="a" Target="a.xml"/><Relationship Id="b" Target="b.xml"/></R>`,
		"xl/a.xml", `<row><c t="str"><v>Question</v></c><c t="str"><v>Answer</v></c></row><row><c t="str"><v>How long?</v></c><c t="str"><v>Five days.</v></c></row>`,
		"xl/b.xml", `<row><c t="str"><v>Plan</v></c><c t="str"><v>Fee</v></c></row><row><c t="str"><v>Basic</v></c><c><v>3</v></c></row>`)
	pages, several := questions("file:///x.xlsx", ingest.Page{ContentType: typeXLSX, Body: []byte(body), LastModified: "x"})
	if !several || len(pages) != 2 || pages[0].Title != "How long?" || pages[1].Key != "file:///x.xlsx#tables" || pages[1].LastModified != "" {
		t.Errorf("%v %+v", several, pages)
	}
}
