// Package ingest is the write path: from pages to points.
//
//	page -> document -> chunk -> vector -> point
//
// A Source yields pages; extraction makes a Document of a page; a splitter cuts
// it into chunks; the Library keeps the truth (pages, documents, ledger); the
// Pipeline carries pages through and then brings the index in line with the
// Library. This package holds the nouns, the seams and the Pipeline; each
// technology lives in a package below:
//
//	crawl/    source: a web site, over HTTP
//	folder/   source: files, archives, JSON lines
//	extract/  page -> Document
//	chunk/    Document -> chunks
//	library/  the truth, in SQL
package ingest
