package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"footnote/api/answer"
	"footnote/api/records"
	"footnote/ingest"
)

// problem is an error as a client sees it.
type problem struct {
	status  int
	code    string // a stable word for programs
	message string // for people: what is wrong and what to do
	field   string // of the request, if one is to blame
	retry   time.Duration
}

func (p *problem) Error() string { return p.code + ": " + p.message }

var (
	errNoRoute = &problem{status: http.StatusNotFound, code: "not_found",
		message: "there is nothing at this address: /openapi.yaml lists what there is"}
	errNoMethod = &problem{status: http.StatusMethodNotAllowed, code: "method_not_allowed",
		message: "this address takes other methods only: see the Allow header"}
	errContentType = &problem{status: http.StatusUnsupportedMediaType, code: "unsupported_media_type",
		message: "send the body as Content-Type: application/json, in UTF-8, without Content-Encoding"}
	errBusy = &problem{status: http.StatusServiceUnavailable, code: "busy", retry: retryAfter,
		message: "too many requests at the moment: try again shortly"}
	errNotReady = &problem{status: http.StatusServiceUnavailable, code: "not_ready", retry: retryAfter,
		message: "the server cannot answer yet, or not now: try again shortly"}
	errTimeout = &problem{status: http.StatusGatewayTimeout, code: "timeout",
		message: "this took too long and was ended: try again, or ask for less"}
	errGone = &problem{status: statusClientGone, code: "client_gone",
		message: "the client went away"}
	errInternal = &problem{status: http.StatusInternalServerError, code: "internal",
		message: "something went wrong on the server: tell its operator the request_id"}
)

// statusClientGone is for the log only, as nginx has it: nobody reads the reply.
const statusClientGone = 499

// retryAfter is what a client that was turned away is asked to wait.
const retryAfter = time.Second

func badField(field, message string) *problem {
	return &problem{status: http.StatusBadRequest, code: "invalid_request", field: field, message: message}
}

func badBody(message string) *problem {
	return &problem{status: http.StatusBadRequest, code: "malformed_body", message: message}
}

func tooLarge(limit int64) *problem {
	return &problem{status: http.StatusRequestEntityTooLarge, code: "too_large",
		message: fmt.Sprintf("the body is larger than %d bytes: send less, such as the last messages only", limit)}
}

// table maps errors of the rooms below to what a client is told; the first
// that matches counts. What is not in it is the server's fault.
var table = []struct {
	is   error
	seen *problem
}{
	{answer.ErrUnknownKB, &problem{status: http.StatusNotFound, code: "unknown_kb", field: "kb",
		message: "there is no knowledge base of this name: /api/knowledge lists them"}},
	{ingest.ErrNotFound, &problem{status: http.StatusNotFound, code: "not_found",
		message: "there is no such document in this knowledge base (any more)"}},
	{records.ErrNotFound, &problem{status: http.StatusNotFound, code: "not_found",
		message: "no answer of this id is kept"}},
	{context.DeadlineExceeded, errTimeout},
	{context.Canceled, errGone},
}

// explain finds what a client is told about err.
func explain(err error) *problem {
	var p *problem
	var invalid *answer.InvalidError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &invalid):
		return badField(invalid.Field, invalid.Message)
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	}
	for _, row := range table {
		if errors.Is(err, row.is) {
			return row.seen
		}
	}
	return errInternal
}

// failure is the JSON form of every error.
type failure struct {
	Error failureBody `json:"error"`
}

type failureBody struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Field     string `json:"field,omitempty"`
	RequestID string `json:"request_id"`
}

func (p *problem) wire(requestID string) failure {
	return failure{failureBody{p.code, p.message, p.field, requestID}}
}

// fail answers a request with an error and notes it for the log.
func (s *server) fail(c *gin.Context, err error) {
	p := s.note(c, err)
	c.Abort()
	if c.Writer.Written() {
		return // too late: the reply is under way
	}
	if p.retry > 0 {
		c.Header("Retry-After", strconv.Itoa(int(max(1, p.retry.Seconds()))))
	}
	c.Header("Cache-Control", "no-store")
	s.write(c, p.status, p.wire(requestID(c)))
}

// note keeps err for the log line of the request. A reply that nobody waits
// for is no fault of the server, whatever error the end of the request caused.
func (s *server) note(c *gin.Context, err error) *problem {
	p := explain(err)
	if client, ok := c.Value(keyClient).(context.Context); ok && client.Err() != nil {
		p = errGone
	}
	c.Set(keyProblem, p)
	if p.status == http.StatusInternalServerError || p == errNotReady || p == errTimeout {
		c.Set(keyCause, strings.ToValidUTF8(err.Error(), "\uFFFD"))
	}
	return p
}
