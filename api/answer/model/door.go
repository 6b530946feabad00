package model

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// call is one request's account of what went wrong. It travels in the context:
// langchaingo, which lies between, keeps of a network error only that there was
// one.
type call struct {
	failed error // of the server
	taken  error // of the receiver
}

type callKey struct{}

func (c *call) in(ctx context.Context) context.Context { return context.WithValue(ctx, callKey{}, c) }

// door is what langchaingo calls instead of an http.Client: it lets only a
// stream of events in and says what came instead.
type door struct {
	client *http.Client
	key    string
	host   string
}

// Do sends the request. A reply that is no stream becomes an error.
func (d *door) Do(r *http.Request) (*http.Response, error) {
	if d.key == "" {
		r.Header.Del("Authorization")
	}
	r.Header.Set("Accept", "text/event-stream")
	reply, err := d.client.Do(r)
	if err != nil {
		err = errors.New(tidy(cause(err), d.key))
	} else if err = d.judge(reply); err != nil {
		reply.Body.Close()
	}
	if err == nil {
		return reply, nil
	}
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.failed = err
	}
	return nil, err
}

// cause is a network error without the URL around it.
func cause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}

func (d *door) judge(reply *http.Response) error {
	kind, _, _ := mime.ParseMediaType(reply.Header.Get("Content-Type"))
	switch {
	case reply.StatusCode != http.StatusOK:
		return fmt.Errorf("it answered %s%s%s", tidy(reply.Status, d.key), hint(reply.StatusCode), d.excerpt(reply))
	case kind == "text/html":
		return errors.New("it answered with a web page: does the URL end with /v1?")
	case kind == "application/json":
		return fmt.Errorf("it does not stream its reply%s", d.excerpt(reply))
	}
	return nil
}

// hint says what to check.
func hint(status int) string {
	switch {
	case status >= 300 && status < 400:
		return " (a redirect: set the URL that it points to)"
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return " (check the key)"
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		return " (check the URL, which usually ends with /v1, and the model's name)"
	case status == http.StatusTooManyRequests:
		return " (too many requests for it)"
	}
	return ""
}

// excerptSize is as much of an error reply as is read.
const excerptSize = 4 << 10

// excerpt is the server's own message: OpenAI's form of an error, else the
// beginning of the text.
func (d *door) excerpt(reply *http.Response) string {
	body, _ := io.ReadAll(io.LimitReader(reply.Body, excerptSize)) // as much as came
	var e struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	said := string(body)
	if json.Unmarshal(body, &e) == nil && e.Error.Message != "" {
		said = e.Error.Message
	}
	if said = tidy(said, d.key); said == "" {
		return ""
	}
	return ": " + said
}

// tidyLength in characters is enough for a message.
const tidyLength = 200

// tidy is a stranger's text for an error message: one line, short, without the
// key, not even a part of it.
func tidy(s, key string) string {
	if key != "" {
		s = strings.ReplaceAll(s, key, "[key]")
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), " ")
	if r := []rune(s); len(r) > tidyLength {
		s = string(r[:tidyLength]) + "…"
	}
	return s
}
