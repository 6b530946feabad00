package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// types are the content types of what the pages are made of, given here so that
// a machine's own table cannot change them.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// File is one page or asset in both of its forms.
type File struct {
	body, small []byte // plain; gzip
	kind        string // content type
	tag         string // ETag of the plain form
	forever     bool   // its address changes when it does
}

func newFile(name string, body []byte) (File, error) {
	kind, ok := types[path.Ext(name)]
	if !ok {
		return File{}, fmt.Errorf("no content type is known for %q", path.Ext(name))
	}
	small, err := compressed(body)
	sum := sha256.Sum256(body)
	return File{body: body, small: small, kind: kind, tag: hex.EncodeToString(sum[:8])}, err
}

func compressed(body []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// ServeHTTP sends the file, or says that the browser has it already.
func (f File) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, tag := f.body, `"`+f.tag+`"`
	h := w.Header()
	if takesGzip(r.Header.Get("Accept-Encoding")) {
		body, tag = f.small, `"`+f.tag+`-gzip"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-cache") // ask again each time; unchanged costs one round trip
	if f.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if matches(r.Header.Get("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", f.kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body) // a browser that is gone needs no page
}

func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, q, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if strings.EqualFold(coding, "gzip") {
			return strings.Trim(q, "q=0.") != "" || q == ""
		}
	}
	return false
}

func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimPrefix(strings.TrimSpace(part), "W/"); part == tag || part == "*" {
			return true
		}
	}
	return false
}
