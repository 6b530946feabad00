package model

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"footnote/retrieval/endpoint"
	"footnote/retrieval/tokens"
)

// Options of a composer. Model and URL are needed; the rest has useful zero
// values.
type Options struct {
	Model string // as the server calls it
	URL   string // up to and including /v1
	Key   string // "": none is sent

	Tokens        *tokens.Counter
	ContextTokens int // of the model, prompt and reply together; 0: 4096
	ReplyTokens   int // at most, for the reply, reasoning included; 0: 800

	Begin   time.Duration // until a reply begins, each try; 0: 20 s
	Idle    time.Duration // between two pieces of a reply; 0: 45 s
	Timeout time.Duration // for the whole reply, tries included; 0: 60 s

	HTTPClient *http.Client // nil: one of package endpoint
	Logger     *slog.Logger
}

// The defaults. 4,096 tokens is what the common local servers give a model
// unless told otherwise, and some of them silently drop the beginning of what
// is longer. An answer of 800 tokens is two pages. A minute is less than the
// 90 s that the API gives an answer, so that another composer can still step in.
// A model without a graphics card reads a full prompt for half a minute before
// its first word, with the line open and silent.
const (
	defaultContext = 4096
	defaultReply   = 800
	defaultBegin   = 20 * time.Second
	defaultIdle    = 45 * time.Second
	defaultTimeout = 60 * time.Second
)

// maxBytes of a reply: each token travels in a line of about 250 bytes, and a
// model may reason for some ten thousand tokens before it answers.
const maxBytes = 16 << 20

func (o Options) complete() (Options, error) {
	if o.Model == "" {
		return o, errors.New("no model is named: set its name as the server calls it")
	}
	u, err := url.Parse(o.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return o, errors.New("the URL of the model server is not one: give it as in http://127.0.0.1:8080/v1")
	}
	if o.Tokens == nil {
		o.Tokens = tokens.New()
	}
	o.ContextTokens = cmp.Or(o.ContextTokens, defaultContext)
	o.ReplyTokens = cmp.Or(o.ReplyTokens, min(defaultReply, o.ContextTokens/4))
	if o.ReplyTokens < 1 || o.ContextTokens-o.ReplyTokens < leastPrompt {
		return o, fmt.Errorf("a context of %d tokens with a reply of %d leaves too little for the prompt: it needs %d", o.ContextTokens, o.ReplyTokens, leastPrompt)
	}
	o.Begin = cmp.Or(o.Begin, defaultBegin)
	o.Idle = cmp.Or(o.Idle, defaultIdle)
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.HTTPClient == nil {
		o.HTTPClient = endpoint.New(endpoint.Options{
			Name: "chat model", Header: o.Begin, Idle: o.Idle, MaxBytes: maxBytes, Logger: o.Logger,
		})
	}
	return o, nil
}

// host is the server's name and port, for messages.
func (o Options) host() string {
	u, err := url.Parse(o.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// takesNewField: OpenAI's own newest models refuse max_tokens; most other
// servers know only that, and some ignore max_completion_tokens without a word.
func (o Options) takesNewField() bool {
	u, err := url.Parse(o.URL)
	return err == nil && strings.HasSuffix(u.Hostname(), ".openai.com")
}
