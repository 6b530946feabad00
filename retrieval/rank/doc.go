// Package rank makes one order of the hits of both legs, and passages of it.
//
//	Legs -> Fusion.Fuse -> []Ranked -> (chunks are fetched) -> Inspector.Inspect -> Finish -> []Passage
//
// Every passage says how it got its place: the rank and score it has in each
// leg, how much each leg weighed and why, what its text added, and which words of
// the question it holds.
package rank
