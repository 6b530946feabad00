package extract

import (
	"errors"
	"strings"
	"testing"

	"footnote/ingest"
)

// TestLocked reads Office files that need a password: they are not damaged.
func TestLocked(t *testing.T) {
	body := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600) + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	for _, name := range []string{"价格.docx", "slides.pptx", "fees.xlsx"} {
		_, err := Extract(ingest.Page{Key: "file:///" + name, Body: []byte(body)})
		if !errors.Is(err, ErrLocked) || !errors.Is(err, ingest.ErrNoText) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Extract(ingest.Page{Key: "file:///" + name, Body: []byte(body[:100])}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s cut short: %v", name, err)
		}
	}
}

// TestEmptyCells keeps the columns of a sheet where its first cells are empty.
func TestEmptyCells(t *testing.T) {
	d, err := Extract(ingest.Page{Key: "file:///a.csv", Body: []byte("plan,fee,天数\nBasic,3,\n,4,五\n")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := blocks(d), "header| plan | fee | 天数\nrow| Basic | 3\nrow|  | 4 | 五\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
