package model

import (
	"errors"
	"strings"

	"footnote/retrieval/text"
)

// errEcho is a reply that repeats what the model was told instead of answering.
var errEcho = errors.New("the reply repeats its prompt")

// A passage has been copied when this share of its sentences was, in percent.
// Two passages of some length, or several short ones and most of all, are more
// than any answer needs: then the model reads its prompt aloud.
const (
	copiedShare   = 90
	longPassage   = 3 // sentences
	mostLong      = 2
	mostShort     = 4
	shortSentence = 40 // bytes; a rule's sentence that is shorter may be said by chance
)

// echo counts what a reply repeats.
type echo struct {
	rules map[string]bool
	where map[string][]int // sentence -> passages that have it
	total []int            // sentences of each passage
	heard []int
}

// listen prepares for the echo of a prompt.
func listen(p *prompt) *echo {
	e := &echo{rules: map[string]bool{}, where: map[string][]int{}, total: make([]int, len(p.shown)), heard: make([]int, len(p.shown))}
	for _, s := range sentences(p.system) {
		if len(s) >= shortSentence {
			e.rules[s] = true
		}
	}
	for i, passage := range p.shown {
		for _, s := range sentences(passage.Text) {
			if n := len(e.where[s]); n == 0 || e.where[s][n-1] != i {
				e.where[s] = append(e.where[s], i)
				e.total[i]++
			}
		}
	}
	return e
}

// sentences of s without leads, each with single spaces.
func sentences(s string) []string {
	var all []string
	for _, x := range text.Sentences(s) {
		line := s[x.Start:x.End]
		all = append(all, strings.Join(strings.Fields(strings.TrimPrefix(line, leadOf(line))), " "))
	}
	return all
}

// hear takes a sentence of the reply in.
func (e *echo) hear(s string) error {
	lower := strings.ToLower(s)
	if strings.Contains(lower, "<passage ") || strings.Contains(lower, "</passage") {
		return errEcho
	}
	for _, part := range sentences(s) {
		if e.rules[part] {
			return errEcho
		}
		for _, i := range e.where[part] {
			e.heard[i]++
		}
		delete(e.where, part)
	}
	long, all := 0, 0
	for i, n := range e.total {
		if n == 0 || e.heard[i]*100 < n*copiedShare {
			continue
		}
		all++
		if n >= longPassage {
			long++
		}
	}
	if long >= mostLong || all >= mostShort && all*2 > len(e.total) {
		return errEcho
	}
	return nil
}
