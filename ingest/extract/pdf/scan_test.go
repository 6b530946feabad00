package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// scanned is a file of three pages: a text, a picture as cameras pack it, and one
// of black and white.
func scanned(t testing.TB) []byte {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 300, 400))
	var photo, packed bytes.Buffer
	if err := jpeg.Encode(&photo, page, nil); err != nil {
		t.Fatal(err)
	}
	w := zlib.NewWriter(&packed)
	w.Write(bytes.Repeat([]byte{0xf0}, 38*400)) //nolint:errcheck // memory
	w.Close()
	var b bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	text := set("10 72 750 A refund takes five working days after the parcel.")
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>")
	object("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 6 0 R >> >> /Contents 7 0 R >>")
	object("<< /Type /Page /Parent 2 0 R /Resources << /XObject << /I 8 0 R >> >> >>")
	object("<< /Type /Page /Parent 2 0 R /Resources << /XObject << /I 9 0 R >> >> >>")
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [" + strings.TrimSpace(strings.Repeat("500 ", 224)) + "] >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	object(fmt.Sprintf("<< /Subtype /Image /Width 300 /Height 400 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream", photo.Len(), photo.String()))
	object(fmt.Sprintf("<< /Subtype /Image /Width 300 /Height 400 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter [/FlateDecode] /Length %d >>\nstream\n%s\nendstream", packed.Len(), packed.String()))
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	return b.Bytes()
}

func TestScans(t *testing.T) {
	d, err := Read(scanned(t))
	if err != nil && !errors.Is(err, ErrNoText) {
		t.Fatal(err)
	}
	if len(d.Pages) != 1 || len(d.Scans) != 2 {
		t.Fatalf("%d pages, %d scans; want 1 and 2", len(d.Pages), len(d.Scans))
	}
	for i, decode := range []func([]byte) (image.Image, error){
		func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) },
		func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
	} {
		s := d.Scans[i]
		picture, err := decode(s.Body)
		if err != nil || picture.Bounds().Dx() != 300 || picture.Bounds().Dy() != 400 || s.Number != i+2 {
			t.Errorf("page %d, %s: %v", s.Number, s.Type, err)
		}
	}
}
