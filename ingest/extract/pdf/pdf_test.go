package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	reader "github.com/ledongthuc/pdf"
)

// file writes a PDF with these page contents.
func file(contents ...string) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	b.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range contents {
		kids += fmt.Sprintf("%d 0 R ", 5+2*i)
	}
	widths := strings.TrimSpace(strings.Repeat("500 ", 224))
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(contents)))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [" + widths + "] >>")
	object("<< /Title (Refund guide) /ModDate (D:20260302100000Z) >>")
	for i, c := range contents {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> /Contents %d 0 R >>", 6+2*i))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(c), c))
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	return b.Bytes()
}

// set sets lines: each "size x y text".
func set(lines ...string) string {
	var b strings.Builder
	for _, l := range lines {
		p := strings.SplitN(l, " ", 4)
		fmt.Fprintf(&b, "BT /F %s Tf %s %s Td (%s) Tj ET\n", p[0], p[1], p[2], p[3])
	}
	return b.String()
}

func TestRead(t *testing.T) {
	page := func(n string, lines ...string) string {
		all := append([]string{"9 72 800 Larkspur manual"}, lines...)
		return set(append(all, "9 300 30 Page "+n+" of 3")...)
	}
	d, err := Read(file(
		page("1", "18 72 750 Refunds", "10 72 720 A refund takes five working days after we have received", "10 72 708 the parcel. Bank holi-", "10 72 696 days do not count.", "10 72 670 Another paragraph."),
		page("2", "10 72 750 Steps:", "10 72 738 1. Open the order.", "10 72 726 2. Choose a refund.", "10 72 700 Plan", "10 300 700 Fee", "10 72 688 Basic", "10 300 688 3 EUR"),
		page("3"),
	))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%q %s", d.Title, d.Modified.Format(time.DateOnly))
	for _, p := range d.Pages {
		for _, q := range p.Paragraphs {
			got += fmt.Sprintf("\n%d h%d %s", p.Number, q.Heading, q.Text)
		}
	}
	want := `"Refund guide" 2026-03-02
1 h1 Refunds
1 h0 A refund takes five working days after we have received the parcel. Bank holidays do not count.
1 h0 Another paragraph.
2 h0 Steps:
2 h0 1. Open the order.
2 h0 2. Choose a refund.
2 h0 Plan | Fee
2 h0 Basic | 3 EUR`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func packedStream(plain []byte) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(plain); err != nil {
		panic(err) // a buffer takes everything
	}
	z.Close() //nolint:errcheck // a buffer takes everything
	return b.String()
}

func TestHostileFiles(t *testing.T) {
	twice := []byte(packedStream([]byte(packedStream(make([]byte, 1000)))))
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"no text":      {file("", "0 0 10 10 re"), ErrNoText},
		"encrypted":    {bytes.Replace(file("x"), []byte("/Info 4 0 R"), []byte("/Encrypt 4 0 R"), 1), ErrEncrypted},
		"bomb":         {file(packedStream(make([]byte, maxStream+1))), ErrSize},
		"packed twice": {file(string(twice)), ErrSize},
		"no PDF":       {[]byte("%PDF-1.4 and nothing"), nil},
		"empty":        {nil, nil},
		"cut short":    {file(set("10 1 1 text"))[:300], nil},
		"no numbers":   {file("BT /F Tf Td (x) Tj Q Q Q ET 1 2 cm"), ErrNoText},
	} {
		if d, err := Read(c.body); err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v; want %v", name, d, err, c.want)
		}
	}
	for _, loop := range [][2]string{{"/Kids [5 0 R ]", "/Kids [2 0 R 2 0 R]"}, {"/Parent 2 0 R", "/Parent 5 0 R"}} {
		body := bytes.Replace(file(set("10 1 1 text")), []byte(loop[0]), []byte(loop[1]), 1)
		if _, err := Read(body); err == nil {
			t.Errorf("%s: no error", loop[1])
		}
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(file(set("10 72 720 Refunds take 5 days", "18 72 750 Heading")))
	f.Add(file("BT /F 10 Tf [(a) -500 (b)] TJ T* (c) ' ET q Q", ""))
	f.Add(scanned(f))
	for _, name := range []string{"rc4-40", "aes-256"} {
		if body, err := os.ReadFile("testdata/" + name + ".pdf"); err == nil {
			f.Add(body)
		}
	}
	f.Add([]byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 9999999/W[1 1 1]>>stream\n\nendstream\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, body []byte) {
		d, err := Read(body)
		if err == nil && len(d.Pages) == 0 {
			t.Error("no pages and no error")
		}
	})
}

