package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// frequent are the characters that make up about a third of any text in
// Chinese, in both scripts, the hiragana of any Japanese one, and the commonest
// syllables of a Korean one. Text that is read in a wrong encoding has next to
// none of them.
const frequent = "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于着著下自之年过過发發后後作里用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實请請户戶号號款数數据據设設置点點击擊" +
	"あいうえおかがきぎくぐけげこごさざしじすずせぜそぞただちっつてでとどなにねのはばひふべほまみむめもやゆよらりるれろわをん" +
	"이다는을를에의가은로하고지사한도"

// guessShare is the least share of frequent characters, among those beyond
// ASCII, of a text that is read rightly: a list of names has fewer than a text.
const guessShare = 0.05

// guess finds the encoding of a body that does not say, or says it wrongly, by
// reading it in each of those that are common; nil if none gives a text. UTF-8
// is not among them: it is recognised by its form.
func guess(body []byte) encoding.Encoding {
	if e := guessUTF16(body); e != nil {
		return e
	}
	body = body[:min(len(body), sniffBytes)]
	var best encoding.Encoding
	most := guessShare
	for _, e := range []encoding.Encoding{simplifiedchinese.GB18030, traditionalchinese.Big5, japanese.ShiftJIS, japanese.EUCJP, korean.EUCKR} {
		if share := readableShare(string(convert(e, body))); share > most {
			best, most = e, share
		}
	}
	if best == nil && looksChinese(body) {
		return simplifiedchinese.GB18030
	}
	return best
}

// readableShare is the share of frequent characters among those beyond ASCII, less
// what could not be read.
func readableShare(s string) float64 {
	all, hits := 0, 0
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError, unicode.Is(unicode.Co, r), unicode.IsControl(r):
			all++
			hits -= unreadable
		default:
			all++
			if strings.ContainsRune(frequent, r) {
				hits++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(hits) / float64(all)
}

// unreadable is what a character that cannot be read weighs against frequent
// ones.
const unreadable = 5

// guessUTF16 recognises UTF-16 without a byte order mark: in text with ASCII
// characters one of two bytes is often zero, always the same one.
func guessUTF16(body []byte) encoding.Encoding {
	n := min(len(body), sniffBytes) &^ 1
	var zero [2]int
	for i, c := range body[:n] {
		if c == 0 {
			zero[i&1]++
		}
	}
	few, many := min(zero[0], zero[1]), max(zero[0], zero[1])
	switch {
	case many < utf16Least, many*utf16Zeros < n, few*4 > many:
		return nil
	case zero[1] == many:
		return textunicode.UTF16(textunicode.LittleEndian, textunicode.IgnoreBOM)
	}
	return textunicode.UTF16(textunicode.BigEndian, textunicode.IgnoreBOM)
}

// In UTF-16 one byte in so many is zero, at least, and there are at least so
// many of them: a stray zero is no encoding.
const (
	utf16Zeros = 10
	utf16Least = 4
)
