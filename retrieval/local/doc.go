// Package local is retrieval.Indexes on a folder: postings and vectors in
// memory-mapped files, exact search, durable commits, no server.
//
// # Folder
//
//	<dir>/<kb>/CURRENT              which generation is live ("=" before capitals, see folderOf)
//	<dir>/<kb>/lock                 held while CURRENT is being changed
//	<dir>/<kb>/g000007/             a generation: what one Create made
//	           manifest             what the last commit shows
//	           lock                 held by a writer from its first change to its commit
//	           00000012.segment     points, written once, never changed
//	           00000015.deletes     which points of a segment are gone
//	           *.tmp                what a crash left; removed by the next writer
//
// A file is written under a temporary name and renamed. Before a commit the files
// that it names are synced, and their folder; then the manifest is written, synced
// and renamed, which is the commit, and the folder synced. CURRENT is switched the
// same way. So a crash at any moment leaves the last commit. Files that no manifest names
// any more are removed after the commit. A reader that has them mapped goes on
// with them; one that comes too late to open them reads the newer manifest.
//
// # CURRENT
//
//	footnote index 1 g000007 crc32c 9a0b1c2d\n      the sum is of what stands before " crc32c"
//
// # manifest
//
//	{"format":1,"commit":17,"spec":{…},"statistics":{…},"next":16,"segments":[
//	  {"number":12,"bytes":8123,"crc32c":1234,"points":900,
//	   "deletes":{"number":15,"bytes":136,"crc32c":99,"points":3}}]}\n
//	sha256 <hex of the bytes before this line>\n
//
// # segment
//
// All numbers are little-endian, n is the number of points, a row is a point's
// place 0..n-1 in the order of arrival, every section starts at a multiple of 64.
//
//	"FNSEG\x001\n"
//	ids        n × 16 bytes
//	byID       n × uint32           rows in rising order of ID
//	lengths    n × float32          Terms.Length
//	facetOf    n × uint32           language and labels of the row: number of a facet
//	stringAt   (s+1) × uint32       ┐ sorted strings of the facets
//	strings    bytes                ┘
//	facetAt    (f+1) × uint32       ┐ language, then key and value of each label,
//	facets     uint32…              ┘ as numbers of strings
//	scales     n × float32          ┐ vector ≈ scale × codes; -1: no vector
//	residues   n × float32          │ length of vector - scale × codes, rounded up
//	codes      n × stride × int8    │ stride: dimensions up to a multiple of 64
//	floats     n × width × float32  ┘ width: dimensions up to a multiple of 16
//	recordAt   (n+1) × uint64       ┐ the chunks (record.go)
//	records    bytes                ┘
//	postings   uint32…              row<<8 | code of the count, rows rising within a term
//	counts     256 × float32        count of each code; 255: the next of odd
//	oddAt      uint64…              ┐ counts that found no room among the codes:
//	odd        float32…             ┘ place in postings, count
//	postingAt  (t+1) × uint64       where each term's postings start
//	termAt     (t+1) × uint32       ┐ the terms, sorted
//	terms      bytes                ┘
//	table      n, dimensions as uint32; offset, length of each section as uint64
//	"FNSEG\x001\n"
//
// # deletes
//
//	"FNDEL\x001\n"  n, count as uint32  ⌈n/64⌉ × uint64, bit row%64 of word row/64 set: gone
//
// # Searching
//
// Words: one term after the other adds its share to an array of scores (words.go).
// Vectors: int8 codes are scanned, each approximate cosine has a proven bound,
// and whatever may belong to the first Depth is scored again from the floats, so
// the result is exact (vectors.go). From half a gigabyte on the floats of a file are
// read row by row instead of mapped, so that they do not fill the memory. Both are selected and sorted by radix
// (ranking.go).
package local
