package ingest

import "footnote/ingest/media"

// Transcript is what was read in one picture or recording of a page by a tool of
// the operator's. It is stored with the page's body, since pictures are not: so the
// page can be made again without a fetch, and without the tool.
type Transcript struct {
	Of    string       `json:"of"`  // the picture, as the page names it; "" for the page itself
	Sum   string       `json:"sum"` // of its bytes
	By    string       `json:"by"`  // media.Tool.ID
	Lines []media.Line `json:"lines"`
}
