package rank

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"footnote/retrieval"
)

func id(n byte) retrieval.ID { return retrieval.ID{n} }

func hits(pairs ...float32) []retrieval.Hit {
	var list []retrieval.Hit
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, retrieval.Hit{ID: id(byte(pairs[i])), Score: pairs[i+1]})
	}
	return list
}

// show is "id:score" for each hit.
func show(ranked []retrieval.Ranked) string {
	s := ""
	for _, r := range ranked {
		s += fmt.Sprintf("%d:%.3g ", r.ID[0], r.Score)
	}
	return s
}

func TestFuse(t *testing.T) {
	words := hits(1, 9, 2, 5, 3, 1)
	vectors := hits(3, .9, 4, .8, 1, .5)
	for _, tt := range []struct {
		name   string
		weight float64
		legs   retrieval.Legs
		want   string
	}{
		{"both", .5, retrieval.Legs{Words: words, Vectors: vectors}, "1:0.598 3:0.402 4:0.302 2:0.299 "},
		{"mostly vectors", .8, retrieval.Legs{Words: words, Vectors: vectors}, "3:0.702 4:0.527 1:0.298 2:0.149 "},
		{"zero value", 0, retrieval.Legs{Words: words, Vectors: vectors}, "1:0.748 2:0.374 3:0.252 4:0.189 "},
		{"words alone", -1, retrieval.Legs{Words: words, Vectors: vectors}, "1:1 2:0.5 3:0 4:0 "},
		{"vectors alone", 1, retrieval.Legs{Words: words, Vectors: vectors}, "3:1 4:0.75 1:0 2:0 "},
		{"too much", 7, retrieval.Legs{Words: words, Vectors: vectors}, "3:1 4:0.75 1:0 2:0 "},
		{"no words", .1, retrieval.Legs{Vectors: vectors}, "3:1 4:0.75 1:0 "},
		{"no vectors", .9, retrieval.Legs{Words: words}, "1:1 2:0.5 3:0 "},
		{"all alike", .5, retrieval.Legs{Words: hits(2, 3, 5, 3), Vectors: hits(5, .1)}, "5:1 2:0.42 "},
		{"ties by ID", -1, retrieval.Legs{Words: hits(9, 3, 2, 3, 5, 3)}, "2:1 5:1 9:1 "},
		{"nothing", 0, retrieval.Legs{}, ""},
	} {
		if got := show(Fusion{VectorWeight: tt.weight}.Fuse(retrieval.Reading{}, tt.legs)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestFuseExplains(t *testing.T) {
	r := Fusion{}.Fuse(retrieval.Reading{}, retrieval.Legs{Words: hits(1, 9, 2, 5), Vectors: hits(3, .9, 2, .8)})
	want := map[byte]retrieval.Why{
		1: {WordRank: 1, WordScore: 9},
		2: {WordRank: 2, WordScore: 5, VectorRank: 2, Similarity: float64(float32(.8))},
		3: {VectorRank: 1, Similarity: float64(float32(.9))},
	}
	for _, x := range r {
		if w := want[x.ID[0]]; x.Why.WordRank != w.WordRank || x.Why.WordScore != w.WordScore ||
			x.Why.VectorRank != w.VectorRank || x.Why.Similarity != w.Similarity {
			t.Errorf("hit %d: %+v, want %+v", x.ID[0], x.Why, w)
		}
	}
}

// The weight of the vectors follows the question and what the words found.
func TestFusionAdapts(t *testing.T) {
	level := hits(1, 10, 2, 9, 3, 8, 4, 6) // the words tell their hits apart as usual
	foreign := retrieval.Reading{Signals: retrieval.Signals{Foreign: 1, Unknown: 1}}
	for _, tt := range []struct {
		name    string
		reading retrieval.Reading
		words   []retrieval.Hit
		want    float64
		reason  string
	}{
		{"usual", retrieval.Reading{}, level, TableWeight, ""},
		{"words that stand out", retrieval.Reading{}, hits(1, 10, 2, 2), TableWeight - 0.4*distinctSlope, reasonDistinct},
		{"words all alike", retrieval.Reading{}, hits(1, 10, 2, 10), TableWeight + 0.4*distinctSlope, reasonDistinct},
		{"another script, no word known", foreign, hits(1, 10, 2, 2), foreignWeight, reasonForeign},
		{"another script, words known", retrieval.Reading{Signals: retrieval.Signals{Foreign: 1}}, level, TableWeight, ""},
		{"unknown words", retrieval.Reading{Signals: retrieval.Signals{Unknown: 1}}, level, TableWeight, ""},
		{"half of it", retrieval.Reading{Signals: retrieval.Signals{Foreign: 0.5, Unknown: 1}}, level, (TableWeight + foreignWeight) / 2, reasonForeign},
	} {
		ranked := Fusion{}.Fuse(tt.reading, retrieval.Legs{Words: tt.words, Vectors: hits(1, .9, 2, .8)})
		why := ranked[0].Why
		if math.Abs(why.VectorWeight-tt.want) > 1e-9 {
			t.Errorf("%s: weight %v, want %v", tt.name, why.VectorWeight, tt.want)
		}
		if tt.reason != "" && why.Reasons[tt.reason] == 0 || tt.reason == "" && math.Abs(why.Reasons[reasonForeign]+why.Reasons[reasonDistinct]) > 1e-9 {
			t.Errorf("%s: reasons %v, want %q", tt.name, why.Reasons, tt.reason)
		}
	}
}

// Where there are several scripts, what only the vectors find is not held back
// by the words' silence.
func TestFusionOfSeveralScripts(t *testing.T) {
	l := retrieval.Legs{Words: hits(1, 10, 2, 9, 3, 8, 4, 6), Vectors: hits(9, .9, 1, .8, 8, .7, 2, .1)}
	place := func(foreign float64, id byte) int {
		ranked := Fusion{}.Fuse(retrieval.Reading{Signals: retrieval.Signals{Foreign: foreign}}, l)
		return slices.IndexFunc(ranked, func(r retrieval.Ranked) bool { return r.ID[0] == id })
	}
	if one, several := place(0, 9), place(0.3, 9); several >= one || several != 1 {
		t.Errorf("place %d in one script, %d in several", one, several)
	}
	if place(0.3, 1) != 0 {
		t.Error("what both legs have first is not first")
	}
}

func TestFor(t *testing.T) {
	for model, want := range map[string]float64{
		"": TableWeight, "builtin-static-1": TableWeight, "multilingual-e5-small": TrainedWeight,
	} {
		if got := For(model).VectorWeight; got != want {
			t.Errorf("For(%q) weighs vectors %v, want %v", model, got, want)
		}
	}
}

// randomLeg is a leg as Legs demands it: falling scores, no ID twice.
func randomLeg(r *rand.Rand, n, of int) []retrieval.Hit {
	var leg []retrieval.Hit
	for _, k := range r.Perm(of)[:n] {
		leg = append(leg, retrieval.Hit{ID: retrieval.ID{byte(k), byte(k >> 8)}, Score: float32(r.IntN(50))})
	}
	slices.SortFunc(leg, func(a, b retrieval.Hit) int {
		if a.Score != b.Score {
			return int(b.Score - a.Score)
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	return leg
}

func TestFuseKeepsEveryHitOnceInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		l := retrieval.Legs{Words: randomLeg(r, r.IntN(60), 80), Vectors: randomLeg(r, r.IntN(60), 80)}
		ids := map[retrieval.ID]bool{}
		for _, h := range slices.Concat(l.Words, l.Vectors) {
			ids[h.ID] = true
		}
		ranked := Fusion{VectorWeight: r.Float64()}.Fuse(retrieval.Reading{}, l)
		if len(ranked) != len(ids) {
			t.Fatalf("%d hits of %d", len(ranked), len(ids))
		}
		for i, x := range ranked {
			if !ids[x.ID] || x.Score < 0 || x.Score > 1+1e-9 || math.IsNaN(x.Score) {
				t.Fatalf("hit %+v", x)
			}
			delete(ids, x.ID)
			if i > 0 && (ranked[i-1].Score < x.Score || ranked[i-1].Score == x.Score && slices.Compare(ranked[i-1].ID[:], x.ID[:]) >= 0) {
				t.Fatalf("%v before %v", ranked[i-1], x)
			}
		}
	}
}

func BenchmarkFuse(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	l := retrieval.Legs{Words: randomLeg(r, 1000, 20_000), Vectors: randomLeg(r, 1000, 20_000)}
	b.ReportAllocs()
	for b.Loop() {
		Fusion{}.Fuse(retrieval.Reading{}, l)
	}
}
