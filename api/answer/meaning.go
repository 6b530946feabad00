package answer

// Pieces are pieces of words with vectors, in which words of one meaning are
// near each other, in two languages: *embed.Static is one. Quick and safe for
// concurrent use.
type Pieces interface {
	// Tokens are the pieces of a text in order; unknown ones are left out.
	Tokens(text string) []uint16
	// Row is the vector of a piece, all of one scale.
	Row(piece uint16) []int8
	// Weight says how much a piece tells, 0..1.
	Weight(piece uint16) float32
}
