package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// maxReason keeps the reasons of the ledger to a line.
const maxReason = 300

// plainly says in a line for people why a request failed.
func plainly(err error, timeout time.Duration) string {
	var dns *net.DNSError
	var refused refusedError
	var large tooLarge
	switch {
	case errors.As(err, &refused):
		return refused.Error()
	case errors.As(err, &large):
		return large.Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("no such host: %s", dns.Name)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no complete answer within %s", timeout)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the answer was cut short"
	case errors.Is(err, io.EOF):
		return "the connection was closed without an answer"
	}
	var wrapped *url.Error // its text repeats the address
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return line(err.Error())
}

// line makes text from outside fit for a ledger row.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if runes := []rune(text); len(runes) > maxReason {
		return string(runes[:maxReason]) + "…"
	}
	return text
}