func TestTextAboutEncryptionIsRead(t *testing.T) {
	body := file("BT /F1 12 Tf 72 700 Td (The key /Encrypt of a trailer.) Tj ET")
	if !bytes.Contains(body, []byte("/Encrypt")) {
		t.Fatal("the example does not have the word")
	}
	if d, err := Read(body); err != nil || len(d.Pages) != 1 {
		t.Errorf("%d pages, %v", len(d.Pages), err)
	}
}

func texts(t *testing.T, body []byte) string {
	t.Helper()
	d, err := Read(body)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range d.Pages {
		for _, q := range p.Paragraphs {
			all = append(all, q.Text)
		}
	}
	return strings.Join(all, "\n")
}

// TestColumns reads two columns that were drawn line by line across both, and a
// table, which stays one.
func TestColumns(t *testing.T) {
	var lines []string
	for i, l := range [][2]string{{"A refund takes five days", "Fees are charged on the"}, {"after we have received the", "first day of the month, for"}, {"parcel that came back from", "the month before, with the"}, {"the customer.", "tax of the country added."}, {"", "They are never refunded."}} {
		y := 700 - 12*i
		if l[0] != "" {
			lines = append(lines, fmt.Sprintf("10 72 %d %s", y, l[0]))
		}
		lines = append(lines, fmt.Sprintf("10 320 %d %s", y, l[1]))
	}
	for i, row := range [][2]string{{"Plan", "Fee"}, {"Basic", "3 EUR"}, {"Firm", "9 EUR"}, {"Team", "5 EUR"}} {
		lines = append(lines, fmt.Sprintf("10 72 %d %s", 500-12*i, row[0]), fmt.Sprintf("10 320 %d %s", 500-12*i, row[1]))
	}
	lines = append(lines, "10 72 452 Prices are without tax.")
	want := "A refund takes five days after we have received the parcel that came back from the customer.\n" +
		"Fees are charged on the first day of the month, for the month before, with the tax of the country added. They are never refunded.\n" +
		"Plan | Fee\nBasic | 3 EUR\nFirm | 9 EUR\nTeam | 5 EUR\nPrices are without tax."
	if got := texts(t, file(set(lines...))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestWithoutPassword reads files that are encrypted and open without a
// password, in the ways of 40, 128 and 256 bits, and one that needs one.
func TestWithoutPassword(t *testing.T) {
	for _, name := range []string{"rc4-40", "rc4-128", "aes-128", "aes-256"} {
		body, err := os.ReadFile("testdata/" + name + ".pdf")
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(t, body); got != "Refunds take five days." {
			t.Errorf("%s: %q", name, got)
		}
	}
	body, err := os.ReadFile("testdata/locked.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(body); !errors.Is(err, ErrEncrypted) {
		t.Errorf("a file that needs a password: %v", err)
	}
}

// TestWidths reads a row of a table whose font has two bytes a letter.
func TestWidths(t *testing.T) {
	glyphs := []reader.Text{}
	for _, run := range []struct {
		x    float64
		text string
	}{{50, "Pl"}, {50.2, "an"}, {130, "Fee"}, {148, "s"}, {210, "费用"}, {300, "天"}} {
		for _, r := range run.text {
			glyphs = append(glyphs, reader.Text{Font: "F", FontSize: 10, X: run.x, Y: 700, S: string(r)})
		}
	}
	widths{"F": {"": 1, "P": 0.6, "l": 0.3, "a": 0.6, "n": 0.6, "F": 0.6, "e": 0.6, "s": 0.5}}.place(glyphs)
	lines := linesOf(glyphs)
	if len(lines) != 1 || lines[0].text != "Plan | Fees | 费用 | 天" {
		t.Errorf("%+v", lines)
	}
}

// TestEncodings reads Chinese text in Unicode of two bytes a letter, under names
// that the reader does not know, and none where it does not know the encoding.
func TestEncodings(t *testing.T) {
	const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths ["
	chinese := func(encoding string) []byte {
		body := file("BT /F 10 Tf 72 700 Td <90006B3E97008981> Tj ET")
		from := bytes.Index(body, []byte(font))
		to := from + bytes.Index(body[from:], []byte("] >>")) + 4
		made := fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /%s /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 >>] ", encoding)
		return bytes.Replace(body, body[from:to], []byte(made+strings.Repeat(" ", to-from-len(made)-2)+">>"), 1)
	}
	for _, encoding := range []string{"UniGB-UCS2-H", "UniGB-UTF16-H", "UniCNS-UTF16-H", "UniJIS-UCS2-H"} {
		if got := texts(t, chinese(encoding)); got != "退款需要" {
			t.Errorf("%s: %q", encoding, got)
		}
	}
	if d, err := Read(chinese("GBK-EUC-H")); !errors.Is(err, ErrNoText) {
		t.Errorf("an unknown encoding: %v, %v", d, err)
	}
}
