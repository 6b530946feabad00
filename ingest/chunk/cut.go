package chunk

import (
	"strings"
	"unicode"

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

// cut appends the pieces of a block: itself if it fits the limit, otherwise runs
// of its sentences or lines that do. The limit may be less than the budget, for
// a first piece that shares its chunk with a heading; all are held to it, for
// simplicity.
func (s Splitter) cut(out []piece, doc string, b retrieval.Block, limit int) []piece {
	whole := piece{kind: b.Kind, level: b.Level, start: b.Start, end: b.End, header: -1, caption: -1}
	if b.End-b.Start <= s.Budget*mostBytesPerToken {
		whole.tokens = s.Count(doc[b.Start:b.End])
		if whole.tokens <= limit || whole.tokens <= s.Budget-separator && !divisible(b.Kind) {
			return append(out, whole)
		}
	}
	from := len(out)
	for _, a := range s.atoms(doc, b, limit) {
		if last := len(out) - 1; last >= from {
			tokens := out[last].tokens + a.tokens + s.between(doc[out[last].end:a.start])
			if tokens <= limit {
				out[last].end, out[last].tokens = a.end, tokens
				continue
			}
		}
		a.kind, a.level, a.header, a.caption = b.Kind, b.Level, -1, -1
		out = append(out, a)
	}
	return out
}

// between is the number of tokens of the white space between two sentences or
// lines: none of the one space that encoders count with the next word.
func (s Splitter) between(gap string) int {
	switch {
	case gap == "" || gap == " ":
		return 0
	case len(gap) == 1:
		return 1
	}
	return s.Count(gap)
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
	for from, _ = trim(doc, from, len(doc)); from < len(doc); {
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
	return from, from + len(strings.TrimRightFunc(doc[from:to], unicode.IsSpace))
}
