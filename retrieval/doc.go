// Package retrieval is the read path: from a question to ranked passages.
//
//	question -> reading (terms + vector) -> two legs of hits -> fused, inspected, reranked passages
//
// This package holds the nouns (Chunk, Vector, Point, Reading, Query, Passage), the
// seams (Embedder, Index, Indexes) and the Retriever that every door uses:
// search box, sidebar, API, command line and evaluation. It imports the
// standard library only; each technology lives in a package below:
//
//	text/    words of a text: analysis, sentences, language
//	tokens/  how many model tokens a text has
//	embed/   text -> Vector
//	rank/    two legs -> one order, with its explanation
//	local/   Index inside the process, durable on disk (the default)
//	qdrant/  Index on a Qdrant server
package retrieval
