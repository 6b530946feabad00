package folder

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"

	"footnote/ingest"
	"footnote/ingest/charset"
)

// threads reads an mbox: the messages of one subject, without what they quote,
// are a page. Who wrote the first of them is the customer, and who else writes
// answers. Personal data is masked.
func (v *visitor) threads(key string, body []byte) ([]ingest.Page, bool) {
	if v.options.Mask == nil {
		return []ingest.Page{{Key: key, Status: ingest.Skipped, Reason: "e-mail is read only where personal data is masked"}}, true
	}
	var order []string
	threads := map[string]*conversation{}
	for _, raw := range messages(body) {
		m, err := readMessage(raw)
		if err != nil || m.text == "" {
			continue
		}
		t := threads[m.thread]
		if t == nil {
			t = &conversation{Title: m.subject, asker: m.from}
			threads[m.thread] = t
			order = append(order, m.thread)
		}
		role := agent
		if m.from == t.asker {
			role = customer
		}
		t.turns = append(t.turns, turn{role, m.text})
		if m.date.After(t.Updated) {
			t.Updated = m.date
		}
	}
	var pages []ingest.Page
	for _, id := range order {
		pages = append(pages, threads[id].page(key+"#"+identify(id), v.options.Mask))
	}
	return pages, true
}

// messages splits an mbox at its "From " lines.
func messages(body []byte) [][]byte {
	var all [][]byte
	start := -1
	for at := 0; at < len(body); {
		end := bytes.IndexByte(body[at:], '\n')
		next := len(body)
		if end >= 0 {
			next = at + end + 1
		}
		first := at == 0 || at >= 2 && body[at-1] == '\n' && (body[at-2] == '\n' || bytes.HasSuffix(body[:at], []byte("\n\r\n")))
		if first && bytes.HasPrefix(body[at:], []byte("From ")) && len(all) < maxParts {
			if start >= 0 {
				all = append(all, body[start:at])
			}
			start = next
		}
		at = next
	}
	if start >= 0 {
		all = append(all, body[start:])
	}
	return all
}

// message is what is used of an e-mail.
type message struct {
	subject, thread, text string
	from                  string // address, in small letters
	date                  time.Time
}

func readMessage(raw []byte) (message, error) {
	m, err := mail.ReadMessage(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return message{}, err
	}
	words := mime.WordDecoder{CharsetReader: func(name string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(name)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(in), nil
	}}
	subject, err := words.DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		subject = m.Header.Get("Subject")
	}
	out := message{subject: plainSubject(subject)}
	out.thread = strings.ToLower(out.subject)
	if first := strings.Fields(m.Header.Get("References")); len(first) > 0 && out.subject == "" {
		out.thread = first[0]
	}
	out.date, _ = m.Header.Date()
	out.from = sender(m.Header.Get("From"))
	out.text = unquoted(part(partOf{m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body}, 0))
	return out, nil
}

// sender is the address of a sender; the header as it is where it has none.
func sender(header string) string {
	if a, err := mail.ParseAddress(header); err == nil {
		header = a.Address
	}
	return strings.ToLower(strings.TrimSpace(header))
}

// plainSubject is a subject without the marks of replies.
func plainSubject(s string) string {
	s = clean(s)
	for {
		head, rest, ok := strings.Cut(s, ":")
		if !ok {
			head, rest, ok = strings.Cut(s, "：")
		}
		switch strings.ToLower(strings.TrimSpace(head)) {
		case "re", "fwd", "fw", "aw", "wg", "sv", "回复", "答复", "转发", "回覆", "轉寄":
			if ok {
				s = strings.TrimSpace(rest)
				continue
			}
		}
		return s
	}
}

// partOf is a part of a message.
type partOf struct {
	kind, coding string
	body         io.Reader
}

// maxMailDepth is the deepest nesting of parts.
const maxMailDepth = 6

// part is the plain text of a part: of several the first that has one.
func part(p partOf, depth int) string {
	kind, parameters, err := mime.ParseMediaType(p.kind)
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") && depth < maxMailDepth {
		in := multipart.NewReader(p.body, parameters["boundary"])
		for {
			q, err := in.NextRawPart()
			if err != nil {
				return ""
			}
			if text := part(partOf{q.Header.Get("Content-Type"), q.Header.Get("Content-Transfer-Encoding"), q}, depth+1); text != "" {
				return text
			}
		}
	}
	if kind != "text/plain" {
		return ""
	}
	body := p.body
	switch strings.ToLower(strings.TrimSpace(p.coding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	raw, err := io.ReadAll(io.LimitReader(body, DefaultMaxBytes))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && len(raw) == 0 {
		return ""
	}
	text, err := charset.Decode(raw, p.kind)
	if err != nil {
		return ""
	}
	return string(text)
}

// unquoted is a message without what it quotes and without its signature.
func unquoted(s string) string {
	var kept []string
	for line := range strings.Lines(strings.ReplaceAll(s, "\r\n", "\n")) {
		line = strings.TrimRight(line, "\n ")
		trimmed := strings.TrimSpace(line)
		switch {
		case line == "--", strings.HasPrefix(trimmed, "-----Original Message"), strings.HasPrefix(trimmed, "-----原始邮件"), strings.HasPrefix(trimmed, "________________________________"):
			return normal(strings.Join(kept, "\n"))
		case strings.HasPrefix(trimmed, ">"):
			continue
		case strings.HasPrefix(trimmed, "On ") && strings.HasSuffix(trimmed, "wrote:"), strings.HasSuffix(trimmed, "写道：") || strings.HasSuffix(trimmed, "写道:"):
			continue
		}
		kept = append(kept, line)
	}
	return normal(strings.Join(kept, "\n"))
}
