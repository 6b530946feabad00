package text

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
)

// Who types Chinese by its sound chooses among words that sound alike, and now and
// then the wrong one: 退获 for 退货, 登陆 for 登录. Such a character is known by
// its neighbours: no text of the collection has the pairs that it makes with them. It
// is replaced by one of the same sound, else of a similar sound or look, that makes a
// word of the collection with one of them. Of 2,340 questions to three public collections
// this changes 8, of which 4 had been right; words of which both characters are wrong
// are left alone, since mending them changed another 5 that had been right.
const (
	// cohesion is in how many of the texts that hold the rarer of two characters they
	// must stand together to be a word: 登录 in nearly all that have 登, 了是 in
	// few that have 是.
	cohesion = 0.3
	// wordTexts is how many texts must have the word.
	wordTexts = 2
	// longer is how alike two overlapping pairs must be in how many texts they are in
	// to be a longer word: 二维 and 维码, not 中学 and 学校.
	longer = 0.5
)

// glyph is a Chinese character of a question.
type glyph struct {
	r          rune
	start, end int
	idle       bool // it holds sentences together, and words with it are no words
	known      bool // a pair that it is in is known
}

// respelling looks for wrong characters in one text.
type respelling struct {
	words  retrieval.Counter
	glyphs []glyph
	in     map[string]int // texts that hold a pair or character, as far as asked
}

// respell corrects what is written in Chinese characters.
func respell(ctx context.Context, s string, p *Protected, words retrieval.Counter) ([]fix, error) {
	x := respelling{words: words, in: map[string]int{}}
	for w := range p.Words(cut(s, maxSpelt)) {
		if r, _ := utf8.DecodeRuneInString(w.Term); w.Kind == Char && unicode.Is(unicode.Han, r) && utf8.RuneLen(r) == len(w.Term) {
			x.glyphs = append(x.glyphs, glyph{r: r, start: w.Start, end: w.End, idle: w.Stop || w.Asking})
		}
	}
	if len(x.glyphs) < 2 {
		return nil, nil
	}
	unknown, err := x.unknown(ctx)
	if err != nil {
		return nil, err
	}
	var fixes []fix
	for _, i := range unknown {
		if n := len(fixes); n > 0 && x.glyphs[i].start < fixes[n-1].end {
			continue
		}
		to, err := x.word(ctx, i)
		if err != nil {
			return nil, err
		}
		if to != "" {
			a, b := x.glyphs[i], x.glyphs[i+1]
			fixes = append(fixes, fix{retrieval.Correction{From: s[a.start:b.end], To: to}, a.start, b.end})
		}
	}
	return fixes, nil
}

func (x *respelling) pair(i int) string { return string([]rune{x.glyphs[i].r, x.glyphs[i+1].r}) }

// joined: does the next character follow the one at i?
func (x *respelling) joined(i int) bool {
	return i >= 0 && i+1 < len(x.glyphs) && x.glyphs[i].end == x.glyphs[i+1].start
}

// unknown are the places of pairs that no text holds and of which a character
// makes no known pair with its other neighbour either.
func (x *respelling) unknown(ctx context.Context) (places []int, err error) {
	var pairs []string
	for i := range x.glyphs {
		if x.joined(i) {
			pairs = append(pairs, x.pair(i))
		}
	}
	if err := x.count(ctx, pairs); err != nil {
		return nil, err
	}
	for i := range x.glyphs {
		if x.joined(i) && x.in[x.pair(i)] > 0 {
			x.glyphs[i].known, x.glyphs[i+1].known = true, true
		}
	}
	for i := range x.glyphs {
		if x.joined(i) && !x.glyphs[i].idle && !x.glyphs[i+1].idle && !(x.glyphs[i].known && x.glyphs[i+1].known) {
			places = append(places, i)
		}
	}
	return places, nil
}

