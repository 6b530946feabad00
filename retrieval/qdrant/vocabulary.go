package qdrant

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// The vocabulary has the words that frequencies know by hash only, so that one
// that is being typed can be completed. It lies in bucketCount points behind those
// of the frequencies, by the beginning of the word: whoever completes reads one.
// Words are written before the points that hold them and stay when those go: a
// word that no point holds has the frequency 0 and is not offered.
const (
	firstWords      = firstBucket + bucketCount
	vocabularyField = "vocabulary"
)

// wordsBucketOf is the bucket of a word or prefix: by its first two bytes, or by its
// first character where that has more. So a prefix of two bytes has one bucket.
func wordsBucketOf(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return bucketOf(Hash(s[:max(n, 2)]))
}

// vocabulary is the words of one bucket, sorted, each once.
type vocabulary []string

// String is what the payload field "vocabulary" holds, in base64 (unpadded):
//
//	uvarint: bytes shared with the word before, uvarint: bytes that follow, those bytes
func (v vocabulary) String() string {
	var out []byte
	before := ""
	for _, word := range v {
		n := 0
		for n < min(len(word), len(before)) && word[n] == before[n] {
			n++
		}
		out = binary.AppendUvarint(out, uint64(n))
		out = binary.AppendUvarint(out, uint64(len(word)-n))
		out = append(out, word[n:]...)
		before = word
	}
	return base64.RawStdEncoding.EncodeToString(out)
}

// parseVocabulary reads what String wrote for bucket number.
func parseVocabulary(number int, text string) (vocabulary, error) {
	raw, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: vocabulary %d is not base64", retrieval.ErrCorrupt, number)
	}
	var v vocabulary
	r, before := reader{b: raw}, ""
	for len(r.b) > 0 && !r.bad {
		shared, own := r.uvarint(math.MaxUint32), r.uvarint(math.MaxUint32)
		if r.bad || shared > uint64(len(before)) || own > uint64(len(r.b)) {
			r.bad = true
			break
		}
		word := before[:shared] + string(r.b[:own])
		r.b = r.b[own:]
		r.bad = word <= before || !retrieval.Completable(word) || wordsBucketOf(word) != number
		v, before = append(v, word), word
	}
	if r.bad {
		return nil, fmt.Errorf("%w: vocabulary %d cannot be read", retrieval.ErrCorrupt, number)
	}
	return v, nil
}

// beginning are the words that begin with prefix.
func (v vocabulary) beginning(prefix string) vocabulary {
	from, _ := slices.BinarySearch(v, prefix)
	to := from
	for to < len(v) && strings.HasPrefix(v[to], prefix) {
		to++
	}
	return v[from:to]
}

// loadVocabulary reads buckets; one that was never written is empty.
func (x *index) loadVocabulary(ctx context.Context, numbers []int) (map[int]vocabulary, error) {
	return loadParts(ctx, x, parts[vocabulary]{"read the vocabulary", vocabularyField, firstWords, parseVocabulary}, numbers)
}

// learn writes the words of points that are about to be sent, as far as the
// vocabulary does not have them.
func (x *index) learn(ctx context.Context, ids []retrieval.ID) error {
	words := map[string]bool{}
	numbers := map[int]bool{}
	for _, id := range ids {
		for _, word := range x.pending[id].words {
			if !x.change.known[word] && !words[word] {
				words[word] = true
				numbers[wordsBucketOf(word)] = true
			}
		}
	}
	if len(words) == 0 {
		return nil
	}
	buckets, err := x.loadVocabulary(ctx, slices.Sorted(maps.Keys(numbers)))
	if err != nil {
		return err
	}
	fresh := map[int]bool{}
	for word := range words {
		n := wordsBucketOf(word)
		if _, has := slices.BinarySearch(buckets[n], word); !has {
			fresh[n] = true
		}
	}
	for word := range words { // apart: a list that grows is not sorted
		if n := wordsBucketOf(word); fresh[n] {
			buckets[n] = append(buckets[n], word)
		}
	}
	var points []*client.PointStruct
	for _, n := range slices.Sorted(maps.Keys(fresh)) {
		slices.Sort(buckets[n])
		points = append(points, bare(uint64(firstWords+n), map[string]*client.Value{
			vocabularyField: client.NewValueString(slices.Compact(buckets[n]).String()),
		}))
	}
	for part := range slices.Chunk(points, x.server.options.Batch) {
		if err := x.upsert(ctx, "write the vocabulary", part); err != nil {
			return err
		}
	}
	maps.Copy(x.change.known, words)
	return nil
}

// Completions implements retrieval.Completer. The first letters after a commit
// cost a reading of nearly all frequencies, as misspelt words do (see Frequencies).
func (x *index) Completions(ctx context.Context, prefix string, limit int) ([]retrieval.Completion, error) {
	const op = "complete a word from"
	if err := x.open(op); err != nil {
		return nil, err
	}
	ctx = hurry(ctx)
	v, err := x.current(ctx)
	if err != nil || !retrieval.Completable(prefix) {
		return nil, x.wrap(op, err)
	}
	words, err := x.wordsLike(ctx, v, prefix)
	if err != nil || len(words) == 0 {
		return nil, x.wrap(op, err)
	}
	hashes := make([]uint32, len(words))
	for i, word := range words {
		hashes[i] = Hash(word)
	}
	buckets, err := x.frequency(ctx, v, hashes)
	if err != nil {
		return nil, x.wrap(op, err)
	}
	list := make([]retrieval.Completion, 0, len(words))
	for i, h := range hashes {
		if in := buckets[bucketOf(h)][h]; in > 0 {
			list = append(list, retrieval.Completion{Term: words[i], In: int(in)})
		}
	}
	return retrieval.SortCompletions(list, limit), nil
}

// wordsLike are the words that begin with prefix, of the commit that v is of or
// a later one.
func (x *index) wordsLike(ctx context.Context, v *view, prefix string) (vocabulary, error) {
	n := wordsBucketOf(prefix)
	v.mu.Lock()
	words, known := v.words[n]
	v.mu.Unlock()
	if !known {
		loaded, err := x.loadVocabulary(ctx, []int{n})
		if err != nil {
			return nil, err
		}
		words = loaded[n]
		v.mu.Lock()
		v.words[n] = words
		v.mu.Unlock()
	}
	return words.beginning(prefix), nil
}
