package embed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// golden.jsonl is written by the training program: pieces and vectors as its
// own tokenizer and its own arithmetic have them.
type golden struct {
	Text   string
	Pieces []uint16
	Vector []float64 // the first numbers
	Check  float64   // sum of x[i] sin i over all
}

func TestStaticAgreesWithTraining(t *testing.T) {
	f, err := os.Open("testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, n := Builtin(), 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		var want golden
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		if got := s.Tokens(want.Text); !slices.Equal(got, want.Pieces) {
			t.Errorf("%.60q is cut into %d, want %d", want.Text, got, want.Pieces)
			continue
		}
		v := s.vector(want.Text)
		var check float64
		for i, x := range v {
			check += float64(x) * math.Sin(float64(i))
			if i < len(want.Vector) && math.Abs(float64(x)-want.Vector[i]) > 2e-5 {
				t.Errorf("%.60q: vector[%d] is %v, want %v", want.Text, i, x, want.Vector[i])
			}
		}
		if math.Abs(check-want.Check) > 1e-4 {
			t.Errorf("%.60q: vector sums up to %v, want %v", want.Text, check, want.Check)
		}
	}
	if n < 50 {
		t.Errorf("only %d golden texts", n)
	}
}

func TestStaticPieces(t *testing.T) {
	s := Builtin()
	if s.Pieces() < 40_000 {
		t.Errorf("%d pieces", s.Pieces())
	}
	the, refund, zh, refundZh := s.Tokens("the"), s.Tokens("refund"), s.Tokens("的"), s.Tokens("退款")
	for _, p := range [][]uint16{the, refund, zh, refundZh} {
		if len(p) != 1 {
			t.Fatalf("a frequent word is cut into %d", p)
		}
	}
	if s.Weight(the[0]) > .1 || s.Weight(zh[0]) > .1 || s.Weight(refund[0]) < .8 || s.Weight(refundZh[0]) < .8 {
		t.Errorf("weights %v %v %v %v", s.Weight(the[0]), s.Weight(zh[0]), s.Weight(refund[0]), s.Weight(refundZh[0]))
	}
	v, row := s.vector("refund"), s.Row(refund[0])
	if len(row) != len(v) {
		t.Fatalf("a row of %d for a vector of %d", len(row), len(v))
	}
	var dot, square float64
	for i, x := range row {
		dot += float64(x) * float64(v[i])
		square += float64(x) * float64(x)
	}
	if math.Abs(dot/math.Sqrt(square)-1) > 1e-5 {
		t.Errorf("the vector of one piece is not its row")
	}
	for i := range s.Pieces() {
		if w := s.Weight(uint16(i)); !(w > 0 && w <= 1) {
			t.Fatalf("piece %d weighs %v", i, w)
		}
	}
}

// A text may be of any length and of any bytes.
func TestStaticSurvives(t *testing.T) {
	s := Builtin()
	for name, text := range map[string]string{
		"one letter":     strings.Repeat("a", 10<<20),
		"one character":  strings.Repeat("钱", 1<<18),
		"one emoji":      strings.Repeat("👍", 1<<17),
		"zeros":          strings.Repeat("\x00", 1<<18),
		"broken":         strings.Repeat("\xff\xfe\xed\xa0\x80", 1<<15),
		"capital humps":  strings.Repeat("aA", 1<<16),
		"marks":          "a" + strings.Repeat("\u0301", 1<<17),
		"a long word":    strings.Repeat("refund", 1<<15),
		"repeated words": strings.Repeat("refund 退款 ", 1<<15),
	} {
		for i, x := range s.vector(text) {
			if math.IsNaN(float64(x)) || math.Abs(float64(x)) > 1 {
				t.Errorf("%s: vector[%d] is %v", name, i, x)
				break
			}
		}
	}
	a, b := s.vector("refund 退款"), s.vector(strings.Repeat("refund 退款 ", 1<<15))
	if cosine(a, b) < .999999 {
		t.Error("the same words many times over are another vector")
	}
}

func TestStaticAllocatesItsVectorOnly(t *testing.T) {
	s := Builtin()
	text := strings.Repeat("Rotate the API key 重置密钥 ", 20)
	if n := testing.AllocsPerRun(100, func() { s.vector(text) }); n > 3 {
		t.Errorf("%v allocations a text", n)
	}
}

func TestOpenTableRefuses(t *testing.T) {
	for name, file := range map[string]string{
		"nothing":    "",
		"a head":     tableFile[:headSize],
		"half":       tableFile[:len(tableFile)/2],
		"one less":   tableFile[:len(tableFile)-1],
		"other kind": "FNtable2" + tableFile[8:],
		"sections":   tableFile[:20] + "\x07" + tableFile[21:],
		"more rows":  tableFile[:8] + "\xff\xff\x00\x00" + tableFile[12:],
	} {
		if _, err := newStatic("x", file); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if size := len(tableFile); size > 16<<20 {
		t.Errorf("the table has %d bytes, more than 16 MiB", size)
	}
}

func FuzzStatic(f *testing.F) {
	for _, s := range []string{"", "How do I get a refund?", "怎么退款", "C# maxRetry foo_bar", "\x00\xff\xed\xa0\x80", "é１ßﷺ👨‍👩‍👧"} {
		f.Add(s)
	}
	s := Builtin()
	f.Fuzz(func(t *testing.T, text string) {
		got := s.Tokens(text)
		if n := len(got); n > 18*utf8.RuneCountInString(text) { // the longest replacement is 18 characters
			t.Errorf("%d pieces of %d characters", n, utf8.RuneCountInString(text))
		}
		// A space on either side changes nothing, and words do not see each other.
		if both := s.Tokens(" " + text + "\n" + text + " "); !slices.Equal(both, append(slices.Clone(got), got...)) {
			t.Errorf("%q is cut into %d, twice into %d", text, got, both)
		}
		if l := length(s.vector(text)); l != 0 && math.Abs(l-1) > 1e-5 {
			t.Errorf("a vector of length %v", l)
		}
	})
}

// FuzzOpenTable changes the head and the list of sections of a real table.
func FuzzOpenTable(f *testing.F) {
	f.Add(8, uint8(0xff))
	f.Add(12, uint8(1))
	f.Add(30, uint8(0x80))
	f.Fuzz(func(t *testing.T, at int, x uint8) {
		if at < 0 || at >= headSize+8*sections {
			return
		}
		small := tableFile[:headSize+8*sections]
		small = small[:at] + string([]byte{x}) + small[at+1:]
		if opened, err := openTable(small); err == nil && opened.rows*opened.columns > 0 {
			t.Error("opened without its sections")
		}
	})
}

func BenchmarkStatic(b *testing.B) {
	for name, s := range map[string]string{
		"en": strings.Repeat("To reset an API key, open Settings > Security and choose Rotate; the old key works for 24 hours. ", 10),
		"zh": strings.Repeat("要重置密钥，请打开“设置 > 安全”，然后选择轮换；旧密钥在二十四小时内仍然有效。", 10),
	} {
		b.Run(name, func(b *testing.B) {
			e := Builtin()
			b.SetBytes(int64(len(s)))
			tokens := len(e.Tokens(s))
			for b.Loop() {
				e.vector(s)
			}
			b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

func BenchmarkOpenBuiltin(b *testing.B) {
	for b.Loop() {
		Builtin()
	}
}

func ExampleStatic_Tokens() {
	s := Builtin()
	fmt.Println(len(s.Tokens("maxRetryCount")), len(s.Tokens("退款")), len(s.Tokens("?!")))
	// Output: 3 1 0
}
