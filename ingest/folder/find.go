package folder

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Find implements ingest.Finder. The files of a web site lie on the disk under
// other names than on the web: the page https://x/help/en/returns is the file
// en/returns.html, en/returns/index.html or help/en/returns.html of the folder.
// The longest part of the address's path that is a file here is that page.
func (s *source) Find(location string) string {
	u, err := url.Parse(location)
	if err != nil || !fs.ValidPath(trimmed(u.Path)) {
		return ""
	}
	below := u.Path
	if u.Scheme == "file" {
		below = strings.TrimPrefix(below, filepath.ToSlash(s.path))
	}
	parts := strings.Split(trimmed(below), "/")
	for i := range parts {
		if i > 0 && parts[i] == "." {
			break
		}
		for _, name := range fileNames(strings.Join(parts[i:], "/")) {
			if s.holds()(name) && s.rules.refuse(name) == "" {
				return address(s.path, name)
			}
		}
	}
	return ""
}

// trimmed is a URL path as fs.ValidPath wants it.
func trimmed(p string) string {
	if p = strings.Trim(path.Clean("/"+p), "/"); p == "" {
		return "."
	}
	return p
}

// fileNames are the names that a page of a site may have on the disk.
func fileNames(page string) []string {
	if page == "." {
		return []string{"index.html", "index.htm"}
	}
	return []string{page, page + ".html", page + "/index.html", page + ".htm", page + "/index.htm", page + ".md", page + "/index.md"}
}

// finder answers whether a path below the source is one of its files; what has
// to be read for that is read once, now.
func finder(p pages) func(string) bool {
	names := map[string]bool{}
	switch p := p.(type) {
	case tree:
		return func(name string) bool {
			info, err := os.Lstat(filepath.Join(p.path, filepath.FromSlash(name)))
			return err == nil && info.Mode().IsRegular()
		}
	case zipArchive:
		p.list(names) //nolint:errcheck // the visit reports it; what was listed counts
	case tarArchive:
		p.list(names) //nolint:errcheck // the visit reports it; what was listed counts
	}
	return func(name string) bool { return names[name] }
}

func (z zipArchive) list(names map[string]bool) error {
	f, err := os.Open(z.path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r, err := zip.NewReader(&metered{r: f, left: maxDirectory}, info.Size())
	if err != nil {
		return err
	}
	for _, e := range r.File[:min(len(r.File), maxEntries)] {
		names[strings.TrimPrefix(e.Name, "./")] = e.Mode().IsRegular()
	}
	return nil
}

func (t tarArchive) list(names map[string]bool) error {
	f, err := os.Open(t.path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	left := int64(maxTotal)
	for r := tar.NewReader(limited{unzipped, &left}); len(names) < maxEntries; {
		h, err := r.Next()
		if err != nil {
			return err
		}
		names[strings.TrimPrefix(h.Name, "./")] = h.Typeflag == tar.TypeReg
	}
	return nil
}
