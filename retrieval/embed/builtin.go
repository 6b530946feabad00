package embed

import (
	_ "embed"

	"footnote/retrieval"
)

// BuiltinModel names the vectors of Builtin. It changes with everything that
// changes them: the table, and how a text is cut into its pieces.
const BuiltinModel = "builtin-static-1"

// tableFile is made by the program in training; see MODEL.md there.
//
//go:embed table.bin
var tableFile string

// Builtin is an embedder that needs no model file, no download and no server:
// a table of English and Chinese pieces of words, learnt from a multilingual
// model. It finds the same meaning in other words, and in the other language.
// What it does not see is order: "A pays B" and "B pays A" are the same to it.
func Builtin() *Static {
	s, err := newStatic(BuiltinModel, tableFile)
	if err != nil {
		panic(err) // the file is part of the program, and a test opens it
	}
	return s
}

var _ retrieval.Embedder = (*Static)(nil)
