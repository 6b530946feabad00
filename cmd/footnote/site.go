package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"time"

	"footnote/testdata"
)

// site serves an example company's help site the way a real web server would:
// clean addresses, redirects, 404, entity tags and 304.
type site struct {
	company   testdata.Company
	files     fs.FS
	redirects map[string]string
	origin    string // its own, e.g. "http://127.0.0.1:8091"
	server    *http.Server
}

// startSite listens on preferred, or on any free port if that is taken: known
// addresses make the demo print the same links every time.
func startSite(c testdata.Company, preferred string) (*site, error) {
	files, err := c.Site()
	if err != nil {
		return nil, fmt.Errorf("open the example site %s: %w", c.Name, err)
	}
	redirects, err := readRedirects(files)
	if err != nil {
		return nil, fmt.Errorf("open the example site %s: %w", c.Name, err)
	}
	listener, err := net.Listen("tcp", preferred)
	if err != nil {
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("serve the example site %s: %w", c.Name, err)
	}
	s := &site{company: c, files: files, redirects: redirects, origin: "http://" + listener.Addr().String()}
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second}
	go s.server.Serve(listener) //nolint:errcheck // ends with Close, which is the only way it ends
	return s, nil
}

func (s *site) close() { s.server.Close() }

func readRedirects(files fs.FS) (map[string]string, error) {
	raw, err := fs.ReadFile(files, "_redirects")
	if err != nil {
		return nil, err
	}
	redirects := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) >= 2 && strings.HasPrefix(f[0], "/") {
			redirects[f[0]] = f[1]
		}
	}
	return redirects, lines.Err()
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if to, ok := s.redirects[r.URL.Path]; ok {
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return
	}
	name, body := s.find(r.URL.Path)
	if body == nil {
		http.Error(w, "This page does not exist.", http.StatusNotFound)
		return
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "xml") {
		body = bytes.ReplaceAll(body, []byte(s.company.Origin), []byte(s.origin))
	}
	sum := sha256.Sum256(body)
	w.Header().Set("Content-Type", kind)
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// find maps an address to a file: /en/ -> en/index.html, /en/returns ->
// en/returns.html, /assets/style.css as it is.
func (s *site) find(address string) (string, []byte) {
	name := strings.TrimPrefix(path.Clean("/"+address), "/")
	if strings.HasPrefix(path.Base(name), "_") {
		return "", nil
	}
	candidates := []string{name + ".html", name}
	if name == "" || strings.HasSuffix(address, "/") {
		candidates = []string{path.Join(name, "index.html")}
	}
	for _, c := range candidates {
		if body, err := fs.ReadFile(s.files, c); err == nil {
			return c, body
		}
	}
	return "", nil
}
