package chunk

import (
	"slices"
	"strconv"
	"strings"

	"footnote/ingest"
	"footnote/retrieval"
)

// chunk makes a chunk of a pack.
func (r *reading) chunk(p pack) retrieval.Chunk {
	d := r.doc
	place := r.place(p)
	start, end := r.pieces[p.from].start, r.pieces[p.to-1].end
	c := retrieval.Chunk{
		Document: d.ID, URL: d.URL, Title: d.Title, Language: d.Language,
		Section: Breadcrumb(d.Title, place.Path), Anchor: place.Anchor,
		Text: d.Text[start:end], Start: start, End: end,
		Context: r.context(p), Blocks: r.blocks(p),
		FAQ: d.FAQ, Updated: d.Updated, Labels: d.Labels,
	}
	c.ID = retrieval.NewID(Version, d.ID, c.Title, c.Section, c.Anchor, strconv.Itoa(start), c.Context, c.Text)
	return c
}

// place is the section that a pack belongs to: of joined ones what their paths
// have in common, with the first one's anchor. Headings with nothing under
// them do not count.
func (r *reading) place(p pack) ingest.Section {
	first := p.from
	for first+1 < p.to && r.pieces[first].kind == retrieval.Heading && r.pieces[first+1].section != r.pieces[first].section {
		first++
	}
	place := r.sectionOf(first)
	for k := first + 1; k < p.to; k++ {
		if r.pieces[k].section != r.pieces[k-1].section {
			place.Path = common(place.Path, r.sectionOf(k).Path)
		}
	}
	return place
}

func common(a, b []string) []string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// Breadcrumb joins a heading path; the document's title, which every path
// begins with, is left out.
func Breadcrumb(title string, path []string) string {
	if len(path) > 0 && strings.EqualFold(path[0], title) {
		path = path[1:]
	}
	trail := strings.Join(path, " > ")
	if len(trail) > maxTrail {
		trail = strings.ToValidUTF8(trail[:maxTrail], "")
	}
	return trail
}

// maxTrail is the longest breadcrumb in bytes: six long headings. It is repeated
// in every chunk of its section.
const maxTrail = 1000

// context is the caption and header of the table that a pack continues, and
// what else the document answers.
func (r *reading) context(p pack) string {
	first := r.pieces[p.from]
	parts := r.doc.Asked
	if r.repeats(p.from) == 0 {
		return strings.Join(parts, "\n")
	}
	parts = slices.Clone(parts)
	for _, k := range []int{first.caption, first.header} {
		if k >= 0 && k < p.from {
			parts = append(parts, r.doc.Text[r.pieces[k].start:r.pieces[k].end])
		}
	}
	return strings.Join(parts, "\n")
}

// blocks are the document's blocks clipped to the pack.
func (r *reading) blocks(p pack) []retrieval.Block {
	out := make([]retrieval.Block, 0, p.to-p.from)
	for k, q := range r.pieces[p.from:p.to] {
		if k > 0 && r.pieces[p.from+k-1].block == q.block {
			out[len(out)-1].End = q.end
			continue
		}
		out = append(out, retrieval.Block{Kind: q.kind, Start: q.start, End: q.end, Level: q.level})
	}
	return slices.Clip(out)
}
