package text

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Synonyms are what the users of one product call its things:
//
//	# comment
//	tv, television, 电视机        mean the same
//	fob => security key          who says the left means the right too
//
// Left of "=>" and right of it there can be several, parted by commas. Case,
// width, endings and the two Chinese scripts do not matter. A nil *Synonyms has
// none. It is never changed once read.
type Synonyms struct {
	rules map[string][]rule // by the first word of what is said
}

// rule: who says these words means those phrases, too.
type rule struct {
	says  []string // as terms, in order
	means []string // as written
}

// Bounds of a synonym file: far above what people write by hand.
const (
	maxRules    = 20_000
	maxRuleLine = 4 << 10 // bytes
)

// ReadSynonyms reads a synonym file. The error names the line.
func ReadSynonyms(r io.Reader) (*Synonyms, error) {
	s := &Synonyms{rules: map[string][]rule{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxRuleLine)
	n, rules := 0, 0
	for lines.Scan() {
		n++
		line, _, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "\ufeff"), "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := s.add(line); err != nil {
			return nil, fmt.Errorf("synonyms, line %d: %w", n, err)
		}
		if rules++; rules > maxRules {
			return nil, fmt.Errorf("synonyms, line %d: more than %d rules", n, maxRules)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("synonyms, line %d: %w", n+1, err)
	}
	return s, nil
}

func (s *Synonyms) add(line string) error {
	left, right, oneWay := strings.Cut(line, "=>")
	says, means := phrases(left), phrases(left)
	if oneWay {
		means = phrases(right)
	}
	if len(says) == 0 || len(means) == 0 || !oneWay && len(means) < 2 {
		return fmt.Errorf("%q: write a, b or a => b", line)
	}
	for _, said := range says {
		words := phraseWords(said)
		if len(words) == 0 {
			return fmt.Errorf("%q: %q has no word in it", line, said)
		}
		others := slices.DeleteFunc(slices.Clone(means), func(m string) bool { return m == said })
		s.rules[words[0]] = append(s.rules[words[0]], rule{words, others})
	}
	return nil
}

// phrases are the parts of a list, which Chinese writers part in their own way.
func phrases(list string) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// phraseWords are the terms of a phrase in order, a text of one Chinese
// character included.
func phraseWords(s string) []string {
	var words, parts []string
	for w := range Words(s) {
		if w.Part {
			parts = append(parts, w.Term)
		} else {
			words = append(words, w.Term)
		}
	}
	if len(words) == 0 {
		return parts
	}
	return words
}

// Meant are the phrases that s means by its words, each once, in the order of
// the words; none of them is part of s.
func (s *Synonyms) Meant(question string) []string {
	if s == nil || len(s.rules) == 0 {
		return nil
	}
	var meant []string
	words := phraseWords(question)
	for i, word := range words {
		for _, r := range s.rules[word] {
			if len(words)-i < len(r.says) || !slices.Equal(words[i:i+len(r.says)], r.says) {
				continue
			}
			for _, m := range r.means {
				if !slices.Contains(meant, m) {
					meant = append(meant, m)
				}
			}
		}
	}
	return meant
}
