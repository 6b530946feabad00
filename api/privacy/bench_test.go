package privacy

import (
	"strings"
	"testing"
)

func BenchmarkMask(b *testing.B) {
	for name, s := range map[string]string{
		"nothing to find": "How long do refunds take by bank transfer?",
		"a number":        "I ordered 3 days ago, order number 4000123. When does it come?",
		"an address":      "Please write to ann@example.org about my order of 3 March 2026.",
		"100 kB":          strings.Repeat("order 4000123 of 2026-03-01, ", 3500),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Mask(s)
			}
		})
	}
}
