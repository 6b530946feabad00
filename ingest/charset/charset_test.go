package charset

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Text without a label, or with the one that servers give without looking, is
// read as it was written.
func TestDecodeWithoutLabel(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		encoding encoding.Encoding
	}{
		"GBK":       {"退款会在三个工作日内到账。如有疑问，请联系客服。", simplifiedchinese.GBK},
		"GB18030":   {"退款会在三个工作日内到账，㐂字也可以。", simplifiedchinese.GB18030},
		"Big5":      {"退款會在三個工作天內到帳。如有疑問，請聯絡客服。", traditionalchinese.Big5},
		"Shift-JIS": {"返金は五営業日以内に行われます。お問い合わせください。", japanese.ShiftJIS},
		"EUC-JP":    {"返金は五営業日以内に行われます。お問い合わせください。", japanese.EUCJP},
		"EUC-KR":    {"환불은 영업일 기준 5일이 걸립니다. 고객 센터에 문의하십시오.", korean.EUCKR},
	} {
		body, err := c.encoding.NewEncoder().String("<p>" + c.text)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, kind := range []string{"", "text/html", "text/plain; charset=iso-8859-1"} {
			if got, err := Decode([]byte(body), kind); err != nil || string(got) != "<p>"+c.text {
				t.Errorf("%s as %q: %q, %v", name, kind, got, err)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00b\x00"), "text/html")
	f.Add([]byte("\xcd\xcb\xbf\xee"), "text/plain; charset=utf-8")
	f.Add([]byte("a\x00b\x00c\x00d\x00e\x00"), "")
	f.Add([]byte("<meta charset=big5>\xb0h"), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		got, err := Decode(bytes.Clone(body), kind)
		if err != nil {
			if !errors.Is(err, ErrBinary) {
				t.Error(err)
			}
			return
		}
		if !utf8.Valid(got) || bytes.IndexByte(got, 0) >= 0 {
			t.Errorf("not clean: %q", got)
		}
		if plain := string(body); utf8.ValidString(plain) && !strings.Contains(plain, "\x00") && !strings.Contains(strings.ToLower(kind+plain), "utf-16") && !ascii(body) && string(got) != strings.TrimPrefix(plain, "\ufeff") {
			t.Errorf("UTF-8 has changed: %q, was %q", got, body)
		}
	})
}
