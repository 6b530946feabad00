// Package indextest is the contract of retrieval.Indexes as a test, so that one
// ranking comes out of every implementation.
//
//	Run           one subtest per sentence of the contract; every index
//	RunAtomic     what only an index that shows whole commits can promise
//	Differential  the same points and questions in two indexes, compared
//	Reference     the contract in its simplest form: maps, brute force, float64
//	Generator     English and Chinese points and questions, the same for a seed
//	Compare       two lists of hits: same order, scores within a tolerance
//
// Where the contract leaves room, the suite asks for one reading:
//
//   - terms that a question repeats count with the sum of their weights, and a
//     term whose sum is not above zero does not count;
//   - a point whose Vector is nil has no cosine and is not in the vector leg, a
//     zero vector has cosine 0 with everything;
//   - a filter with a label key and no value lets nothing through;
//   - vectors of another dimension than the Spec's, or with a NaN or an
//     infinity, are refused by Upsert and by Search;
//   - of two points with one ID in one call the later stays;
//   - scores nearer to each other than what float32 sums lose may stand in
//     either order, and so may hits of one score that Depth cuts apart.
package indextest
