// Package model is the composer that asks a chat model, through langchaingo, on
// any server that speaks OpenAI's protocol.
//
//	task -> prompt (budgeted, passages fenced as data) -> stream -> sentences -> drafts
//
// What comes back is hostile: a sentence leaves this package only as a draft,
// with the passages that the model says it rests on, and the check of package
// answer decides. A reply that was not finished in good order is an error, even
// if it looks whole, and so is one that repeats its prompt.
package model
