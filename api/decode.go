package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
)

// decode reads a JSON body into v, strictly: one value, in UTF-8, with known
// fields only, none of them twice or null.
func (s *server) decode(c *gin.Context, v any) error {
	body, err := s.body(c)
	if err != nil {
		return err
	}
	if !utf8.Valid(body) {
		return badBody("the body is not UTF-8")
	}
	if err := wellFormed(body); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	return explainJSON(d.Decode(v))
}

func (s *server) body(c *gin.Context) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	charset := strings.ToLower(params["charset"])
	if err != nil || kind != "application/json" || charset != "" && charset != "utf-8" || c.GetHeader("Content-Encoding") != "" {
		return nil, errContentType
	}
	if c.Request.ContentLength > s.Limits.Body {
		return nil, tooLarge(s.Limits.Body)
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, s.Limits.Body))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, badBody("the body could not be read to its end: send it again")
	}
	return body, nil
}

// maxDepth is how deep a body may be nested; the wire shapes need four levels.
const maxDepth = 16

// wellFormed finds what encoding/json would let pass although a careful client
// never sends it: a key twice (the last would win), null (would count as
// absent), a key in other letters (would match all the same), nesting without
// end, anything behind the value.
func wellFormed(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	w := walker{d}
	if err := w.value("", 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return badBody("the body holds more than one JSON value")
	}
	return nil
}

type walker struct{ *json.Decoder }

func (w walker) value(path string, depth int) error {
	token, err := w.Token()
	switch {
	case err != nil:
		return explainJSON(err)
	case token == nil:
		return badField(path, "is null: leave it out, or give it a value")
	case depth > maxDepth:
		return badBody(fmt.Sprintf("the body is nested deeper than %d levels", maxDepth))
	case token == json.Delim('['):
		return w.list(path, depth)
	case token == json.Delim('{'):
		return w.object(path, depth)
	}
	return nil
}

func (w walker) list(path string, depth int) error {
	for w.More() {
		if err := w.value(path, depth+1); err != nil {
			return err
		}
	}
	_, err := w.Token()
	return explainJSON(err)
}

func (w walker) object(path string, depth int) error {
	seen := map[string]bool{}
	for w.More() {
		token, err := w.Token()
		if err != nil {
			return explainJSON(err)
		}
		key := token.(string) // the decoder lets nothing else pass
		field := strings.TrimPrefix(path+"."+key, ".")
		if seen[key] {
			return badField(field, "is given twice")
		}
		seen[key] = true
		if path != freeKeys && strings.ContainsFunc(key, notFieldCharacter) {
			return unknownField(key)
		}
		if err := w.value(field, depth+1); err != nil {
			return err
		}
	}
	_, err := w.Token()
	return explainJSON(err)
}

// freeKeys is the object whose keys are the caller's own.
const freeKeys = "labels"

func notFieldCharacter(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }

func unknownField(name string) *problem {
	return badField(printable(name), "is not a field of this request: /openapi.yaml lists them")
}

// explainJSON says what is wrong with a body without echoing Go's types.
func explainJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		return badField(kind.Field, fmt.Sprintf("is a %s, which does not fit there", kind.Value))
	case errors.As(err, &syntax):
		return badBody(fmt.Sprintf("the body is not JSON: error at byte %d", syntax.Offset))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return badBody("the body is empty or ends in the middle of a JSON value")
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return unknownField(strings.Trim(name, `"`))
	}
	return badBody("the body is not JSON of this request's shape")
}

// printable is a caller's text in an error message: short and on one line.
func printable(s string) string {
	const most = 80
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
