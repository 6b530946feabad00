package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors gives each package its floor; a package imports only packages of
// lower floors. Adapters share one floor, so they do not know each other.
var floors = []struct {
	prefix string
	floor  int
}{
	{"cmd/", 6},
	{"evals", 5},
	{"api/answer/extractive", 3},
	{"api/answer/model", 3},
	{"api/answer", 2},
	{"api/assist", 3},
	{"api/records", 4}, // keeps what api/answer makes
	{"api/privacy", 1}, // patterns and checksums, nothing below it
	{"api/web", 1},     // static files
	{"api", 5},
	{"ingest/library/database", 1},
	{"ingest/charset", 1},
	{"ingest/media", 1},
	{"ingest/sheet", 1},
	{"ingest/extract/office", 1},
	{"ingest/extract/pdf", 1},
	{"ingest/extract/light", 1},
	{"ingest/extract/schema", 1},
	{"ingest/crawl/browser", 1}, // speaks to a browser, knows no page of ours
	{"ingest/crawl", 3},
	{"ingest/folder", 3},
	{"ingest/extract", 3},
	{"ingest/chunk", 3},
	{"ingest/library", 3},
	{"ingest", 2},
	{"retrieval/indextest", 4}, // test suite
	{"retrieval/text", 1},
	{"retrieval/dot", 1},
	{"retrieval/memory", 0},
	{"retrieval/tokens", 1},
	{"retrieval/endpoint", 1},
	{"retrieval/embed", 2},
	{"retrieval/rank", 2},
	{"retrieval/rerank", 2},
	{"retrieval/local", 2},
	{"retrieval/qdrant/qdranttest", 4}, // test server
	{"retrieval/qdrant", 2},
	{"retrieval", 0},
	{"testdata", 0},
}

// owners gives each outside module the packages that may import it. A module
// that is not listed may be imported by one package only.
var owners = map[string][]string{
	"github.com/gin-gonic/gin":             {"api"},
	"github.com/PuerkitoBio/goquery":       {"ingest/extract", "ingest/crawl"},
	"golang.org/x/net":                     {"ingest/extract", "ingest/crawl", "ingest/charset"}, // goquery's nodes; the crawler's host names; labels of encodings
	"github.com/qdrant/go-client":          {"retrieval/qdrant"},
	"google.golang.org/grpc":               {"retrieval/qdrant"},
	"google.golang.org/protobuf":           {"retrieval/qdrant"},
	"github.com/tmc/langchaingo":           {"retrieval/embed", "api/answer/model"},
	"github.com/cenkalti/backoff/v5":       {"retrieval/endpoint"},
	"github.com/sony/gobreaker/v2":         {"retrieval/endpoint"},
	"github.com/pkoukk/tiktoken-go":        {"retrieval/tokens"},
	"github.com/pkoukk/tiktoken-go-loader": {"retrieval/tokens"},
	"modernc.org/sqlite":                   {"ingest/library/database"},
	"github.com/goccy/go-yaml":             {"ingest/extract", "ingest/extract/schema", "cmd/footnote"}, // front matter; API descriptions; the settings file
	"github.com/alecthomas/kong":           {"cmd/footnote"},
}

func floorOf(pkg string) (int, bool) {
	for _, f := range floors {
		if pkg == strings.TrimSuffix(f.prefix, "/") || strings.HasPrefix(pkg, strings.TrimSuffix(f.prefix, "/")+"/") {
			return f.floor, true
		}
	}
	return 0, false
}

// eachImport calls visit for every import of every file that is not a test.
func eachImport(t *testing.T, visit func(pkg, imported string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir, _ := filepath.Rel(root, filepath.Dir(path))
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			visit(filepath.ToSlash(dir), imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportsGoDown(t *testing.T) {
	seen := 0
	eachImport(t, func(pkg, imported string) {
		below, ok := strings.CutPrefix(imported, "footnote/")
		if !ok {
			return
		}
		seen++
		from, known := floorOf(pkg)
		to, knownToo := floorOf(below)
		if !known || !knownToo {
			t.Errorf("%s imports %s: give both a floor in this test", pkg, below)
		} else if to >= from && !testHarness(pkg) {
			t.Errorf("%s (floor %d) imports %s (floor %d): imports go down only", pkg, from, below, to)
		}
	})
	if seen == 0 {
		t.Fatal("found no imports: the test looks in the wrong place")
	}
}

// testHarness names packages that only tests import.
func testHarness(pkg string) bool {
	return pkg == "retrieval/indextest" || pkg == "retrieval/qdrant/qdranttest"
}

func TestGroundFloorIsStandardLibraryOnly(t *testing.T) {
	eachImport(t, func(pkg, imported string) {
		if pkg == "retrieval" && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
			t.Errorf("retrieval imports %s: the ground floor uses the standard library only", imported)
		}
	})
}

func TestEachModuleHasOneOwner(t *testing.T) {
	users := map[string]map[string]bool{}
	eachImport(t, func(pkg, imported string) {
		if !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") || testHarness(pkg) {
			return
		}
		module := moduleOf(imported)
		if users[module] == nil {
			users[module] = map[string]bool{}
		}
		users[module][pkg] = true
	})
	for module, pkgs := range users {
		allowed, listed := owners[module]
		for pkg := range pkgs {
			if listed && !contains(allowed, pkg) {
				t.Errorf("%s imports %s, which belongs to %v", pkg, module, allowed)
			}
		}
		if !listed && len(pkgs) > 1 && !strings.HasPrefix(module, "golang.org/x/") {
			t.Errorf("%s is imported by %v: one package owns a module", module, pkgs)
		}
	}
}

// moduleOf cuts an import path to its module: the repository, and a major
// version if one follows.
func moduleOf(path string) string {
	parts := strings.Split(path, "/")
	n := 3
	if parts[0] == "modernc.org" || parts[0] == "google.golang.org" || parts[0] == "go.uber.org" {
		n = 2
	}
	if len(parts) > n && len(parts[n]) == 2 && parts[n][0] == 'v' {
		n++
	}
	return strings.Join(parts[:min(n, len(parts))], "/")
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