// count asks for what is not known of terms yet.
func (x *respelling) count(ctx context.Context, terms []string) error {
	terms = slices.DeleteFunc(terms, func(t string) bool { _, asked := x.in[t]; return asked })
	if len(terms) == 0 {
		return nil
	}
	in, _, err := x.words.Frequencies(ctx, terms)
	if err != nil {
		return err
	}
	for i, t := range terms {
		x.in[t] = in[i]
	}
	return nil
}

// word is what the pair at i was meant to be, "" if nothing is found. Of its
// characters one is wrong, and the other is right and may end or begin another word.
func (x *respelling) word(ctx context.Context, i int) (string, error) {
	a, b := x.glyphs[i], x.glyphs[i+1]
	var same, similar attempts
	if !b.known {
		near, far := soundAlike(b.r)
		same.add(x.outer(i-1), []rune{a.r}, near)
		similar.add(x.outer(i-1), []rune{a.r}, far)
	}
	if !a.known {
		near, far := soundAlike(a.r)
		same.add(x.outer(i+1), near, []rune{b.r})
		similar.add(x.outer(i+1), far, []rune{b.r})
	}
	best, err := x.best(ctx, same)
	if best == "" && err == nil {
		best, err = x.best(ctx, similar)
	}
	return best, err
}

// outer is how many texts have the pair at i, which overlaps one that is replaced.
func (x *respelling) outer(i int) int {
	if !x.joined(i) || x.glyphs[i].idle || x.glyphs[i+1].idle {
		return 0
	}
	return x.in[x.pair(i)]
}

// attempts are pairs that one may have been meant to be, with outer of each.
type attempts struct {
	pairs []string
	outer []int
}

func (t *attempts) add(outer int, first, second []rune) {
	for _, a := range first {
		for _, b := range second {
			t.pairs = append(t.pairs, string([]rune{a, b}))
			t.outer = append(t.outer, outer)
		}
	}
}

// best is the word that most texts hold.
func (x *respelling) best(ctx context.Context, t attempts) (string, error) {
	if err := x.count(ctx, slices.Clone(t.pairs)); err != nil {
		return "", err
	}
	var characters []string
	for _, p := range t.pairs {
		if x.in[p] >= wordTexts {
			characters = append(characters, strings.Split(p, "")...)
		}
	}
	if err := x.count(ctx, characters); err != nil {
		return "", err
	}
	best := ""
	for i, p := range t.pairs {
		if in := x.in[p]; in >= wordTexts && in > x.in[best] && x.isWord(p) && fitTogether(in, t.outer[i]) {
			best = p
		}
	}
	return best, nil
}

// isWord: do the characters of a pair stand together more often than by chance?
func (x *respelling) isWord(pair string) bool {
	_, n := utf8.DecodeRuneInString(pair)
	rarer := min(x.in[pair[:n]], x.in[pair[n:]])
	return sortOf(pair) == content && float64(x.in[pair]) >= cohesion*float64(rarer)
}

// fitTogether: can pairs that overlap and are in so many texts be of one word?
func fitTogether(in, outer int) bool {
	return outer == 0 || float64(min(in, outer)) >= longer*float64(max(in, outer))
}

// soundAlike are the characters that are read as r is, and those that are read
// or look similar.
func soundAlike(r rune) (same, similar []rune) {
	for _, reading := range spoken().readings[r] {
		same = append(same, spoken().written[reading]...)
		for _, other := range mistaken(reading) {
			similar = append(similar, spoken().written[other]...)
		}
	}
	return without(same, r), without(append(similar, alikes()[r]...), r)
}

func without(list []rune, r rune) []rune {
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(x rune) bool { return x == r || sortOf(string(x)) != content })
}

// mistaken are the readings that are taken for this one.
func mistaken(reading string) (list []string) {
	for _, m := range mixed {
		for i := range 2 {
			if rest, ok := strings.CutPrefix(reading, m.first[i]); ok && m.first[i] != "" {
				list = append(list, m.first[1-i]+rest)
			}
			if rest, ok := strings.CutSuffix(reading, m.last[i]); ok && m.last[i] != "" {
				list = append(list, rest+m.last[1-i])
			}
		}
	}
	return list
}
