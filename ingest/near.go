package ingest

import (
	"slices"
	"strings"
	"unicode"
)

// nearShare is the share of shingles that two texts have in common (Jaccard's
// index) to be taken for one. Of 819 pairs with one title in two collections of
// real documentation (English and Chinese, 768 and 1,100 files) five are above it:
// copies that differ in a word or a line. One is at 0.82, and all others, below
// 0.8, are pages of their own made after one pattern.
const nearShare = 0.9

// relation is how a text stands to another one.
type relation int

const (
	different relation = iota
	less               // the other one says all that it says, and something more
	more               // it says all that the other one does, and something more
	alike              // neither says anything that the other one does not
)

// relate compares two texts. They are almost the same if they share nearShare of
// their shingles, one has every line of the other, and the lines that it has
// beyond hold no number: what differs in a number, a version or a price is two
// statements, and so is what differs within a line, in whatever word.
func relate(a, b string) relation {
	if jaccard(shinglesOf(a), shinglesOf(b)) < nearShare {
		return different
	}
	onlyA, onlyB := beyond(a, b)
	switch {
	case len(onlyA) > 0 && len(onlyB) > 0, slices.ContainsFunc(append(onlyA, onlyB...), numbered):
		return different
	case says(onlyA):
		return more
	case says(onlyB):
		return less
	}
	return alike
}

// jaccard is the share that two sorted sets have in common.
func jaccard(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	if all := len(a) + len(b) - common; all > 0 {
		return float64(common) / float64(all)
	}
	return 0
}

// beyond are the lines that one text has more often than the other.
func beyond(a, b string) (onlyA, onlyB []string) {
	times, as := map[string]int{}, map[string]string{}
	for line := range strings.SplitSeq(a, "\n") {
		key := plainLine(line)
		times[key]++
		as[key] = line
	}
	for line := range strings.SplitSeq(b, "\n") {
		key := plainLine(line)
		times[key]--
		as[key] = line
	}
	delete(times, "")
	for key, n := range times {
		if n > 0 {
			onlyA = append(onlyA, as[key])
		}
		if n < 0 {
			onlyB = append(onlyB, as[key])
		}
	}
	return onlyA, onlyB
}

// plainLine is a line without spaces and the mark of a list.
func plainLine(line string) string {
	return strings.Join(strings.Fields(strings.TrimLeft(line, " -")), "")
}

// numbered says whether a line has a number in it, in figures or in Chinese.
func numbered(line string) bool {
	return strings.ContainsFunc(line, unicode.IsNumber) || strings.ContainsAny(line, "一二两三四五六七八九十百千万")
}

// says tells whether one of the lines is a statement rather than a label, a
// button or a link.
func says(only []string) bool {
	return slices.ContainsFunc(only, func(line string) bool {
		return strings.ContainsAny(line, ".!?。！？；;:：") || len(words(line)) > labelWords || len([]rune(line)) > labelRunes
	})
}

// A line of more words, or characters, is taken for a statement, whether or not a
// full stop ends it.
const (
	labelWords = 6
	labelRunes = 40
)
