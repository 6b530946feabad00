// Package qdrant is the index on a Qdrant server: the same points, the same
// ranking and the same scores as the index inside the process, at any size and
// for several programs at once.
//
// # What lies on the server
//
// Each generation of a knowledge base is a collection of its own; an alias
// names the live one, so that switching is one call and nobody ever searches a
// collection that is being filled:
//
//	footnote-shop               alias
//	   └─> footnote-shop-3f9c02d1a7be    collection, one generation
//	       point 0           "state": JSON, see state
//	       points 1..256     "frequencies": in how many points each word occurs
//	       points 257..512   "vocabulary": the words themselves, for completing them
//	       points <UUID>     one for each chunk
//
// The numbered points have no vectors, so no search finds them. A chunk has
//
//	vector "vector"   dense, dot product of unit vectors; missing without embedder
//	vector "words"    sparse: index = Hash(term), value = tf/(tf + K1*(1-B+B*length/average))
//	payload           the chunk's fields (see payload.go) and "terms", the counts
//	                  from which "words" can be computed again
//
// # Scores
//
// The server multiplies and adds; all weights are ours. The query has
// weight*idf for each word. The server's own "idf" modifier has the same
// formula, but it counts what is in its segments: points that were deleted or
// replaced count until a segment is vacuumed, and each shard counts for
// itself. So scores would change with the history of a collection and with the
// number of its shards. We keep the counts ourselves: exact, in 256 small
// points, read when a question needs them and kept until the next commit.
//
// Terms are told apart by 32 bits. Among V terms about V²/2³³ pairs share a
// hash: none to be expected among 60,000 (20,000 chunks), about 116 pairs among
// a million. Two terms with one hash count as one word, in a point (their
// values are added) and in the frequencies.
//
// # Commits
//
// A server has no transactions over points. Up to Options.Hold points wait in
// the program and are sent by Commit; deletions always wait. Only a larger
// change is sent in parts, and then some of its points are found before
// Commit. The state point names the commit (its epoch); each search reads it
// together with its hits and starts again if it has changed, so frequencies
// and average length always belong together.
//
// When the average length moves, every "words" value changes. The pass over
// all points that follows notes in the state how far it has come; if it is
// interrupted, the next Commit goes on there. If a program dies while it
// writes, the state stays marked, and the next Commit counts the frequencies
// anew from the points. Nothing has to be repaired by hand. A collection that was
// filled before there was a vocabulary completes the words of newer points only.
//
// # Limits
//
// Equal scores come in rising order of ID. A server cuts a leg anywhere among
// equal scores, so we ask for more than the depth until the group at the cut is
// complete, up to tieLimit hits; a larger group may be cut in another place
// than in the local index. Above ExactBelow points vectors are searched
// through the server's HNSW graph, which may miss a neighbour.
package qdrant
