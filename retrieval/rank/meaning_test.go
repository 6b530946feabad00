package rank

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"footnote/retrieval"
)

// toyTable gives words of one group the same direction, with a little noise, and
// every other word its own.
type toyTable struct {
	words []string
	rows  [][]int8
}

func newToyTable(width int, groups ...string) *toyTable {
	t := &toyTable{}
	r := rand.New(rand.NewPCG(3, 4))
	for _, group := range groups {
		base := make([]float64, width)
		for i := range base {
			base[i] = r.NormFloat64() * 40
		}
		for _, w := range strings.Fields(group) {
			row := make([]int8, width)
			for i := range row {
				row[i] = int8(min(127, max(-128, base[i]+r.NormFloat64()*8)))
			}
			t.words, t.rows = append(t.words, w), append(t.rows, row)
		}
	}
	return t
}

func (t *toyTable) Tokens(s string) (list []uint16) {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if i := slices.Index(t.words, strings.Trim(w, ".,?")); i >= 0 {
			list = append(list, uint16(i))
		}
	}
	return list
}

func (t *toyTable) Pieces() int         { return len(t.rows) }
func (t *toyTable) Row(p uint16) []int8 { return t.rows[p] }
func (t *toyTable) Weight(p uint16) float32 {
	if t.words[p] == "the" {
		return 0.01
	}
	return 0.9
}

func toy() *toyTable {
	return newToyTable(32, "refund reimbursement 退款", "car automobile", "the", "invoice", "parcel", "limit")
}

func TestInspectByMeaning(t *testing.T) {
	x := NewInspector(toy(), "")
	chunks := texts("the invoice of the parcel", "the limit", "a reimbursement for an automobile", "退款")
	ranked := rankedAs(chunks)
	for i := range ranked {
		ranked[i].Score = 0.5
	}
	got := x.Inspect(retrieval.Reading{Searched: "refund for the car"}, ranked, chunks)
	if got[0].ID != chunks[2].ID || got[1].ID != chunks[3].ID {
		t.Errorf("order %v", got)
	}
	if got[0].Score != 0.5 || got[0].Why.Boosts[boostPieces] <= got[1].Why.Boosts[boostPieces] || got[3].Why.Boosts[boostPieces] != 0 {
		t.Errorf("scores %v", got)
	}
}

// In a collection of questions with answers, the title decides.
func TestInspectTitlesOfQuestions(t *testing.T) {
	x := NewInspector(toy(), "")
	chunks := []retrieval.Chunk{
		{ID: retrieval.NewID("a"), Title: "The invoice", Text: "A refund is never made, says the limit of the parcel."},
		{ID: retrieval.NewID("b"), Title: "Reimbursement", Text: "See the invoice."},
	}
	for _, faq := range []float64{0, 1} {
		got := x.Inspect(retrieval.Reading{Searched: "refund", Signals: retrieval.Signals{FAQ: faq}}, rankedAs(chunks), chunks)
		if want := chunks[int(faq)].ID; got[0].ID != want {
			t.Errorf("FAQ %v: first is %v", faq, got[0])
		}
	}
}

func TestLateIsTheWeightedBestCosine(t *testing.T) {
	table := toy()
	l := newLengths(table)
	x := newLate(l, "refund the car car")
	m := l.meaningOf(&retrieval.Chunk{Title: "reimbursement", Text: "the limit the parcel"})
	p := new(pool)
	cosine := func(a, b string) float64 {
		var sum, aa, bb float64
		for i, v := range table.Row(table.Tokens(a)[0]) {
			w := table.Row(table.Tokens(b)[0])[i]
			sum, aa, bb = sum+float64(v)*float64(w), aa+float64(v)*float64(v), bb+float64(w)*float64(w)
		}
		return sum / math.Sqrt(aa*bb)
	}
	best := func(a string) float64 {
		b := 0.0
		for _, w := range []string{"reimbursement", "the", "limit", "parcel"} {
			b = max(b, cosine(a, w))
		}
		return b
	}
	want := (0.9*best("refund") + 0.9*best("car") + 0.01*best("the")) / 1.81
	for round := range 3 * (1 << roundBits) { // the memory of questions before is not mistaken for this one's
		p.begin(table.Pieces(), len(x.pieces))
		if round%1000 == 0 {
			if got := x.share(p, m); math.Abs(got-want) > 1e-3 {
				t.Fatalf("round %d: share %v, want %v", round, got, want)
			}
		}
	}
	if got := x.title(m); math.Abs(got-cosineOf(table, "refund the car car", "reimbursement")) > 0.02 {
		t.Errorf("title %v", got)
	}
}

// cosineOf compares the means of two texts.
func cosineOf(t *toyTable, a, b string) float64 {
	mean := func(s string) []float64 {
		v := make([]float64, len(t.rows[0]))
		for _, p := range t.Tokens(s) {
			for i, x := range t.Row(p) {
				v[i] += float64(x)
			}
		}
		return v
	}
	x, y := mean(a), mean(b)
	var sum, xx, yy float64
	for i := range x {
		sum, xx, yy = sum+x[i]*y[i], xx+x[i]*x[i], yy+y[i]*y[i]
	}
	return sum / math.Sqrt(xx*yy)
}

func TestNothingToCompare(t *testing.T) {
	l := newLengths(toy())
	for _, question := range []string{"", "unknown words", "\xff"} {
		if newLate(l, question) != nil {
			t.Errorf("%q has pieces", question)
		}
	}
	x := newLate(l, strings.Repeat("refund the invoice ", 10_000))
	if x == nil || len(x.pieces) != 3 {
		t.Fatalf("a long question: %+v", x)
	}
	p := new(pool)
	p.begin(l.Pieces(), len(x.pieces))
	if got := x.share(p, l.meaningOf(&retrieval.Chunk{})); got != 0 {
		t.Errorf("an empty chunk says %v", got)
	}
}

// hashTable gives every word a row made of its hash.
type hashTable struct{ rows [1 << 12][256]int8 }

func newHashTable() *hashTable {
	t := new(hashTable)
	r := rand.New(rand.NewPCG(7, 8))
	for i := range t.rows {
		for j := range t.rows[i] {
			t.rows[i][j] = int8(r.IntN(256) - 128)
		}
	}
	return t
}

func (t *hashTable) Tokens(s string) (list []uint16) {
	for _, w := range strings.Fields(s) {
		h := fnv.New32a()
		h.Write([]byte(w))
		list = append(list, uint16(h.Sum32()%uint32(len(t.rows))))
	}
	return list
}

func (t *hashTable) Pieces() int           { return len(t.rows) }
func (t *hashTable) Row(p uint16) []int8   { return t.rows[p][:] }
func (t *hashTable) Weight(uint16) float32 { return 0.5 }

// BenchmarkInspectByMeaning compares a question of eight pieces with 50 chunks
// of 150 different words each, among 4,096.
func BenchmarkInspectByMeaning(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 10))
	var list []string
	for range 1000 {
		var s strings.Builder
		for range 150 {
			s.WriteString(string(rune('a'+r.IntN(26))) + string(rune('a'+r.IntN(26))) + string(rune('a'+r.IntN(26))) + " ")
		}
		list = append(list, s.String())
	}
	chunks := texts(list...)
	x := NewInspector(newHashTable(), "")
	q := retrieval.Reading{Searched: "one two three four five six seven eight"}
	for i := 0; b.Loop(); i++ {
		at := i * inspected % len(chunks)
		x.Inspect(q, rankedAs(chunks[at:at+inspected]), chunks[at:at+inspected])
	}
}
