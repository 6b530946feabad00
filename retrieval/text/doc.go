// Package text turns text into what the word leg of a search compares, and
// into the units that answers are made of:
//
//	Words      tokens with their place in the text
//	Document   chunk -> retrieval.Terms (BM25)
//	Read       question and history -> retrieval.Reading: terms weighted as suits
//	           the collection, misspelt words corrected, signals for fusion
//	Query      the same without a collection
//	Sentences  places where sentences begin and end
//	Language   what language a text is in
//	Highlights words of a text that a question asks for
//
// # What is a term
//
// Everything is folded first: NFKC (full-width, ligatures, compatibility
// forms), lower case, Latin diacritics dropped, traditional Chinese characters
// replaced by simplified ones. Then
//
//	English words        stem ("refunds" -> "refund")
//	identifiers          whole, separators dropped, and their parts:
//	                     "maxRetryCount", "max_retry_count", "max-retry-count"
//	                     -> "maxretrycount" + "max" "retri" "count"
//	dotted names, paths  whole with the dots: "nginx.conf" + "nginx" "conf"
//	versions, codes      "v2.3.1" -> "v2.3.1" + "2.3.1" "2.3"; "ERR-1042" -> "err1042" + "err" "1042"
//	numbers              "1,000" -> "1000"
//	Chinese, Japanese,   overlapping pairs of characters and the characters
//	Korean, Thai ...     ("退款" -> "退" "退款" "款")
//
// Terms of a chunk's title and headings are kept apart from those of its text
// by a mark in front (see Document), so that both have their own rarity. Two
// terms that no text has say what a chunk is ("=faq", "=dense"), so that how
// common words are also says what a collection is made of.
//
// # Spelling
//
// A word of the question that no text of the collection holds, that is no English
// word, code or name, is replaced by a similar one that a text does hold, at less
// weight (see correct). It asks an index for nothing but how common words are, so
// every index corrects alike. In Chinese it is the pairs of characters that no
// text holds (see respell).
package text

// Version names the analysis. Terms of different versions do not match, so an
// index made by one cannot be searched by another.
const Version = "text-2"
