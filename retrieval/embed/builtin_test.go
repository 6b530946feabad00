package embed

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"footnote/retrieval"
)

func cosine(a, b retrieval.Vector) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestBuiltinIsCloserToRelatedWords(t *testing.T) {
	for _, tt := range []struct{ question, near, far string }{
		{"How do I get a refund?", "Refunds take five days.", "The office opens at nine."},
		{"refnud policy", "Our refund policy", "Our office hours"},                    // misspelt
		{"authentification", "authentication of users", "billing of users"},           // another form
		{"retry count", "maxRetryCount", "maxBodySize"},                               // in an identifier
		{"怎么退款？", "退款需要五天。", "办公室九点开门。"},                                              // Chinese
		{"繁體退款", "繁体退款", "办公时间"},                                                      // both scripts
		{"重置 API key", "API 密钥如何重置", "如何修改头像"},                                        // mixed
		{"１００ ＡＰＩ", "100 api", "200 sdk"},                                             // width
		{strings.Repeat("refund ", 1000), "refund", strings.Repeat("the office ", 9)}, // repetition
	} {
		e := Builtin()
		q, err := e.EmbedQuery(t.Context(), tt.question)
		if err != nil {
			t.Fatal(err)
		}
		d, err := e.EmbedDocuments(t.Context(), []string{tt.near, tt.far})
		if err != nil {
			t.Fatal(err)
		}
		if near, far := cosine(q, d[0]), cosine(q, d[1]); near <= far+.1 {
			t.Errorf("%.40q: %q at %.2f, %q at %.2f", tt.question, tt.near, near, tt.far, far)
		}
	}
}

func TestBuiltinVectors(t *testing.T) {
	e := Builtin()
	n, err := e.Dimensions(t.Context())
	if n != 256 || err != nil || e.Model() != "builtin-hash-1" {
		t.Errorf("%s of %d dimensions, %v", e.Model(), n, err)
	}
	texts := []string{"", "?! 👍", "the", "word", "退", strings.Repeat("long text 长文 ", 10_000), "\xff\x00"}
	got, err := e.EmbedDocuments(t.Context(), texts)
	if err != nil || len(got) != len(texts) {
		t.Fatal(got, err)
	}
	for i, v := range got {
		want := 1.
		if i < 2 || i == 6 { // no word
			want = 0
		}
		if len(v) != n || math.Abs(length(v)-want) > 1e-6 {
			t.Errorf("%.20q: %d dimensions, length %v, want %v", texts[i], len(v), length(v), want)
		}
	}
}

// The vectors are stored: another version of the program must make the same.
func TestBuiltinIsStable(t *testing.T) {
	v, err := Builtin().EmbedQuery(t.Context(), "Rotate the API key 退款")
	if err != nil {
		t.Fatal(err)
	}
	var sum float64
	for i, x := range v {
		sum += float64(x) * float64(i%17-8)
	}
	if want := 0.057046; math.Abs(sum-want) > 1e-5 {
		t.Errorf("the vectors changed (%.6f): give the model another name", sum)
	}
}

func TestBuiltinStopsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := Builtin().EmbedDocuments(ctx, []string{"x"}); !errors.Is(err, context.Canceled) || v != nil {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestBuiltinConcurrentUse(t *testing.T) {
	e := Builtin()
	want, _ := e.EmbedQuery(t.Context(), "API 密钥 rotation")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				got, _ := e.EmbedQuery(t.Context(), "API 密钥 rotation")
				if cosine(got, want) < .999999 {
					t.Error("another vector for the same text")
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkBuiltin(b *testing.B) {
	for name, s := range map[string]string{
		"en": strings.Repeat("To reset an API key, open Settings > Security and choose Rotate; the old key works for 24 hours. ", 10),
		"zh": strings.Repeat("要重置密钥，请打开“设置 > 安全”，然后选择轮换；旧密钥在二十四小时内仍然有效。", 10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			words := 0
			for b.Loop() {
				hashed(s)
				words += utf8.RuneCountInString(s) / 4
			}
			b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}
