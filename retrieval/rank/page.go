package rank

import (
	"net/url"
	"strings"

	"footnote/retrieval"
)

// Who asks while reading a page means what that page is about more often than
// another: of two texts that are alike ("Cancel" for two plans, a manual of two
// versions), the one of the page counts more by pageWeight, about two places, and
// another by how much of its address it shares with it, up to folderWeight.
// Neither outweighs a text that says more.
const (
	pageWeight   = 0.1
	folderWeight = 0.05
)

// boostPage is the name of it in an explanation.
const boostPage = "page"

// reader is the page that an asker is reading.
type reader struct {
	host string
	path []string
}

// newReader is false for what is no address of a page.
func newReader(page string) (reader, bool) {
	u, err := url.Parse(page)
	if page == "" || err != nil || u.Host == "" {
		return reader{}, false
	}
	return reader{strings.ToLower(u.Host), segments(u.Path)}, true
}

func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// near is what a text at an address counts more.
func (r reader) near(address string) float64 {
	u, err := url.Parse(address)
	if err != nil || strings.ToLower(u.Host) != r.host {
		return 0
	}
	path := segments(u.Path)
	shared := 0
	for shared < min(len(path), len(r.path)) && path[shared] == r.path[shared] {
		shared++
	}
	switch {
	case shared == len(path) && shared == len(r.path):
		return pageWeight
	case len(r.path) < 2: // no folders to share
		return 0
	}
	return folderWeight * float64(min(shared, len(r.path)-1)) / float64(len(r.path)-1)
}

// atPage sets what chunks near the page count more.
func atPage(q retrieval.Reading, hits []retrieval.Ranked, at map[retrieval.ID]*retrieval.Chunk, looks []look) {
	r, ok := newReader(q.Page)
	if !ok {
		return
	}
	for i, h := range hits {
		if c := at[h.ID]; c != nil {
			looks[i].page = r.near(c.URL)
		}
	}
}
