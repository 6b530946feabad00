package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func pack(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func word(body string) []byte {
	return pack(map[string]string{
		"word/document.xml": `<w:document xmlns:w="w" xmlns:r="r" xmlns:wp="wp" xmlns:mc="mc"><w:body>` + body + `</w:body></w:document>`,
		"word/styles.xml": `<w:styles xmlns:w="w"><w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
			<w:style w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="H1"/></w:style><w:style w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>`,
		"word/numbering.xml": `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
			<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
		"word/footnotes.xml": `<w:footnotes xmlns:w="w"><w:footnote w:id="2"><w:p><w:r><w:t>Business days.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"docProps/core.xml":  `<cp xmlns:dc="dc" xmlns:dcterms="dct"><dc:title>Guide</dc:title><dc:language>en</dc:language><dcterms:modified>2026-03-02T00:00:00Z</dcterms:modified></cp>`,
	})
}

// run is a run of text, styled a paragraph with a style.
func run(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

func styled(style, inside string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + inside + "</w:p>"
}

func listed(id, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr>` + run(text) + "</w:p>"
}

func TestDOCX(t *testing.T) {
	cell := func(properties, text string) string {
		return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p>" + run(text) + "</w:p></w:tc>"
	}
	for name, c := range map[string]struct{ body, want string }{
		"headings":        {styled("T", run("Guide")) + styled("H1", run("Refunds")) + styled("Own", run("费用")), "<h1>Guide</h1>\n<h2>Refunds</h2>\n<h2>费用</h2>\n"},
		"no title":        {styled("H1", run("Refunds")) + "<w:p>" + run("A ") + run("&lt;b&gt;") + "</w:p>", "<h1>Refunds</h1>\n<p>A &lt;b&gt;</p>\n"},
		"lists":           {listed("1", "0", "one") + listed("1", "1", "in") + listed("1", "0", "two") + styled("L", run("dot")) + "<w:p>" + run("end") + "</w:p>", "<ol><li>one<ul><li>in</li></ul>\n</li><li>two</li></ol>\n<ul><li>dot</li></ul>\n<p>end</p>\n"},
		"changes":         {"<w:p>" + run("kept") + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>" + run(" new") + "</w:ins></w:p>", "<p>kept new</p>\n"},
		"hidden":          {"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>" + run("shown") + `<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> too</w:t></w:r></w:p>`, "<p>shown too</p>\n"},
		"table":           {"<w:tbl><w:tr>" + cell("", "Plan") + cell("", "Fee") + "</w:tr><w:tr>" + cell(`<w:vMerge w:val="restart"/>`, "Basic") + cell("", "3") + "</w:tr><w:tr>" + cell("<w:vMerge/>", "") + cell("", "4") + "</w:tr><w:tr>" + cell(`<w:gridSpan w:val="2"/>`, "all") + "</w:tr></w:tbl>", "<table>\n<tr><th>Plan</th><th>Fee</th></tr>\n<tr><td>Basic</td><td>3</td></tr>\n<tr><td>Basic</td><td>4</td></tr>\n<tr><td>all</td><td>all</td></tr>\n</table>\n"},
		"picture":         {`<w:p><w:r><w:drawing><wp:docPr descr="The button"/></w:drawing></w:r></w:p>`, "<p><img alt=\"The button\"></p>\n"},
		"twice for old":   {`<w:p><mc:AlternateContent><mc:Choice>` + run("once") + `</mc:Choice><mc:Fallback>` + run("twice") + `</mc:Fallback></mc:AlternateContent></w:p>`, "<p>once</p>\n"},
		"footnote":        {"<w:p>" + run("Five days") + `<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`, "<p>Five days [1]</p>\n<p>[1] Business days.</p>\n"},
		"a field's codes": {"<w:p><w:r><w:instrText>PAGEREF x</w:instrText></w:r>" + run("7") + "</w:p>", "<p>7</p>\n"},
	} {
		got, err := DOCX(word(c.body))
		if diff := cmp.Diff(c.want, string(got.HTML)); err != nil || diff != "" {
			t.Errorf("%s: %v, -want +got\n%s", name, err, diff)
		}
		if got.Title != "Guide" || got.Language != "en" || !got.Modified.Equal(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: says about itself %q %q %v", name, got.Title, got.Language, got.Modified)
		}
	}
}

func TestPPTX(t *testing.T) {
	shape := func(kind, paragraphs string) string {
		return `<p:sp><p:nvSpPr><p:nvPr><p:ph type="` + kind + `"/></p:nvPr></p:nvSpPr><p:txBody>` + paragraphs + "</p:txBody></p:sp>"
	}
	line := func(properties, text string) string {
		return "<a:p>" + properties + "<a:r><a:t>" + text + "</a:t></a:r></a:p>"
	}
	slide := func(attributes, body string) string {
		return `<p:sld xmlns:p="p" xmlns:a="a"` + attributes + "><p:cSld><p:spTree>" + body + "</p:spTree></p:cSld></p:sld>"
	}
	got, err := PPTX(pack(map[string]string{
		"ppt/presentation.xml":             `<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="1" r:id="b"/><p:sldId id="2" r:id="a"/><p:sldId id="3" r:id="c"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels":  `<Relationships><Relationship Id="a" Type="t/slide" Target="slides/slide1.xml"/><Relationship Id="b" Type="t/slide" Target="slides/slide2.xml"/><Relationship Id="c" Type="t/slide" Target="slides/slide3.xml"/></Relationships>`,
		"ppt/slides/slide1.xml":            slide("", shape("title", line("", "Fees &amp; limits"))+`<p:graphicFrame><a:tbl><a:tr><a:tc>`+line("", "Plan")+`</a:tc><a:tc>`+line("", "Fee")+`</a:tc></a:tr><a:tr><a:tc>`+line("", "Basic")+`</a:tc><a:tc>`+line("", "3")+"</a:tc></a:tr></a:tbl></p:graphicFrame>"+shape("sldNum", line("", "2"))),
		"ppt/slides/slide2.xml":            slide("", shape("ctrTitle", line("", "退款"))+shape("body", line("", "Five days")+line(`<a:pPr lvl="1"/>`, "no gift cards"))),
		"ppt/slides/slide3.xml":            slide(` show="0"`, shape("title", line("", "hidden"))),
		"ppt/slides/_rels/slide2.xml.rels": `<Relationships><Relationship Id="n" Type="t/notesSlide" Target="../notesSlides/n.xml"/></Relationships>`,
		"ppt/notesSlides/n.xml":            slide("", shape("body", line("", "Mention holidays."))),
	}))
	want := "<h2 id=\"slide-1\">Slide 1: 退款</h2>\n<ul><li>Five days<ul><li>no gift cards</li></ul>\n</li></ul>\n<p>Mention holidays.</p>\n" +
		"<h2 id=\"slide-2\">Slide 2: Fees &amp; limits</h2>\n<table>\n<tr><th>Plan</th><th>Fee</th></tr>\n<tr><td>Basic</td><td>3</td></tr>\n</table>\n"
	if diff := cmp.Diff(want, string(got.HTML)); err != nil || diff != "" || got.Title != "退款" {
		t.Errorf("%v, title %q, -want +got\n%s", err, got.Title, diff)
	}
}

