package qdrant

import (
	"encoding/base64"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

func TestHash(t *testing.T) {
	// Published FNV-1a values of 64 bits, folded.
	for text, want := range map[string]uint64{
		"":       0xcbf29ce484222325,
		"a":      0xaf63dc4c8601ec8c,
		"foobar": 0x85944171f73967e8,
	} {
		if got := Hash(text); got != uint32(want>>32)^uint32(want) {
			t.Errorf("hash of %q: %x", text, got)
		}
	}
	seen := map[uint32]bool{}
	for i := range 60_000 {
		seen[Hash(fmt.Sprint("word", i))] = true
		seen[Hash(string([]rune{rune(0x4E00 + i%300), rune(0x4E00 + i/300)}))] = true
	}
	// 120,000 terms: 1.7 colliding pairs are to be expected.
	if lost := 120_000 - len(seen); lost > 12 {
		t.Errorf("%d collisions among 120,000 terms", lost)
	}
}

func terms(length float32, pairs ...any) retrieval.Terms {
	t := retrieval.Terms{Length: length}
	for i := 0; i < len(pairs); i += 2 {
		t.Counts = append(t.Counts, retrieval.TermCount{Term: pairs[i].(string), Count: float32(pairs[i+1].(float64))})
	}
	return t
}

func TestCountsRoundTrip(t *testing.T) {
	for _, in := range []retrieval.Terms{
		{}, terms(3, "refund", 1.0, "退款", 2.0), terms(0.5, "a", 0.1, "b", 1e-30, "c", 3e30),
		terms(7, "gone", 0.0, "negative", -1.0, "there", 1.5),
	} {
		c, err := newCounts(in)
		if err != nil {
			t.Fatal(err)
		}
		back, err := parseCounts(c.String())
		if err != nil || back.length != c.length || !slices.Equal(back.hashes, c.hashes) || !slices.Equal(back.tf, c.tf) {
			t.Errorf("%v became %v (%v)", c, back, err)
		}
	}
	for _, bad := range []retrieval.Terms{
		terms(float32(math.NaN())), terms(-1), terms(1, "a", math.Inf(1)), terms(1, "a", math.NaN()),
	} {
		if _, err := newCounts(bad); err == nil {
			t.Errorf("%v: no error", bad)
		}
	}
}

// TestWeights checks the formula, and that terms of one hash are added.
func TestWeights(t *testing.T) {
	c, err := newCounts(terms(6, "refund", 2.0))
	if err != nil {
		t.Fatal(err)
	}
	indices, values := c.weights(4)
	want := 2 / (2 + 1.2*(1-0.75+0.75*6/4))
	if len(indices) != 1 || indices[0] != Hash("refund") || math.Abs(float64(values[0])-want) > 1e-7 {
		t.Errorf("weights %v %v, want %g", indices, values, want)
	}
	double := counts{hashes: []uint32{7, 7, 9}, tf: []float32{1, 2, 1}, length: 4}
	indices, values = double.weights(4)
	if len(indices) != 2 || math.Abs(float64(values[0])-(1/2.2+2/3.2)) > 1e-7 {
		t.Errorf("two terms of one hash: %v %v", indices, values)
	}
	if got := double.distinct(); !slices.Equal(got, []uint32{7, 9}) {
		t.Errorf("distinct: %v", got)
	}
}

// TestCountsAreCompact: a hundred words that occur once take five bytes each.
func TestCountsAreCompact(t *testing.T) {
	var in retrieval.Terms
	for i := range 100 {
		in.Counts = append(in.Counts, retrieval.TermCount{Term: fmt.Sprint("word", i), Count: 1})
	}
	c, err := newCounts(in)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.String()); n > 100*5*4/3+20 {
		t.Errorf("%d bytes", n)
	}
}

func FuzzCounts(f *testing.F) {
	f.Add("")
	f.Add("AAA")
	c, _ := newCounts(terms(3, "refund", 1.0, "退款", 2.5))
	f.Add(c.String())
	f.Add(base64.RawStdEncoding.EncodeToString([]byte{0, 2, 1, 1, 1, 1, 9}))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCounts(text)
		if err != nil {
			return
		}
		if again, err := parseCounts(c.String()); err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("%q became %v, then %v (%v)", text, c, again, err)
		}
		if !slices.IsSorted(c.hashes) || len(c.hashes) != len(c.tf) {
			t.Errorf("%q became %v", text, c)
		}
		c.weights(3)
	})
}

func TestBuckets(t *testing.T) {
	frequencies := map[uint32]uint32{0: 1, 5: 2, 1 << 24: 3, math.MaxUint32: math.MaxUint32}
	buckets := split(frequencies)
	back := map[uint32]uint32{}
	for n, b := range buckets {
		again, err := parseBucket(n, b.String())
		if err != nil {
			t.Fatalf("bucket %d: %v", n, err)
		}
		maps.Copy(back, again)
	}
	if len(buckets) != bucketCount || !maps.Equal(back, frequencies) {
		t.Errorf("%d buckets, %v", len(buckets), back)
	}
	if !apply(buckets, map[uint32]int{0: -1, 5: 1, 6: 2, 7: 0}) || len(buckets[0]) != 2 || buckets[0][5] != 3 || buckets[0][6] != 2 {
		t.Errorf("after a change: %v", buckets[0])
	}
	if apply(buckets, map[uint32]int{9: -1}) {
		t.Error("a frequency fell below zero")
	}
	if got := touched(map[uint32]int{1: 0, 1 << 24: 1, 3 << 24: -1}); !slices.Equal(got, []int{1, 3}) {
		t.Errorf("touched %v", got)
	}
}

