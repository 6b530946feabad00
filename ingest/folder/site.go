package folder

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// checkSite refuses an address that pages cannot be opened at.
func checkSite(site string) error {
	if site == "" {
		return nil
	}
	u, err := url.Parse(site)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("site %q: want an address such as https://docs.example.com/guide/", site)
	}
	return nil
}

// published is where a file of the source is on its web site, "" if that is not
// known. As common generators do it, pages lose their endings, and an index, or a
// README, is its folder: guide/start.md is guide/start, guide/index.md is
// guide/. Other files keep their names.
func (s *source) published(file string) string {
	if s.options.Site == "" {
		return ""
	}
	dir, name := path.Split(file)
	ending := path.Ext(name)
	switch strings.ToLower(ending) {
	case ".md", ".markdown", ".mdx", ".html", ".htm", ".xhtml", ".rst", ".adoc", ".asciidoc":
		name = strings.TrimSuffix(name, ending)
		switch strings.ToLower(name) {
		case "index", "_index", "readme":
			name = ""
		}
	}
	return strings.TrimSuffix(s.options.Site, "/") + "/" + (&url.URL{Path: dir + name}).EscapedPath()
}
