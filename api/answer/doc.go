// Package answer makes a cited answer of a question, or an honest refusal.
//
//	question -> passages -> drafts -> checked sentences with citations -> Answer
//
// Every door (HTTP, command line, sidebar, evaluation) calls Service.Answer.
// A Composer proposes sentences and the passages they rest on; nothing that a
// composer says is shown before the check has found it in the cited text.
// Two composers live below:
//
//	extractive/  picks and orders sentences of the passages; needs no model
//	model/       asks a chat model through langchaingo
//
// # Map, in the order in which a question passes
//
//	service.go    the one door; making.go: an answer while it is being made
//	request.go    what a request may hold, and how it is cleaned
//	parts.go      several questions in one are answered one by one
//	followup.go   a follow-up as a question of its own (place.go, other.go)
//	asked.go      what a question asks: form, kind of value, parts (asked.txt)
//	grammar.go    what only makes a question of it; subject.go: what it is about
//	sense.go      meanings compared by the vectors of pieces (meaning.go)
//	current.go    pages that say they are superseded give way
//	signals.go    what speaks for an answer (signal.go: its parts); covered.go: what
//	              the documents lack of the question, kinds.go (kinds.txt)
//	confidence.go weights, thresholds and what they refuse (confidence.txt)
//	inject.go     text that speaks to a machine (cues.txt)
//	refuse.go     why there is no answer; account.go: only the account can tell
//	clarify.go    one question back, when the pages differ by what was not named
//	              (clarify_table.go: rows and columns; clarify_pages.go: pages made alike)
//	band.go       ranges of numbers in tables
//	compose.go    composers in turn; the extractive one is the fallback
//	check.go      is this sentence supported, and by which spans?
//	citation.go   spans, numbers; link.go: links that open on the quote
//	conflict.go   pages that contradict each other
//	layout.go     the answer as one text
//
// # How the check reads a sentence
//
//	lexeme.go     words, numbers, signs   fact.go       values with their units
//	statement.go  a text taken apart      polarity.go   words that turn a meaning
//	window.go     places that may support a sentence
//	support.go    which of them does      coverage.go   how much of it they have
//	cross.go      in another language
//
// and whether such a place says otherwise:
//
//	turned.go     the opposite            denied.go     denied or not, ellipsis.go,
//	                                      otherwise.go  said without a "not"
//	strength.go   must, may, only         exception.go  except, unless
//	limit.go      on the other side       condition.go  with or without, even if
//	align.go      a word exchanged        added.go      something put in
//	bound.go      a value of another      borrowed.go   a value of the next sentence
//	scope.go      all, one, only          person.go     ours and yours
//	order.go      before and after, who does it to whom
//
// masked.go keeps what tells who asks from models and records; repair.go lets a
// model mend an answer once.
package answer
