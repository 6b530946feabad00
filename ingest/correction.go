package ingest

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"footnote/retrieval"
)

// Correction is what a person has said about a page, and what the page itself
// said at that time and says now: the person's word holds, through every later
// crawl, and where the page has changed its own mind since, the ledger shows it.
type Correction struct {
	Key      string   `json:"-"`
	Pinned   bool     `json:"pinned,omitempty"`   // its document stays, whatever becomes of the page
	Excluded bool     `json:"excluded,omitempty"` // it has no document
	Title    *Changed `json:"title,omitempty"`
	// Labels are those that were set, or taken away (Own is "").
	Labels    map[string]*Changed `json:"labels,omitempty"`
	Questions []string            `json:"questions,omitempty"` // that it answers; found by, not shown
	At        time.Time           `json:"at"`                  // when it was last said
}

// Changed is one value of a page that a person has changed.
type Changed struct {
	Own  string `json:"own"`  // the person's
	Was  string `json:"was"`  // the page's, when the person said so
	Now  string `json:"now"`  // the page's, as it was last read
	Seen bool   `json:"seen"` // it has been read since: Was and Now are known
}

// Empty says whether nothing is corrected.
func (c Correction) Empty() bool {
	return !c.Pinned && !c.Excluded && c.Title == nil && len(c.Labels) == 0 && len(c.Questions) == 0
}

// see notes what the page says and returns what counts.
func (c *Changed) see(now string) string {
	if !c.Seen {
		c.Was, c.Seen = now, true
	}
	c.Now = now
	return c.Own
}

// String says what was changed, and what the page says to that now.
func (c Changed) String() string {
	switch {
	case c.Seen && c.Now == c.Own:
		return fmt.Sprintf("%q, as the page says itself now", c.Own)
	case c.Seen && c.Now != c.Was:
		return fmt.Sprintf("%q instead of %q; the page says %q now", c.Own, c.Was, c.Now)
	case c.Seen:
		return fmt.Sprintf("%q instead of %q", c.Own, c.Was)
	}
	return fmt.Sprintf("%q", c.Own)
}

// String is a line for people: "pinned, title "X" instead of "Y"".
func (c Correction) String() string {
	var parts []string
	if c.Pinned {
		parts = append(parts, "pinned")
	}
	if c.Excluded {
		parts = append(parts, "excluded")
	}
	if c.Title != nil {
		parts = append(parts, "title "+c.Title.String())
	}
	for _, k := range slices.Sorted(maps.Keys(c.Labels)) {
		parts = append(parts, "label "+k+" "+c.Labels[k].String())
	}
	for _, q := range c.Questions {
		parts = append(parts, fmt.Sprintf("answers %q", q))
	}
	return strings.Join(parts, ", ")
}

// apply makes a document what the person has said, and returns the correction
// with what the page said, if that is news.
func (c Correction) apply(d *Document) (seen *Correction) {
	before := c.encoded()
	c = c.clone()
	if c.Title != nil {
		d.Title = c.Title.see(d.Title)
	}
	if len(c.Labels) > 0 {
		d.Labels = maps.Clone(d.Labels)
		if d.Labels == nil {
			d.Labels = map[string]string{}
		}
		for k, changed := range c.Labels {
			if d.Labels[k] = changed.see(d.Labels[k]); d.Labels[k] == "" {
				delete(d.Labels, k)
			}
		}
	}
	d.Asked = slices.Concat(d.Asked, c.Questions)
	if c.encoded() == before {
		return nil
	}
	return &c
}

func (c Correction) clone() Correction {
	if c.Title != nil {
		title := *c.Title
		c.Title = &title
	}
	c.Labels = maps.Clone(c.Labels)
	for k, v := range c.Labels {
		changed := *v
		c.Labels[k] = &changed
	}
	return c
}

func (c Correction) encoded() string {
	raw, err := json.Marshal(c)
	if err != nil {
		return err.Error() // texts, and a time of this era: always encodes
	}
	return string(raw)
}

// own identifies what the person says; "" for nothing.
func (c Correction) own() string {
	if c.Empty() {
		return ""
	}
	parts := []string{fmt.Sprint(c.Pinned, c.Excluded, len(c.Questions))}
	parts = append(parts, c.Questions...)
	if c.Title != nil {
		parts = append(parts, "title", c.Title.Own)
	}
	for _, k := range slices.Sorted(maps.Keys(c.Labels)) {
		parts = append(parts, k, c.Labels[k].Own)
	}
	id := retrieval.NewID(parts...)
	return hex.EncodeToString(id[:8])
}
