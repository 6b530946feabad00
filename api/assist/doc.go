// Package assist suggests to a support agent how to reply to a customer.
//
//	conversation -> open questions -> answers (package answer) -> drafts
//
// A draft is made of sentences of answers, word for word and with their
// footnotes, and of phrases out of reviewed files (phrases/*.tmpl) that state
// nothing. No sentence is made anywhere else, so no draft can promise or claim
// what the documentation does not say.
package assist
