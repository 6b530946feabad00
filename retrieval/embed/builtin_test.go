package embed

import (
	"context"
	"errors"
	"hash/crc32"
	"math"
	"strings"
	"sync"
	"testing"

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
	if n != 256 || err != nil || e.Model() != BuiltinModel {
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

// The vectors are stored: another table, or another way to cut a text, needs
// another name, so that old and new ones are never compared.
func TestBuiltinNameGoesWithItsTable(t *testing.T) {
	const name, sum = "builtin-static-1", 0xa5e50ed6
	if got := crc32.ChecksumIEEE([]byte(tableFile)); BuiltinModel != name || got != sum {
		t.Errorf("%s has a table of checksum %#x, and it was %s with %#x", BuiltinModel, got, name, sum)
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
