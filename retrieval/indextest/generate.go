package indextest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"footnote/retrieval"
)

// Generator makes points and questions that look like a documentation site in
// English and Chinese: word frequencies follow Zipf's law, vectors lie in
// clusters, some points carry labels. The same fields give the same points.
type Generator struct {
	Seed       uint64
	Dimensions int  // 0: DefaultDimensions
	Words      int  // mean number of words in a text; 0: defaultWords
	Vocabulary int  // distinct English words; 0: defaultVocabulary
	Integral   bool // only whole word counts; otherwise some are fractions, as of weighted fields
}

// Sizes that keep the suite quick under the race detector.
const (
	DefaultDimensions = 32
	defaultWords      = 40
	defaultVocabulary = 4000
)

// Shape of the collection: exponent and shift of Zipf's law as fitted to English
// (Mandelbrot's form, s slightly above 1), and the spread of vectors around
// their cluster's centre, which gives cosines of about 0.5 within a cluster.
const (
	zipfExponent = 1.1
	zipfShift    = 3.0
	clusters     = 24
	spread       = 1.0
	hanzi        = 900 // distinct Chinese characters, from U+4E00
)

// Spec is the specification that the generated points fit.
func (g Generator) Spec() retrieval.Spec {
	return retrieval.Spec{Embedder: "generated", Dimensions: g.dimensions(), Analyser: "generated-1", Chunker: "generated-1"}
}

// Points returns the first n points.
func (g Generator) Points(n int) []retrieval.Point { return slices.Collect(g.All(n)) }

// All yields the first n points one by one. A point depends on the seed and its
// number only.
func (g Generator) All(n int) iter.Seq[retrieval.Point] {
	return func(yield func(retrieval.Point) bool) {
		maker := g.maker()
		for i := range n {
			if !yield(maker.point(i)) {
				return
			}
		}
	}
}

// Queries returns n questions with both legs: of one to seven words, some
// repeated, weighted or unknown, every third one with a filter. Depth is 10.
func (g Generator) Queries(n int) []retrieval.Query {
	maker := g.maker()
	queries := make([]retrieval.Query, n)
	for i := range queries {
		queries[i] = maker.query(i)
	}
	return queries
}

func (g Generator) dimensions() int {
	if g.Dimensions > 0 {
		return g.Dimensions
	}
	return DefaultDimensions
}

func (g Generator) maker() *maker {
	m := &maker{Generator: g, words: make([]string, cmpOr(g.Vocabulary, defaultVocabulary))}
	for i := range m.words {
		m.words[i] = spell(i)
	}
	random := rand.New(rand.NewPCG(g.Seed, math.MaxUint64))
	for range clusters {
		m.centres = append(m.centres, direction(random, nil, g.dimensions()))
	}
	return m
}

