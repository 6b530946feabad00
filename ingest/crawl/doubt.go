package crawl

import "footnote/ingest"

const (
	// maxFailing is the part of a run's pages that may fail, as one in so many,
	// for the site to be taken for healthy: single pages time out everywhere.
	maxFailing = 10
	// maxDoubtful is the part of a run's pages that may look gone: a site that is
	// being repaired says so of all of them, however well it answers.
	maxDoubtful = 2
)

// What is added to the reason of a page that looks gone and keeps its document.
const (
	staysOnce    = "; what was known of it stays for now"
	staysTrouble = "; the site is in trouble, what was known of it stays"
)

// decide yields the pages that look gone: a document goes when its page looks so
// on a healthy site in two runs in a row. What the server says plainly (404, 410,
// moved for good) does not come here.
func (r *run) decide() {
	asked := r.asked + r.detours
	healthy := r.failing*maxFailing <= asked && len(r.doubtful)*maxDoubtful <= asked
	for _, o := range r.doubtful {
		switch {
		case !healthy:
			o.page.Status, o.page.Reason = ingest.Failed, o.page.Reason+staysTrouble
		case !o.target.gone:
			o.page.Status, o.page.Reason = ingest.Failed, o.page.Reason+staysOnce
		}
		r.emit(o.page)
	}
	r.doubtful = nil
}
