package answer

import (
	"slices"
	"strings"
	"sync"

	"footnote/retrieval/memory"
	"footnote/retrieval/text"
)

// textsKept is how many texts are remembered at least and, twice, at most: the
// sentences of some hundred pages. One takes two to five kilobytes.
const textsKept = 8192

// Texts reads texts and remembers what it read, because the sentences of a help
// center are met again and again. Nil remembers nothing and has no vectors. Safe
// for concurrent use.
type Texts struct {
	pieces Pieces
	known  memory.Memory[string, *Known]
}

// NewTexts returns an empty memory; pieces may be nil.
func NewTexts(pieces Pieces) *Texts {
	return &Texts{pieces: pieces, known: memory.Memory[string, *Known]{Size: textsKept}}
}

// Sense reads a question, see NewSense.
func (t *Texts) Sense(question string) *Sense {
	if t == nil {
		return nil
	}
	return NewSense(t.pieces, question)
}

// terms of some texts.
func (t *Texts) terms(texts ...string) map[string]bool {
	set := map[string]bool{}
	for _, x := range texts {
		for _, w := range t.Know(x).Words() {
			set[w.Term] = true
		}
	}
	return set
}

// Know returns what is known of a text.
func (t *Texts) Know(s string) *Known {
	if t == nil {
		return &Known{text: s}
	}
	if k, ok := t.known.Find(s); ok {
		return k
	}
	own := strings.Clone(s) // which does not keep in memory what s is a part of
	return t.known.Get(own, func() *Known { return &Known{text: own, table: t.pieces} })
}

// Known is what is known of a text, read when it is first asked for.
type Known struct {
	text      string
	table     Pieces
	facts     once[[]fact]
	spelt     once[Spelt]
	words     once[[]text.Word]
	poles     once[map[string]map[string]bool]
	past      once[past]
	instructs once[float64]
	wanted    [len(wantedOrder)]once[bool]
}

// Spelt is a text as pieces of words.
type Spelt struct {
	pieces []uint16 // those that tell, each once, as they come
	sum    []int32  // of the rows of all pieces; nil: there is none
}

// once is a value that is made once.
type once[T any] struct {
	done sync.Once
	x    T
}

func (o *once[T]) get(make func() T) T {
	o.done.Do(func() { o.x = make() })
	return o.x
}

// Words are the words of the text; not to be changed.
func (k *Known) Words() []text.Word {
	return k.words.get(func() []text.Word { return slices.Collect(text.Words(k.text)) })
}

func (k *Known) readFacts() []fact { return k.facts.get(func() []fact { return facts(k.text) }) }

// Spelt are the text's pieces; none without vectors.
func (k *Known) Spelt() Spelt {
	return k.spelt.get(func() Spelt { return spelling(k.table, k.text) })
}

// Instructs is what the function of this name says of the text.
func (k *Known) Instructs() float64 {
	return k.instructs.get(func() float64 { return Instructs(k.text) })
}

// hasWanted: the text holds a word that is a value of the kind wanted.
func (k *Known) hasWanted(w Want) bool {
	for i, x := range wantedOrder {
		if x == w {
			return k.wanted[i].get(func() bool { return hasWord(k.text, wantedWords()[w]) })
		}
	}
	return false
}