func cmpOr(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// maker is a generator with its vocabulary and cluster centres at hand.
type maker struct {
	Generator
	words   []string
	centres []retrieval.Vector
}

func (m *maker) point(i int) retrieval.Point {
	random := rand.New(rand.NewPCG(m.Seed, uint64(i)))
	language := "en"
	if i%3 == 2 {
		language = "zh"
	}
	words, text := m.text(random, language)
	chunk := retrieval.Chunk{
		ID:       retrieval.NewID("generated", fmt.Sprint(m.Seed), fmt.Sprint(i)),
		Document: fmt.Sprintf("doc-%d", i/5),
		URL:      fmt.Sprintf("https://docs.example.com/%s/%d", language, i/5),
		Title:    "Page " + fmt.Sprint(i/5),
		Section:  fmt.Sprintf("Part %d > 第 %d 节", i%5, i%7),
		Anchor:   fmt.Sprintf("s%d", i%5),
		Language: language,
		Text:     text,
		Start:    i % 5 * 1000,
		End:      i%5*1000 + len(text),
		Blocks:   []retrieval.Block{{Kind: retrieval.Paragraph, Start: i % 5 * 1000, End: i%5*1000 + len(text)}},
		FAQ:      i%11 == 0,
		Updated:  time.Date(2026, 1, 1+i%28, 12, 0, 0, 0, time.UTC),
		Labels:   labels(i),
	}
	return retrieval.Point{
		Chunk:  chunk,
		Vector: direction(random, m.centres[random.IntN(clusters)], m.dimensions()),
		Terms:  m.count(words),
	}
}

// labels of point i: a common one, a rare one, or none.
func labels(i int) map[string]string {
	switch i % 4 {
	case 0:
		return nil
	case 1:
		return map[string]string{"product": "shop", "version": fmt.Sprint(i % 3)}
	case 2:
		return map[string]string{"product": "bank"}
	}
	return map[string]string{"product": "clinic", "rare": fmt.Sprint(i % 97)}
}

// text returns the terms of a text in order, repeated ones included, and the
// text itself. Chinese terms are overlapping pairs of characters.
func (m *maker) text(random *rand.Rand, language string) ([]string, string) {
	mean := cmpOr(m.Words, defaultWords)
	n := mean*3/4 + random.IntN(mean/2+1)
	if language == "zh" {
		return hanText(random, n)
	}
	zipf := rand.NewZipf(random, zipfExponent, zipfShift, uint64(len(m.words)-1))
	terms := make([]string, n)
	for i := range terms {
		terms[i] = m.words[zipf.Uint64()]
	}
	return terms, strings.Join(terms, " ")
}

func hanText(random *rand.Rand, n int) ([]string, string) {
	zipf := rand.NewZipf(random, zipfExponent, zipfShift, hanzi-1)
	runes := make([]rune, n+1)
	for i := range runes {
		runes[i] = rune(0x4E00 + zipf.Uint64())
	}
	terms := make([]string, n)
	for i := range terms {
		terms[i] = string(runes[i : i+2])
	}
	return terms, string(runes) + "。"
}

// count makes Terms of a list of words. Every eighth word counts 1.5 times, as
// if it stood in a field of that weight.
func (m *maker) count(words []string) retrieval.Terms {
	counts := make(map[string]float32, len(words))
	for i, w := range words {
		if counts[w]++; i%8 == 0 && !m.Integral {
			counts[w] += 0.5
		}
	}
	terms := retrieval.Terms{Length: float32(len(words)), Counts: make([]retrieval.TermCount, 0, len(counts))}
	for _, w := range words {
		if c, ok := counts[w]; ok {
			terms.Counts = append(terms.Counts, retrieval.TermCount{Term: w, Count: c})
			delete(counts, w)
		}
	}
	return terms
}

func (m *maker) query(i int) retrieval.Query {
	random := rand.New(rand.NewPCG(m.Seed+1, uint64(i)))
	language := "en"
	if i%2 == 1 {
		language = "zh"
	}
	words, _ := m.text(random, language)
	random.Shuffle(len(words), func(a, b int) { words[a], words[b] = words[b], words[a] })
	q := retrieval.Query{Vector: direction(random, m.centres[random.IntN(clusters)], m.dimensions()), Depth: 10}
	for _, w := range words[:1+random.IntN(min(7, len(words)))] {
		q.Terms = append(q.Terms, retrieval.QueryTerm{Term: w, Weight: 1})
	}
	switch i % 5 {
	case 1:
		q.Terms = append(q.Terms, retrieval.QueryTerm{Term: q.Terms[0].Term, Weight: 0.5})
	case 3:
		q.Terms = append(q.Terms, retrieval.QueryTerm{Term: "unheard-of", Weight: 1})
	}
	if i%3 == 2 {
		q.Filter = filter(i)
	}
	return q
}

func filter(i int) retrieval.Filter {
	switch i % 4 {
	case 0:
		return retrieval.Filter{Languages: []string{"en"}}
	case 1:
		return retrieval.Filter{Labels: map[string][]string{"product": {"shop", "bank"}}}
	case 2:
		return retrieval.Filter{Languages: []string{"zh", "en"}, Labels: map[string][]string{"product": {"clinic"}}}
	}
	return retrieval.Filter{Labels: map[string][]string{"product": {"shop"}, "version": {"1", "2"}}}
}

// direction is a unit vector around centre; anywhere when that is nil.
func direction(random *rand.Rand, centre retrieval.Vector, n int) retrieval.Vector {
	v := make(retrieval.Vector, n)
	var sum float64
	for i := range v {
		x := random.NormFloat64() / math.Sqrt(float64(n)) * spread
		if centre != nil {
			x += float64(centre[i])
		}
		v[i] = float32(x)
		sum += x * x
	}
	norm := float32(math.Sqrt(sum))
	for i := range v {
		v[i] /= norm
	}
	return v
}

// spell makes the i-th word of one to four syllables.
func spell(i int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for i++; i > 0; i /= len(consonants) * len(vowels) {
		b.WriteByte(consonants[i%len(consonants)])
		b.WriteByte(vowels[i/len(consonants)%len(vowels)])
	}
	return b.String()
}

// StatisticsOf returns the statistics of a collection that holds these points.
func StatisticsOf(points []retrieval.Point) retrieval.Statistics {
	s := retrieval.Statistics{Points: len(points)}
	var sum float64
	for _, p := range points {
		sum += float64(p.Terms.Length)
	}
	if len(points) > 0 {
		s.AverageLength = float32(sum / float64(len(points)))
	}
	return s
}
