// Package library is the truth about knowledge bases, in SQL: which pages are
// known and what became of them (the ledger), their bodies as fetched, the
// documents made of them and how these are cut into chunks. Everything that is
// searched can be made again from here without fetching a page.
//
//	entries   one row a page, ever: status, reason, validators, times
//	bodies    what was fetched, and what was read in its pictures, compressed
//	documents, contents   what it says, compressed; removed ones stay, marked
//	chunks    chunk id -> document; the text of a chunk is cut from its document
//	vectors   what remote embedders computed, by content
//	corrections  what people have said about single pages
//	sources   what the operator wants read, and how often
//
// Each page has at most one document. It is live (searched) or removed: gone,
// excluded, or aside because another page says the same.
//
// One process writes at a time (Lock); others read beside it.
package library
