package embed

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// failure is why a server gave no vectors, in words that an operator can act
// on. It never holds the key.
type failure struct{ message string }

func (f *failure) Error() string { return f.message }

// hint says what to check.
func hint(reply *http.Response) string {
	switch s := reply.StatusCode; {
	case s >= 300 && s < 400:
		return " (a redirect: set the URL that it points to)"
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return " (check the key)"
	case s == http.StatusNotFound || s == http.StatusMethodNotAllowed:
		return " (check the URL, it usually ends with /v1, and the model's name)"
	case s == http.StatusRequestEntityTooLarge:
		return " (texts too long or too many for one request)"
	case s == http.StatusTooManyRequests && reply.Header.Get("Retry-After") != "":
		return " (it wants to be asked again later)"
	}
	return ""
}

// excerptLength in bytes is enough for a server's message.
const excerptLength = 200

// excerpt is the beginning of a reply for an error: one line, without the key.
func (d doer) excerpt(body []byte) string {
	s := d.withoutKey(string(body[:min(len(body), 4*excerptLength)]))
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if s == "" {
		return ""
	}
	if len(s) > excerptLength {
		s = strings.ToValidUTF8(s[:excerptLength], "") + "..."
	}
	return ": " + s
}

// cause is a network error without the URL and the layers around it.
func (d doer) cause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return d.withoutKey(err.Error())
}

func (d doer) withoutKey(s string) string {
	if d.key == "" {
		return s
	}
	return strings.ReplaceAll(s, d.key, "[key]")
}
