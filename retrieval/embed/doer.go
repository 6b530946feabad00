package embed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// call is what the doer must know about a request. It travels in the context,
// under its zero value as the key, since langchaingo's client lies between.
type call struct {
	texts int
	line  line
}

// Replies are asked for again once if they break off in the middle: the client
// itself tries again only before a reply has begun.
const readings = 2

// doer is what langchaingo calls instead of an http.Client. It returns a reply
// that was checked, or a *failure.
type doer struct{ host, key string }

// Do sends the request and returns the server's reply with the vectors in the
// order of the texts.
func (d doer) Do(req *http.Request) (*http.Response, error) {
	c, ok := req.Context().Value(call{}).(call)
	if !ok {
		return nil, errors.New("embed: a request without its call")
	}
	ctx, cancel := context.WithTimeout(req.Context(), c.line.budget)
	defer cancel()
	req = req.Clone(ctx)
	if d.key == "" {
		req.Header.Del("Authorization")
	}
	var body []byte
	var err error
	for range readings {
		var broken bool
		if body, broken, err = d.read(req, c.line.client); !broken {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	if body, err = inOrder(body, c.texts); err != nil {
		return nil, d.failed("sent no list of embeddings: %v", err)
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body)), Request: req}, nil
}

// read sends the request and reads the whole reply; broken says that it broke
// off after it had begun.
func (d doer) read(req *http.Request, client *http.Client) (body []byte, broken bool, err error) {
	if req.GetBody != nil {
		if req.Body, err = req.GetBody(); err != nil {
			return nil, false, err
		}
	}
	reply, err := client.Do(req)
	if err != nil {
		return nil, false, d.failed("did not answer: %s", d.cause(err))
	}
	defer reply.Body.Close()
	body, err = io.ReadAll(reply.Body)
	if reply.StatusCode != http.StatusOK {
		return nil, false, d.failed("answered %s%s%s", reply.Status, hint(reply), d.excerpt(body))
	}
	if err != nil {
		return nil, errors.Is(err, io.ErrUnexpectedEOF), d.failed("broke off its reply: %s", d.cause(err))
	}
	return body, false, nil
}

// failed is a *failure of this server.
func (d doer) failed(format string, args ...any) error {
	return &failure{d.host + " " + fmt.Sprintf(format, args...)}
}