func FuzzBucket(f *testing.F) {
	f.Add(0, "")
	f.Add(1, bucket{1<<24 + 7: 3}.String())
	f.Add(1, bucket{7: 3}.String())
	f.Fuzz(func(t *testing.T, number int, text string) {
		b, err := parseBucket(number, text)
		if err != nil {
			return
		}
		if again, err := parseBucket(number, b.String()); err != nil || !maps.Equal(again, b) {
			t.Errorf("%v became %v (%v)", b, again, err)
		}
	})
}

var full = retrieval.Chunk{
	ID: retrieval.NewID("full"), Document: "doc", URL: "https://example.com/退款?a=b", Title: "Refunds; 退款", Section: "A > B", Anchor: "a",
	Language: "zh-Hant", Text: "not UTF-8: \xff\xfe, NUL \x00", Start: 3, End: 30, Context: "| a |", FAQ: true,
	Updated: time.Date(2026, 2, 3, 4, 5, 6, 7, time.UTC), Labels: map[string]string{"a=b%3D": "c=d", "": "", "产品": "\xff"},
	Blocks: []retrieval.Block{{Kind: retrieval.Heading, Start: 3, End: 9, Level: 2}, {Kind: retrieval.Row, Start: 9, End: 30}},
}

func TestPayloadRoundTrip(t *testing.T) {
	for _, in := range []retrieval.Chunk{full, {}, {Text: "中文"}} {
		p := payload(in, counts{})
		for field, value := range p {
			if s, ok := value.GetKind().(*client.Value_StringValue); ok && !strings.Contains(strings.ToValidUTF8(s.StringValue, "\uFFFD"), s.StringValue) {
				t.Errorf("field %s is not UTF-8", field)
			}
		}
		back, err := chunk(in.ID, p)
		if err != nil || !reflect.DeepEqual(back, in) {
			t.Errorf("%+v\nbecame\n%+v (%v)", in, back, err)
		}
	}
}

func TestFilterConditions(t *testing.T) {
	f, ok := conditions(retrieval.Filter{}, "")
	if f != nil || !ok {
		t.Errorf("the zero filter: %v, %t", f, ok)
	}
	if _, ok := conditions(retrieval.Filter{Labels: map[string][]string{"product": {}}}, ""); ok {
		t.Error("a label without values lets something through")
	}
	if _, ok := conditions(retrieval.Filter{Languages: []string{"\xff"}}, ""); ok {
		t.Error("a language that is not UTF-8 lets something through")
	}
	f, ok = conditions(retrieval.Filter{Languages: []string{"zh"}, Labels: map[string][]string{"b": {"2", "3"}, "a": {"1"}}}, "")
	if !ok || len(f.GetMust()) != 3 {
		t.Fatalf("%v", f)
	}
	if got := f.GetMust()[2].GetField().GetMatch().GetKeywords().GetStrings(); !slices.Equal(got, []string{"b=2", "b=3"}) {
		t.Errorf("labels %v", got)
	}
}

func FuzzChunk(f *testing.F) {
	f.Add("heading,1,2", "k=v", "2026-01-01T00:00:00Z", int64(1))
	f.Add("heading,1,2,3;row,4,5", "%3D=", "", int64(-1))
	f.Add(";", "", "x", int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, blocks, label, updated string, number int64) {
		c, err := chunk(retrieval.NewID("x"), map[string]*client.Value{
			blocksField: textValue(blocks), updatedField: textValue(updated),
			labelsField: client.NewValueFromList(textValue(label)),
			startField:  client.NewValueInt(number), endField: client.NewValueInt(number),
		})
		if err != nil {
			return
		}
		again, err := chunk(c.ID, payload(c, counts{}))
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Errorf("%+v\nbecame\n%+v (%v)", c, again, err)
		}
	})
}

func FuzzState(f *testing.F) {
	f.Add(`{"format":1,"kb":"shop","epoch":4,"count":3,"average":1.5}`)
	f.Add(`{"format":1,"average":1e39}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseState(map[string]*client.Value{stateField: textValue(text)})
		if err != nil {
			return
		}
		if again, err := parseState(s.point().GetPayload()); err != nil || again != s {
			t.Errorf("%+v became %+v (%v)", s, again, err)
		}
	})
}

func TestOlder(t *testing.T) {
	for version, want := range map[string]bool{"1.15.9": true, "1.16": false, "1.18.3": false, "v2.0": false, "": false, "dev": false, "0.11.0": true} {
		if older(version, minVersion) != want {
			t.Errorf("%q is older than %s: %t", version, minVersion, !want)
		}
	}
}
