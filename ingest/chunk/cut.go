package chunk

import (
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

const (
	// mostBytesPerToken bounds what is counted whole. Sixteen bytes a token is
	// far above any real text (English has four to five); a longer block is
	// over the budget without counting, and a counter never sees a huge string.
	mostBytesPerToken = 16
	// usualBytesPerToken is where a cut inside a sentence is tried first.
	usualBytesPerToken = 3
)

// cut makes pieces of a block: itself if it fits the limit, otherwise runs of
// its sentences or lines that do. The first run is held to limit, which may be
// less than the budget, the others to the same, for simplicity.
func (s Splitter) cut(doc string, b retrieval.Block, limit int) []piece {
	whole := piece{kind: b.Kind, level: b.Level, start: b.Start, end: b.End, header: -1, caption: -1}
	if b.End-b.Start <= s.Budget*mostBytesPerToken {
		whole.tokens = s.Count(doc[b.Start:b.End])
		if whole.tokens <= limit || whole.tokens <= s.Budget && !divisible(b.Kind) {
			return []piece{whole}
		}
	}
	var out []piece
	for _, a := range s.atoms(doc, b, limit) {
		if last := len(out) - 1; last >= 0 && out[last].tokens+a.tokens <= limit {
			out[last].end, out[last].tokens = a.end, out[last].tokens+a.tokens
			continue
		}
		a.kind, a.level, a.header, a.caption = b.Kind, b.Level, -1, -1
		out = append(out, a)
	}
	if len(out) == 0 {
		return []piece{whole}
	}
	return out
}

// divisible says whether a block may be cut for the comfort of its neighbours,
// and not only because it alone exceeds the budget.
func divisible(kind retrieval.BlockKind) bool {
	switch kind {
	case retrieval.Paragraph, retrieval.Code, retrieval.Note, retrieval.Define:
		return true
	}
	return false
}

// atoms are the sentences of a block, or the lines of a code block; one that
// exceeds the limit is cut at words. Only start, end and tokens are set.
func (s Splitter) atoms(doc string, b retrieval.Block, limit int) []piece {
	starts := sentenceStarts(doc[b.Start:b.End])
	if b.Kind == retrieval.Code {
		starts = lineStarts(doc[b.Start:b.End])
	}
	var out []piece
	for i, from := range starts {
		to := b.End - b.Start
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		start, end := trimRight(doc, b.Start+from, b.Start+to)
		if start == end {
			continue
		}
		if end-start <= limit*mostBytesPerToken {
			if n := s.Count(doc[start:end]); n <= limit {
				out = append(out, piece{start: start, end: end, tokens: n})
				continue
			}
		}
		out = s.words(out, doc[:end], start, limit)
	}
	return out
}

// words appends pieces of at most limit tokens that cut doc[from:] at white
// space, or at any rune boundary where there is none.
func (s Splitter) words(out []piece, doc string, from, limit int) []piece {
	for from < len(doc) {
		size := limit * usualBytesPerToken
		for {
			_, end := trimRight(doc, from, breakAt(doc, from, size))
			n := s.Count(doc[from:end])
			if n <= limit || size <= 1 {
				out = append(out, piece{start: from, end: end, tokens: n})
				from, _ = trim(doc, end, len(doc))
				break
			}
			size /= 2
		}
	}
	return out
}

// breakAt is the end of a stretch of about size bytes from from: behind the
// last white space in its second half, else at a rune boundary.
func breakAt(doc string, from, size int) int {
	if from+size >= len(doc) {
		return len(doc)
	}
	end := runeStart(doc, from+max(size, 1))
	if i := strings.LastIndexAny(doc[from+size/2:end], " \t\n"); i > 0 {
		return from + size/2 + i
	}
	return end
}

// sentenceStarts are the offsets of the sentences of s; the first is 0.
func sentenceStarts(s string) []int {
	spans := text.Sentences(s)
	starts := make([]int, 0, len(spans)+1)
	for _, sp := range spans {
		starts = append(starts, sp.Start)
	}
	if len(starts) == 0 {
		return []int{0}
	}
	starts[0] = 0
	return starts
}

// lineStarts are the offsets of the lines of s.
func lineStarts(s string) []int {
	starts := []int{0}
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func trimRight(doc string, from, to int) (int, int) {
	return from, from + len(strings.TrimRight(doc[from:to], " \t\r\n\f\v\u0085\u00a0\u2028\u2029\u3000"))
}
