// Package extractive composes an answer from the documentation's own words,
// without a model: it picks sentences, steps, list entries and table rows of
// the passages, and cites each by its exact place.
package extractive
