package embed

import (
	"net/http"
	"time"

	"footnote/retrieval/endpoint"
)

// line is a way to a server with a certain patience.
type line struct {
	client *http.Client
	budget time.Duration // for a call with all its tries
}

// Patience. Documents wait, since nobody waits for them; a question is asked by
// a person, and a search without vectors is better than a late one.
const (
	documentTries   = 5
	documentPause   = 30 * time.Second // the longest between two tries
	questionTries   = 2
	questionPause   = time.Second
	questionTimeout = 5 * time.Second
)

// maxReply bounds a reply: 64 vectors of 4,096 dimensions in decimal notation
// take 6 MB.
const maxReply = 64 << 20

// documentLine waits for the server to come back.
func documentLine(o RemoteOptions) line {
	return newLine(o, endpoint.Options{Tries: documentTries, MaxWait: documentPause, Header: o.Timeout, Idle: o.Timeout})
}

// questionLine gives up soon.
func questionLine(o RemoteOptions) line {
	timeout := min(o.Timeout, questionTimeout)
	return newLine(o, endpoint.Options{Tries: questionTries, MaxWait: questionPause, Header: timeout, Idle: timeout})
}

// newLine completes p with what both lines share.
func newLine(o RemoteOptions, p endpoint.Options) line {
	p.Name, p.Logger, p.MaxBytes, p.FirstPause = "embedding server", o.Logger, o.limit, o.pause
	if o.HTTPClient != nil {
		p.Base = o.HTTPClient.Transport
	}
	// Room for every try to take its time twice (until the reply begins, and
	// while it comes in) and for every pause.
	return line{endpoint.New(p), time.Duration(p.Tries) * (2*p.Header + p.MaxWait)}
}
