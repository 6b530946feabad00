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
	turns   []turn
}

type turn struct{ role, text string }

// page is a conversation as a page, its personal data masked. The first message
// is the question.
func (c conversation) page(key string, mask func(string) string) ingest.Page {
	var paragraphs []string
	for _, t := range c.turns {
		text := mask(normal(t.text))
		switch t.role {
		case "customer", "user", "end-user":
			text = "Customer: " + text
		case "agent", "assistant", "admin":
			text = "Agent: " + text
		}
		paragraphs = append(paragraphs, text)
	}
	text := strings.Join(paragraphs, "\n\n")
	title := mask(clean(c.Title))
	if title == "" && len(c.turns) > 0 {
		title = mask(clean(firstLine(c.turns[0].text)))
	}
	labels := map[string]string{"kind": "conversation"}
	d := &ingest.Document{Title: title, Text: text, Updated: c.Updated, Labels: labels, Sections: []ingest.Section{{End: len(text)}}, Blocks: blocks(text)}
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
