package text

import (
	"strings"
	"unicode"
)

// Abbreviations, in small letters, without their last dot.
var (
	// neverLast stand in front of what they belong to.
	neverLast = set(`dr mr mrs ms prof st rev hon gen sen gov capt lt col sgt messrs mme
		vs e.g i.e eg ie cf viz approx incl excl resp esp`)

	// numbered stand in front of a number; without one they may be words.
	numbered = set(`no nos fig figs vol vols p pp eq eqs sec secs ch chap art ver tel ext para
		pt nr ref tab cl ed op cap rev v max min jan feb mar apr jun jul aug sep sept oct nov dec`)

	// maybeLast end a sentence only if another one clearly begins after them.
	maybeLast = set(`inc ltd co corp llc plc gmbh jr sr bros al dept univ est u.s u.k u.n e.u u.s.a d.c ph.d m.d b.a m.a`)

	// hours stand in front of a day or a time zone, or end a sentence.
	hours     = set(`a.m p.m`)
	afterHour = set(`monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
		est edt cst cdt mst mdt pst pdt et ct mt pt utc gmt cet cest bst jst ist eastern central pacific`)

	// starters begin sentences far more often than they follow an abbreviation.
	starters = set(`the a an it its this that these those there here we you he she they i if in on at for from to
		when where while how what why which who please after before but and however then so as by with use click
		select choose open go see note do don't make each all no not yes once until because although also both our your their`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// starter: does s, after white space, begin with a word that starts sentences?
func starter(s string) bool { return starters[firstWord(s)] }

// firstWord is the first word of s in small letters, after white space and what
// opens a quote or bracket.
func firstWord(s string) string {
	s = strings.TrimLeft(s, " \t\r\u00a0\"'“‘(")
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	if end < 0 {
		end = len(s)
	}
	return strings.ToLower(s[:min(end, longestWord)])
}

// longestWord in the lists above, in bytes, with room.
const longestWord = 16
