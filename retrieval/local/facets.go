package local

import (
	"maps"
	"slices"
	"sort"

	"footnote/retrieval"
)

// A facet is what filters look at: the language and labels of a chunk. Many
// chunks share one, so a filter is decided once for each facet of a segment.
type facets struct {
	stringAt []uint32
	strings  []byte
	facetAt  []uint32
	lists    []uint32
}

func (f facets) count() int { return len(f.facetAt) - 1 }

func (f facets) text(i uint32) string { return string(f.bytes(i)) }

func (f facets) bytes(i uint32) []byte { return f.strings[f.stringAt[i]:f.stringAt[i+1]] }

// list is the facet as numbers of strings: language, key, value, key, value, …
func (f facets) list(i uint32) []uint32 { return f.lists[f.facetAt[i]:f.facetAt[i+1]] }

// number finds a string; ok is false if no facet has it.
func (f facets) number(s string) (uint32, bool) {
	n := len(f.stringAt) - 1
	i := sort.Search(n, func(i int) bool { return string(f.bytes(uint32(i))) >= s })
	return uint32(i), i < n && string(f.bytes(uint32(i))) == s
}

// check says whether everything points inside, and each list has an odd length.
func (f facets) check() bool {
	if !rising(f.stringAt, len(f.strings)) || !rising(f.facetAt, len(f.lists)) || !below(f.lists, uint32(len(f.stringAt)-1)) {
		return false
	}
	for i := range f.count() {
		if len(f.list(uint32(i)))%2 == 0 {
			return false
		}
	}
	return true
}

// condition is one line of a filter with strings as numbers of a segment.
type condition struct {
	key    uint32
	values []uint32
}

// passing says for each facet whether a filter lets it through. Nil: all.
func (f facets) passing(filter retrieval.Filter) []bool {
	if len(filter.Languages) == 0 && len(filter.Labels) == 0 {
		return nil
	}
	pass := make([]bool, f.count())
	conditions, ok := f.conditions(filter.Labels)
	if !ok {
		return pass
	}
	languages := f.numbers(filter.Languages)
	for i := range pass {
		list := f.list(uint32(i))
		pass[i] = (len(filter.Languages) == 0 || slices.Contains(languages, list[0])) && satisfies(list[1:], conditions)
	}
	return pass
}

// conditions translates labels; ok is false if a key is not known here, so that
// nothing can pass.
func (f facets) conditions(labels map[string][]string) (out []condition, ok bool) {
	for key, values := range labels {
		k, known := f.number(key)
		if !known {
			return nil, false
		}
		out = append(out, condition{key: k, values: f.numbers(values)})
	}
	return out, true
}

// numbers translates the strings that are known here.
func (f facets) numbers(list []string) (out []uint32) {
	for _, s := range list {
		if i, ok := f.number(s); ok {
			out = append(out, i)
		}
	}
	return out
}

// satisfies says whether labels, as key, value, …, meet all conditions.
func satisfies(labels []uint32, conditions []condition) bool {
	for _, c := range conditions {
		met := false
		for i := 0; i < len(labels); i += 2 {
			met = met || labels[i] == c.key && slices.Contains(c.values, labels[i+1])
		}
		if !met {
			return false
		}
	}
	return true
}

// facetMaker collects facets and numbers them.
type facetMaker struct {
	numbers map[string]uint32
	facets  [][]string
	key     []byte
}

// add returns the number of a facet, given as language, key, value, key, ….
func (m *facetMaker) add(facet []string) uint32 {
	m.key = m.key[:0]
	for _, s := range facet {
		m.key = appendString(m.key, s)
	}
	if i, ok := m.numbers[string(m.key)]; ok {
		return i
	}
	if m.numbers == nil {
		m.numbers = map[string]uint32{}
	}
	i := uint32(len(m.facets))
	m.numbers[string(m.key)] = i
	own := make([]string, len(facet))
	for j, s := range facet {
		own[j] = string([]byte(s)) // a copy: s may be a piece of a whole page
	}
	m.facets = append(m.facets, own)
	return i
}

// facetOf is the facet of a chunk.
func facetOf(c *retrieval.Chunk) []string {
	facet := []string{c.Language}
	for _, key := range slices.Sorted(maps.Keys(c.Labels)) {
		facet = append(facet, key, c.Labels[key])
	}
	return facet
}

// table makes the stored form.
func (m *facetMaker) table() facets {
	numbers := map[string]uint32{}
	for _, facet := range m.facets {
		for _, s := range facet {
			numbers[s] = 0
		}
	}
	f := facets{stringAt: []uint32{0}, facetAt: []uint32{0}}
	for i, s := range slices.Sorted(maps.Keys(numbers)) {
		numbers[s] = uint32(i)
		f.strings = append(f.strings, s...)
		f.stringAt = append(f.stringAt, uint32(len(f.strings)))
	}
	for _, facet := range m.facets {
		for _, s := range facet {
			f.lists = append(f.lists, numbers[s])
		}
		f.facetAt = append(f.facetAt, uint32(len(f.lists)))
	}
	return f
}

// named is the facet as strings.
func (f facets) named(i uint32) (facet []string) {
	for _, s := range f.list(i) {
		facet = append(facet, f.text(s))
	}
	return facet
}
