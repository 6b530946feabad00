package local

import (
	"bytes"
	"errors"
	"sort"
)

// words joins the dictionaries and, term by term, the postings.
func (m *merge) words() error {
	j := &joiner{merge: m, next: make([]int, len(m.parts)), postingAt: []uint64{0}, termAt: []uint32{0}}
	frequencies, err := m.frequencies()
	if err != nil {
		return err
	}
	j.codes = newCountCodes(frequencies)
	m.w.section(secPostings)
	rested := uint64(0)
	for term := j.first(); term != nil; term = j.first() {
		if err := j.join(term); err != nil {
			return err
		}
		if written := j.postingAt[len(j.postingAt)-1]; written-rested >= restPostings {
			rested = written
			m.rest()
		}
	}
	put(m.w, secCounts, j.codes.table()[:])
	put(m.w, secOddAt, j.oddAt)
	put(m.w, secOdd, j.odd)
	put(m.w, secPostingAt, j.postingAt)
	put(m.w, secTermAt, j.termAt)
	m.w.section(secTerms)
	m.w.write(j.terms)
	return nil
}

// restPostings is how many postings are read before their memory is given back:
// 4 MB.
const restPostings = 1 << 20

// frequencies says how often each count occurs in all parts together.
func (m *merge) frequencies() (map[float32]int, error) {
	all := map[float32]int{}
	for i, p := range m.parts {
		var codes [256]int
		for _, x := range p.postings {
			if int(x>>8) >= len(m.rows[i]) {
				return nil, p.damaged("a posting names a point that is not there")
			}
			codes[x&255]++
		}
		for code, n := range codes[:oddCode] {
			if n > 0 {
				all[p.counts[code]] += n
			}
		}
		for _, count := range p.odd {
			all[count]++
		}
		p.mapping.rest()
	}
	delete(all, 0)
	return all, nil
}

// joiner walks through the dictionaries of all parts together.
type joiner struct {
	*merge
	next  []int // by part: the term that comes next
	codes *countCodes

	list      []uint32 // postings of the term at hand
	last      float32  // count of the last of them
	oddAt     []uint64
	odd       []float32
	postingAt []uint64
	termAt    []uint32
	terms     []byte
}

// first is the smallest term that comes next in any part, nil after the last.
func (j *joiner) first() (term []byte) {
	for i, p := range j.parts {
		if j.next[i] == len(p.termAt)-1 {
			continue
		}
		if t := p.termBytes(j.next[i]); term == nil || bytes.Compare(t, term) < 0 {
			term = t[:len(t):len(t)]
		}
	}
	return term
}

// join writes the postings of a term from all parts that have it.
func (j *joiner) join(term []byte) error {
	j.list = j.list[:0]
	for i, p := range j.parts {
		if n := j.next[i]; n < len(p.termAt)-1 && bytes.Equal(p.termBytes(n), term) {
			j.next[i]++
			if err := j.append(i, span{p.postingAt[n], p.postingAt[n+1]}); err != nil {
				return err
			}
		}
	}
	if len(j.list) == 0 {
		return nil // all points that held it are gone
	}
	if len(term) > maxTermBytes-len(j.terms) {
		return errors.New("the terms of a segment exceed 2 GiB")
	}
	j.w.write(raw(j.list))
	j.postingAt = append(j.postingAt, j.postingAt[len(j.postingAt)-1]+uint64(len(j.list)))
	j.terms = append(j.terms, term...)
	j.termAt = append(j.termAt, uint32(len(j.terms)))
	return nil
}

// append takes over the postings of one part.
func (j *joiner) append(i int, at span) error {
	p, rows := j.parts[i], j.rows[i]
	odd := sort.Search(len(p.oddAt), func(k int) bool { return p.oddAt[k] >= at.from })
	for _, x := range p.postings[at.from:at.to] {
		count := p.counts[x&255]
		if x&255 == oddCode {
			if odd == len(p.odd) {
				return p.damaged("a count is missing")
			}
			count = p.odd[odd]
			odd++
		}
		if row := rows[x>>8]; row != dropped {
			j.posting(row, count)
		}
	}
	return nil
}

// posting appends one; a term that a point names twice counts with the sum.
func (j *joiner) posting(row uint32, count float32) {
	if n := len(j.list); n > 0 && j.list[n-1]>>8 == row {
		if j.list[n-1]&255 == oddCode {
			j.oddAt, j.odd = j.oddAt[:len(j.oddAt)-1], j.odd[:len(j.odd)-1]
		}
		j.list = j.list[:n-1]
		count = min(count+j.last, maxCount)
	}
	code := j.codes.of(count)
	if code == oddCode {
		j.oddAt = append(j.oddAt, j.postingAt[len(j.postingAt)-1]+uint64(len(j.list)))
		j.odd = append(j.odd, count)
	}
	j.list = append(j.list, row<<8|uint32(code))
	j.last = count
}
