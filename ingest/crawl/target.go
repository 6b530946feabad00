package crawl

import (
	"strings"
	"time"

	"footnote/ingest"
)

// How a page was found, as the ledger has it.
const (
	given     = "given"
	inSitemap = "sitemap"
)

// target is an address that a run has to do with.
type target struct {
	address  address
	key      string
	foundBy  string
	depth    int       // links from the start; a sitemap counts as one
	hops     int       // redirects that led here
	listed   bool      // in a sitemap
	modified time.Time // as the sitemap says

	// What the ledger knows.
	recorded     bool   // anything
	foreign      bool   // its row belongs to another source
	left         bool   // an earlier run did not get to it, and says why
	held         bool   // there is a document, or was until the page went away
	document     bool   // there is a document now, or it is kept aside as a duplicate
	gone         bool   // the last visit was in doubt about it, too
	etag         string // with lastModified: to ask for changes only
	lastModified string
}

func newTarget(a address, foundBy string, depth int) *target {
	return &target{address: a, key: a.String(), foundBy: foundBy, depth: depth}
}

// learn takes over what the ledger knows. Only for a page whose document is
// there to stay is "unless it changed" a question with a useful answer.
func (t *target) learn(e ingest.Entry, source string) {
	document := e.Document != "" || e.SameAs != ""
	t.recorded, t.foreign = true, e.Source != source
	t.left = e.Status == ingest.Queued && e.Reason != ""
	t.held = document || e.Status == ingest.Removed
	t.document = document
	t.gone = e.Status == ingest.Failed && strings.HasSuffix(e.Reason, staysOnce)
	if document && e.Status != ingest.Skipped && e.Status != ingest.Removed {
		t.etag, t.lastModified = e.ETag, e.LastModified
	}
}

func (t *target) conditional() bool { return t.etag != "" || t.lastModified != "" }
