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
package answer
