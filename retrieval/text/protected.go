package text

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
)

// Protected are the words of one product that are compared as they are written,
// but for case, width and the two Chinese scripts: never stemmed, never
// split, never corrected. A file of them has one on each line:
//
//	# comment
//	Windows         not "window"
//	Apple Pay       one word, of two
//	退货宝           not "退货"
//
// A nil *Protected has none. It is never changed once read.
type Protected struct {
	phrases map[string][]phrase // by the first atom, longest first
	version string
}

// phrase is a protected word: its atoms are tokens as the analyser cuts them,
// folded, or single characters of scripts without spaces.
type phrase struct {
	atoms []string
	term  string
}

// ReadProtected reads a file of protected words. The error names the line.
func ReadProtected(r io.Reader) (*Protected, error) {
	p := &Protected{phrases: map[string][]phrase{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRuleLine)
	terms := map[string]bool{}
	n := 0
	for lines.Scan() {
		n++
		line, _, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "\ufeff"), "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		x, err := readPhrase(line)
		if err != nil {
			return nil, fmt.Errorf("protected words, line %d: %q: %w", n, line, err)
		}
		if !terms[x.term] {
			terms[x.term] = true
			p.phrases[x.atoms[0]] = append(p.phrases[x.atoms[0]], x)
		}
		if len(terms) > maxRules {
			return nil, fmt.Errorf("protected words, line %d: more than %d", n, maxRules)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("protected words, line %d: %w", n+1, err)
	}
	for _, list := range p.phrases {
		slices.SortFunc(list, func(a, b phrase) int {
			return cmp.Or(len(b.atoms)-len(a.atoms), cmp.Compare(a.term, b.term))
		})
	}
	p.name(terms)
	return p, nil
}

// name makes the version, of what the words are and not of how they were written.
func (p *Protected) name(terms map[string]bool) {
	if len(terms) == 0 {
		return
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(terms)), "\n")))
	p.version = "+protected-" + hex.EncodeToString(sum[:4])
}

func readPhrase(s string) (phrase, error) {
	var x phrase
	for i := 0; i < len(s); {
		atom, n := atomAt(s, i)
		if atom != "" {
			x.atoms = append(x.atoms, atom)
		}
		i += n
	}
	var b strings.Builder
	for i, atom := range x.atoms {
		if i > 0 && !adjacent(x.atoms[i-1], atom) {
			b.WriteByte(' ')
		}
		b.WriteString(atom)
	}
	x.term = b.String()
	switch {
	case len(x.atoms) == 0:
		return x, errors.New("no word is in it")
	case len(x.term) > maxToken:
		return x, fmt.Errorf("it is longer than %d bytes", maxToken)
	case sortOf(x.term) != content:
		return x, errors.New("sentences are made of that word")
	}
	return x, nil
}

// atomAt is the atom at s[i], "" if there is none, and its length in s.
func atomAt(s string, i int) (atom string, n int) {
	c, n := classAt(s, i)
	switch c {
	case letter, digit:
		n = tokenEnd(s, i) - i
		return fold(cut(s[i:i+n], 2*maxToken)), n
	case dense:
		r, n := utf8.DecodeRuneInString(s[i:])
		return string(foldHan(r)), n
	}
	return "", n
}

// adjacent: two characters of a script without spaces, which have none between them.
func adjacent(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return isDense(x) && isDense(y)
}

// at is the protected word that stands at s[i], and where it ends. "": none.
func (p *Protected) at(s string, i int) (term string, end int) {
	first, n := atomAt(s, i)
	for _, x := range p.phrases[first] {
		if end := x.follow(s, i+n); end > 0 {
			return x.term, end
		}
	}
	return "", 0
}

// maxGap is how many bytes of space the words of a phrase can have between them.
const maxGap = 8

// follow is where the phrase whose first atom ends at s[i] ends, 0 if others follow.
func (x phrase) follow(s string, i int) int {
	for k := 1; k < len(x.atoms); k++ {
		if !adjacent(x.atoms[k-1], x.atoms[k]) {
			near := cut(s[i:], maxGap)
			i += len(near) - len(strings.TrimLeftFunc(near, unicode.IsSpace))
		}
		if i >= len(s) {
			return 0
		}
		atom, n := atomAt(s, i)
		if atom != x.atoms[k] {
			return 0
		}
		i += n
	}
	return i
}

// Words is text.Words with protected words.
func (p *Protected) Words(s string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		a := borrow(p)
		defer giveBack(a)
		a.each(s, func(p *piece, at int) bool {
			return yield(Word{
				Term: p.term.text, Start: at + int(p.start), End: at + int(p.end), Kind: p.kind,
				Stop: p.term.sort == stop, Asking: p.term.sort == asking, Part: p.part,
			})
		})
	}
}

// Document is text.Document with protected words.
func (p *Protected) Document(c retrieval.Chunk) retrieval.Terms { return document(p, c) }

// Version is that of an index made with protected words.
func (p *Protected) Version() string {
	if p == nil {
		return Version
	}
	return Version + p.version
}