func TestHostileFiles(t *testing.T) {
	for name, body := range map[string][]byte{
		"no zip":  []byte("PK\x03\x04 and no more"),
		"empty":   pack(nil),
		"deep":    word(strings.Repeat("<w:x>", maxDepth+2)),
		"no text": pack(map[string]string{"word/styles.xml": "<x/>"}),
	} {
		if got, err := DOCX(body); err == nil {
			t.Errorf("%s: %q, want an error", name, got.HTML)
		}
		if _, err := PPTX(body); err == nil {
			t.Errorf("%s as presentation: no error", name)
		}
	}
	for _, limits := range []struct{ part, left int64 }{{1 << 16, maxAll}, {maxPart, 1 << 16}} {
		f, err := open(word(strings.Repeat(" ", 1<<20)))
		if err != nil {
			t.Fatal(err)
		}
		f.part, f.left = limits.part, limits.left
		if _, err := f.docx(); !errors.Is(err, ErrSize) {
			t.Errorf("bomb: %v, want ErrSize", err)
		}
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(styled("H1", run("a")) + listed("1", "1", "b") + "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"9\"/></w:tcPr></w:tc></w:tr></w:tbl>")
	f.Add("</w:p><w:tc></w:tc></w:tbl><w:del><w:p>")
	f.Add(listed("1", "-1", "x") + listed("1", "99", "y"))
	f.Fuzz(func(t *testing.T, body string) {
		if got, err := DOCX(word(body)); err == nil && strings.Contains(strings.ToLower(string(got.HTML)), "<script") {
			t.Errorf("text became an element: %q", got.HTML)
		}
	})
}

func FuzzPPTX(f *testing.F) {
	f.Add(`<a:tbl><a:tr><a:tc vMerge="1"></a:tc></a:tr></a:tbl><a:p><a:pPr lvl="4"/><a:t>x</a:t></a:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		got, err := PPTX(pack(map[string]string{
			"ppt/presentation.xml":            `<p:x xmlns:r="r"><p:sldId r:id="a"/></p:x>`,
			"ppt/_rels/presentation.xml.rels": `<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>`,
			"ppt/s.xml":                       body,
		}))
		if err == nil && strings.Contains(strings.ToLower(string(got.HTML)), "<script") {
			t.Errorf("text became an element: %q", got.HTML)
		}
	})
}
