// Package crawl is the source that reads a web site over HTTP: politely,
// safely, and so that every address of the site is accounted for.
//
// A run goes like this:
//
//	robots.txt -> start page -> sitemaps -> pages known from the ledger and
//	pages found on the way, each asked once, in the order in which they became
//	known, whatever the number of workers
//
// What becomes of an address of the site:
//
//	200 with text           Fetched; its links, canonical and translations are followed
//	304                     NotModified (asked so only if the ledger has its document)
//	redirect                Skipped; its goal is a page of its own
//	404, 410                Removed if it had a document, else Failed
//	looks gone (a page that says so, a temporary redirect)   Failed at first; gone
//	                        if so on a healthy site in two runs in a row
//	other 4xx, 5xx, no answer, too large    Failed with a plain reason
//	noindex, robots.txt, outside the start folder, excluded, too deep,
//	unsupported type, one of too many alike       Skipped
//	no text without scripts (needs JavaScript)    rendered, if there is a browser
//	                        for it, else Skipped
//	over the page limit     Queued, with the reason; a later run may get to it
//
// The site is the start's scheme, host and port. A start that names a folder
// (https://x/docs/) limits it to that folder; any other start (https://x/,
// https://x/docs/intro) means the whole host, because a page rarely says which
// of its siblings belong to it. If the server answers the start with a redirect
// to the same address with a slash, it is a folder after all. The start page
// itself may lead to https, to or from "www.", or elsewhere on its host: then
// the site is there. Pages of other hosts are never asked for and leave no
// trace in the ledger, where they may belong to another source.
//
// Safety: a connection is made only to an address that was checked after name
// resolution, so that no redirect, link, sitemap or change of DNS reaches a
// private network; everything that a server sends is limited in time, size and
// number, compressed and decompressed; cookies, credentials and proxies of the
// environment are not used.
package crawl
