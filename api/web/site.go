// Package web holds the pages that people open, embedded: the search page for
// customers and the page for agents. Plain HTML, CSS and ES modules; what is in
// static/ is what a browser gets, no build step between.
//
//	index.html + search.js    search page
//	agent.html + agent.js     agent page
//	footnote.css              looks of both
//	*.js                      parts of both
//
// Pages refer to assets as /assets/VERSION/name, where VERSION is a hash over
// all assets, filled in when they are loaded: an asset may be cached for ever,
// and a page never mixes assets of two releases.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
)

// Policy is the Content-Security-Policy of the pages: everything from this
// server, nothing inline, no plug-ins, no frames around them, and no way to
// make HTML of a text (trusted types), whatever a script tries.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// AssetPath is where assets live; a version and a name follow.
const AssetPath = "/assets/"

// versionMark stands in a page for the version of the assets.
const versionMark = "/assets/VERSION/"

//go:embed static
var static embed.FS

// pages are the addresses of the HTML files.
var pages = map[string]string{"index.html": "/", "agent.html": "/agent"}

// Site is all pages and assets, ready to serve.
type Site struct {
	Pages   map[string]File // by address
	Version string          // of the assets
	assets  map[string]File // by name
}

// Load reads the embedded files.
func Load() (*Site, error) {
	entries, err := fs.ReadDir(static, "static")
	if err != nil {
		return nil, fmt.Errorf("load pages: %w", err)
	}
	bodies, sum := map[string][]byte{}, sha256.New()
	for _, e := range entries { // sorted by name
		body, err := static.ReadFile(path.Join("static", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("load pages: %w", err)
		}
		bodies[e.Name()] = body
		fmt.Fprintf(sum, "%s %d\n", e.Name(), len(body))
		sum.Write(body)
	}
	return newSite(bodies, hex.EncodeToString(sum.Sum(nil)[:8]))
}

func newSite(bodies map[string][]byte, version string) (*Site, error) {
	s := &Site{Pages: map[string]File{}, Version: version, assets: map[string]File{}}
	for name, body := range bodies {
		address, isPage := pages[name]
		if isPage {
			body = bytes.ReplaceAll(body, []byte(versionMark), []byte(AssetPath+version+"/"))
		}
		f, err := newFile(name, body)
		if err != nil {
			return nil, fmt.Errorf("load page file %s: %w", name, err)
		}
		if isPage {
			s.Pages[address] = f
			continue
		}
		f.forever = true
		s.assets[name] = f
	}
	return s, nil
}

// Asset finds an asset of the current version.
func (s *Site) Asset(version, name string) (File, bool) {
	f, ok := s.assets[name]
	return f, ok && version == s.Version
}
