package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"strconv"
	"strings"

	reader "github.com/ledongthuc/pdf"
)

// Scan is the picture that a page without text consists of.
type Scan struct {
	Number int    // of the page
	Type   string // content type
	Body   []byte
}

const (
	// MaxScans is the number of scanned pages of a file whose pictures are taken.
	MaxScans = 100
	// maxScan and maxPixels bound one of them: a page of A4 at 600 dots an inch has
	// 35 million.
	maxScan   = 20 << 20
	maxPixels = 40_000_000
	// maxScanned bounds all of them together.
	maxScanned = 64 << 20
	// littleText is how many characters a scanned page may have beside its picture:
	// a stamp, a number.
	littleText = 20
)

// scanner takes the pictures of scanned pages.
type scanner struct {
	file  []byte
	scans []Scan
	size  int
}

// page takes the picture of a page that has no text.
func (s *scanner) page(number int, p reader.Page, lines []line) {
	size := 0
	for _, l := range lines {
		size += len(strings.TrimSpace(l.text))
	}
	if size > littleText || len(s.scans) >= MaxScans {
		return
	}
	defer func() { recover() }() //nolint:errcheck // the page is without a picture then
	scan, ok := s.largest(p)
	if !ok || s.size+len(scan.Body) > maxScanned {
		return
	}
	scan.Number = number
	s.scans = append(s.scans, scan)
	if scan.Type == typePNG { // others are parts of the file
		s.size += len(scan.Body)
	}
}

// maxObjects is how many pictures of a page are looked at.
const maxObjects = 100

// largest is the picture of a page with the most pixels.
func (s *scanner) largest(p reader.Page) (Scan, bool) {
	objects := p.Resources().Key("XObject")
	var best reader.Value
	most := int64(0)
	names := objects.Keys()
	for _, name := range names[:min(len(names), maxObjects)] {
		x := objects.Key(name)
		w, h := x.Key("Width").Int64(), x.Key("Height").Int64()
		if x.Key("Subtype").Name() != "Image" || w < leastSide || h < leastSide || w > maxPixels || h > maxPixels || w*h > maxPixels || w*h <= most {
			continue
		}
		best, most = x, w*h
	}
	if most == 0 {
		return Scan{}, false
	}
	switch filter(best) {
	case "DCTDecode":
		body := s.raw(best)
		return Scan{Type: "image/jpeg", Body: body}, bytes.HasPrefix(body, []byte{0xff, 0xd8})
	case "FlateDecode":
		return repacked(best)
	}
	return Scan{}, false
}

// leastSide is the least width and height in pixels of a picture that can be a
// page.
const leastSide = 200

const typePNG = "image/png"

// filter is how a stream is packed, "" if by none or several filters.
func filter(v reader.Value) string {
	f := v.Key("Filter")
	if f.Kind() == reader.Array && f.Len() == 1 {
		f = f.Index(0)
	}
	return f.Name()
}

// raw is a stream as it is in the file. Where that is the reader tells only in
// the text form of a stream, which ends with "@" and the place.
func (s *scanner) raw(v reader.Value) []byte {
	text := v.String()
	at, err := strconv.Atoi(text[strings.LastIndexByte(text, '@')+1:])
	n := v.Key("Length").Int64()
	if err != nil || at < 0 || n <= 0 || n > maxScan || int64(at)+n > int64(len(s.file)) {
		return nil
	}
	return s.file[at : int64(at)+n]
}

// repacked makes a PNG of a picture of plain samples: grey or colours of eight
// bits, or black and white.
func repacked(v reader.Value) (Scan, bool) {
	w, h := int(v.Key("Width").Int64()), int(v.Key("Height").Int64())
	space, bits := v.Key("ColorSpace").Name(), v.Key("BitsPerComponent").Int64()
	if v.Key("ImageMask").Bool() {
		space, bits = "DeviceGray", 1
	}
	row := 0
	switch {
	case space == "DeviceGray" && bits == 8:
		row = w
	case space == "DeviceGray" && bits == 1:
		row = (w + 7) / 8
	case space == "DeviceRGB" && bits == 8:
		row = 3 * w
	}
	if row == 0 || row*h > maxStream {
		return Scan{}, false
	}
	samples := make([]byte, row*h)
	if _, err := io.ReadFull(v.Reader(), samples); err != nil {
		return Scan{}, false
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, grey(samples, row, image.Rect(0, 0, w, h))); err != nil || out.Len() > maxScan {
		return Scan{}, false
	}
	return Scan{Type: typePNG, Body: out.Bytes()}, true
}

// grey is a picture of samples, each row of so many bytes.
func grey(samples []byte, row int, bounds image.Rectangle) *image.Gray {
	w := bounds.Dx()
	if row == w {
		return &image.Gray{Pix: samples, Stride: w, Rect: bounds}
	}
	g := image.NewGray(bounds)
	for y := range bounds.Dy() {
		for x := range w {
			switch {
			case row == 3*w:
				p := samples[y*row+3*x:]
				g.Pix[y*g.Stride+x] = color.GrayModel.Convert(color.RGBA{R: p[0], G: p[1], B: p[2], A: 255}).(color.Gray).Y
			case samples[y*row+x/8]>>(7-x%8)&1 == 1:
				g.Pix[y*g.Stride+x] = 255
			}
		}
	}
	return g
}
