package folder

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"footnote/ingest"
)

// conversation is a talk with a customer that led somewhere.
type conversation struct {
	ID      string
	Title   string
	Updated time.Time
	asker   string // who began it
	turns   []turn
}

// turn is what one side said. role is as the source calls it; "" if it does not.
type turn struct{ role, text string }

// Who spoke, of the names that help desks give to the two sides.
const (
	customer = "customer"
	agent    = "agent"
)

func roleOf(name string) string {
	switch strings.ToLower(name) {
	case "agent", "assistant", "admin", "operator", "staff", "support", "teammate", "bot", "客服", "坐席":
		return agent
	}
	return customer
}

const (
	// maxAsked is the longest message of a customer, in bytes, that stands beside
	// the replies, and maxTurns how many do: they are repeated with every part of
	// the page.
	maxAsked = 300
	maxTurns = 8
)

// page is a conversation as a page, its personal data masked. What agents
// replied is its text. What the customer said is not the company's answer, and
// never quoted as such: it is what the page answers, by which it is found.
func (c conversation) page(key string, mask func(string) string) ingest.Page {
	var replies, asked []string
	for _, t := range c.turns {
		text := mask(normal(t.text))
		switch {
		case roleOf(t.role) == agent:
			replies = append(replies, text)
		case len(asked) < maxTurns:
			asked = append(asked, strings.ToValidUTF8(clean(text[:min(len(text), maxAsked)]), ""))
		}
	}
	if len(replies) == 0 {
		return ingest.Page{Key: key, Status: ingest.Skipped, Reason: "nobody but the customer speaks"}
	}
	text := strings.Join(replies, "\n\n")
	title := mask(clean(c.Title))
	if title == "" {
		title = mask(clean(firstLine(c.turns[0].text)))
	}
	labels := map[string]string{"kind": "conversation"}
	d := &ingest.Document{Title: title, Text: text, Updated: c.Updated, Labels: labels, Asked: asked, Sections: []ingest.Section{{End: len(text)}}, Blocks: blocks(text)}
	return ingest.Page{Key: key, Title: title, Modified: c.Updated, Labels: labels, Parsed: d}
}

// maxFirstLine is the longest beginning of a message that serves as a title.
const maxFirstLine = 120

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if r := []rune(s); len(r) > maxFirstLine {
		s = string(r[:maxFirstLine])
	}
	return s
}

// talk reads a line of conversations:
//
//	{"_id":"7","title":"…","status":"resolved","updated":"2026-01-31","conversation":[{"role":"customer|agent","text":"…"}]}
//
// "messages" and "content" are understood as well. Without a status it counts
// as resolved.
func talk(line []byte) (conversation, string, error) {
	type said struct {
		Role    string `json:"role"`
		Text    string `json:"text"`
		Content string `json:"content"`
	}
	var raw struct {
		ID           json.RawMessage `json:"_id"`
		Title        string          `json:"title"`
		Status       string          `json:"status"`
		Updated      string          `json:"updated"`
		Conversation []said          `json:"conversation"`
		Messages     []said          `json:"messages"`
	}
	if err := json.Unmarshal(line, &raw); err != nil {
		return conversation{}, "", explain(err)
	}
	c := conversation{Title: raw.Title}
	var err error
	if c.ID, err = identity(raw.ID); err != nil {
		return c, "", err
	}
	if c.Updated, err = date(raw.Updated); err != nil {
		return c, "", err
	}
	for _, s := range append(raw.Conversation, raw.Messages...) {
		if text := s.Text + s.Content; strings.TrimSpace(text) != "" {
			c.turns = append(c.turns, turn{strings.ToLower(s.Role), text})
		}
	}
	switch strings.ToLower(raw.Status) {
	case "", "resolved", "closed", "solved", "已解决", "已关闭":
		return c, "", nil
	}
	return c, fmt.Sprintf("the conversation is not resolved (%s)", raw.Status), nil
}
