package tokens

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/pkoukk/tiktoken-go"
)

// samples of everything that the encoding's rule tells apart.
var samples = []string{
	"", " ", "\n", "a", "Hello, world!",
	"The quick brown fox doesn't jump; it'll've gone. WE'RE DONE'S I'Ll I'LL I'vE x' 's 't ' s",
	"HTTPServer userName XMLHttpRequest's iPhone ABC中文DEF 中文ABC ABCdef中",
	"  indented\n    code := map[string]int{\"a\": 1, \"b\": 22222}\n\n\nfunc main() {\r\n\tprintln(1_000_000)\r\n}\r\n",
	"退款需要三到五个工作日，请耐心等待。訂單編號：ERR-1042！", "怎么重置 API key？",
	"<|endoftext|> <|endofprompt|> is text", "½ Ⅳ ２０２４ १२३४५ 1234567",
	"e\u0301 \u0301x \u0301 !\u0301a ñandú Straße ŒUVRE ǅ ʰa", "a\u00a0b\u3000c\u2028d  \u00a0 e",
	"https://example.com/a/b?c=d&e=f#g///\n\n", "emoji 👩‍👩‍👧‍👦 🏳️‍🌈!!", "\xff\xfe broken \xe4\xb8 utf8 \xf0\x9f\x8d",
	"| a | b |\n|---|---|\n| 1 | 2 |\n", strings.Repeat("=", 80) + "\n" + strings.Repeat(" ", 40) + "x",
	"   \n  \n x", "\t\tx", " \r\n x", "\U00020000\U0001F600\U00010400x",
}

// encoder is tiktoken-go's, which says what is right.
var encoder = sync.OnceValues(func() (*tiktoken.Tiktoken, error) {
	if _, err := load(); err != nil {
		return nil, err
	}
	return tiktoken.GetEncoding(Encoding)
})

// encoded is what the encoder itself counts.
func encoded(t *testing.T, s string) int {
	t.Helper()
	e, err := encoder()
	if err != nil {
		t.Fatal(err)
	}
	return len(e.EncodeOrdinary(s))
}

func TestCountIsTheEncoders(t *testing.T) {
	c := New()
	all := strings.Join(samples, " ")
	for _, s := range append(samples, all, all) {
		if got, want := c.Count(s), encoded(t, s); got != want {
			t.Errorf("Count(%q) = %d, the encoder has %d", s, got, want)
		}
	}
}

// Pieces beyond longPiece are the only inexact ones: never too low, and at most
// two tokens too high for each part.
func TestLongPieces(t *testing.T) {
	random := make([]byte, 3000)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(random)
	c := New()
	for name, s := range map[string]string{
		"one letter": strings.Repeat("a", 3000),
		"base64":     base64.StdEncoding.EncodeToString(random),
		"dashes":     strings.Repeat("-", 3000),
		"spaces":     strings.Repeat(" ", 3000),
		"Chinese":    strings.Repeat("退款需要三到五个工作日请耐心等待", 60),
		"marks":      "a" + strings.Repeat("\u0301", 1500),
	} {
		got, want := c.Count(s), encoded(t, s)
		if slack := 2 * (len(s)/longPiece + 1); got < want || got > want+slack {
			t.Errorf("%s: Count = %d, the encoder has %d", name, got, want)
		}
	}
}

func TestTruncate(t *testing.T) {
	c := New()
	for _, tt := range []struct {
		s      string
		budget int
		want   string
	}{
		{"Hello, world!", 100, "Hello, world!"},
		{"Hello, world!", 4, "Hello, world!"},
		{"Hello, world!", 3, "Hello, world"},
		{"Hello, world!", 2, "Hello,"},
		{"Hello, world!", 0, ""},
		{"Hello, world!", -1, ""},
		{"", 5, ""},
		{"退款需要三到五个工作日。", 2, "退款需要"},
	} {
		if got := c.Truncate(tt.s, tt.budget); got != tt.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", tt.s, tt.budget, got, tt.want)
		}
	}
}

func TestTruncateFillsItsBudget(t *testing.T) {
	c := New()
	s := strings.Repeat("Refunds take 5 days. 退款需要五天。\n", 50)
	for _, budget := range []int{1, 10, 100, 333} {
		cut := c.Truncate(s, budget)
		if n := c.Count(cut); n > budget || n < budget-2 {
			t.Errorf("Truncate to %d gave %d tokens", budget, n)
		}
	}
}

func FuzzCount(f *testing.F) {
	for _, s := range samples {
		f.Add(s, 3)
	}
	c := New()
	f.Fuzz(func(t *testing.T, s string, budget int) {
		s = s[:min(len(s), longPiece/3)] // a broken byte becomes three
		if got, want := c.Count(s), encoded(t, s); got != want {
			t.Errorf("Count(%q) = %d, the encoder has %d", s, got, want)
		}
		cut := c.Truncate(s, budget)
		if !strings.HasPrefix(s, cut) || c.Count(cut) > max(budget, 0) {
			t.Errorf("Truncate(%q, %d) = %q of %d tokens", s, budget, cut, c.Count(cut))
		}
		if utf8.ValidString(s) && !utf8.ValidString(cut) {
			t.Errorf("Truncate(%q, %d) = %q cuts a character", s, budget, cut)
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	c := New()
	want := c.Count(samples[8])
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if got := c.Count(samples[8]); got != want {
					t.Errorf("Count = %d, want %d", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkCount(b *testing.B) {
	for name, s := range map[string]string{
		"en": strings.Repeat("To reset an API key, open Settings > Security and choose Rotate; the old key works for 24 hours.\n", 100),
		"zh": strings.Repeat("要重置密钥，请打开“设置 > 安全”，然后选择轮换；旧密钥在二十四小时内仍然有效。\n", 100),
	} {
		b.Run(name, func(b *testing.B) {
			c := New()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				c.Count(s)
			}
		})
	}
}
