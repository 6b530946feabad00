// Package tokens counts model tokens: how large a chunk may be, and how much
// fits into a prompt.
//
// The vocabulary is o200k_base, read through tiktoken-go from a copy in the
// binary. Counting is exact and fast: a text is cut into the pieces that the
// encoding never joins (piece.go, the encoding's own rule written by hand
// instead of as a regular expression), a piece that is a token counts one, and
// the few others are encoded once and remembered.
//
//	text -> pieces -> vocabulary (1 token) | memory | byte pair merging
//
// The only inexact counts are those of pieces longer than longPiece bytes
// (base64, one endless word): they are counted in parts, a little too high.
package tokens
