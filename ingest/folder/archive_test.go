package folder

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/ingest"
)

// packed is an entry of an archive under test.
type packed struct {
	name, text string
	mode       fs.FileMode
	link       string // tar only
}

// hostile are entries of every kind; what each becomes is in a golden file.
func hostile() []packed {
	return []packed{
		{name: "docs/start.md", text: "# Start"},
		{name: "./docs/dot.md", text: "dot"},
		{name: "docs/退款.html", text: "<p>退款"},
		{name: "docs/", mode: fs.ModeDir},
		{name: "../../etc/passwd.md", text: "slip"},
		{name: "/etc/passwd.md", text: "absolute"},
		{name: "docs/../../up.md", text: "slip"},
		{name: `docs\windows.md`, text: "backslash"},
		{name: `..\..\slip.md`, text: "backslash slip"},
		{name: "C:/windows.md", text: "drive"},
		{name: "docs//double.md", text: "double"},
		{name: "docs/link.md", text: "/etc/passwd", mode: fs.ModeSymlink, link: "/etc/passwd"},
		{name: "docs/large.md", text: strings.Repeat("x", 101)},
		{name: "docs/start.md", text: "again"},
		{name: ".git/config.md", text: "hidden"},
		{name: "__MACOSX/docs/._start.md", text: "fork"},
		{name: "node_modules/a/readme.md", text: "other people's"},
		{name: "inner.zip", text: "PK"},
		{name: "logo.png", text: "png"},
		{name: "nul\x00.md", text: "nul"},
		{name: "drafts/a.md", text: "excluded"},
		{name: "empty.md"},
	}
}

func makeZip(t testing.TB, path string, entries []packed) {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)}
		h.SetMode(e.mode | 0o600)
		f, err := w.CreateHeader(h)
		if err == nil && e.mode&fs.ModeDir == 0 {
			_, err = io.WriteString(f, e.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func makeTar(t testing.TB, path string, entries []packed) {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Mode: 0o600, Size: int64(len(e.text)), Typeflag: tar.TypeReg, ModTime: time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)}
		switch {
		case e.mode&fs.ModeDir != 0:
			h.Typeflag = tar.TypeDir
		case e.mode&fs.ModeSymlink != 0:
			h.Typeflag, h.Linkname, h.Size, e.text = tar.TypeSymlink, e.link, 0, ""
		case e.mode&fs.ModeDevice != 0:
			h.Typeflag = tar.TypeChar
		}
		err := w.WriteHeader(h)
		if err == nil {
			_, err = io.WriteString(w, e.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close(), os.WriteFile(path, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestHostileArchives(t *testing.T) {
	for name, make := range map[string]func(testing.TB, string, []packed){"docs.zip": makeZip, "docs.tar.gz": makeTar} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			entries := hostile()
			if name == "docs.tar.gz" {
				entries = append(entries, packed{name: "docs/device.md", mode: fs.ModeDevice})
				entries = withoutNul(entries) // cannot be written into a tar header
			}
			make(t, path, entries)
			pages := mustRead(t, path, Options{MaxBytes: 100, Exclude: []string{"drafts"}}, notes{})
			golden(t, name+".txt", table(path, pages))
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 1 {
				t.Errorf("%v in the folder, %v; nothing may be unpacked", left, err)
			}
		})
	}
}

func withoutNul(all []packed) (kept []packed) {
	for _, e := range all {
		if !strings.Contains(e.name, "\x00") {
			kept = append(kept, e)
		}
	}
	return kept
}

func TestArchiveIsReadAgain(t *testing.T) {
	for name, make := range map[string]func(testing.TB, string, []packed){"docs.zip": makeZip, "docs.tgz": makeTar} {
		t.Run(name, func(t *testing.T) {
			path, n := filepath.Join(t.TempDir(), name), notes{}
			make(t, path, []packed{{name: "a.md", text: "a"}, {name: "b.md", text: "b"}})
			mustRead(t, path, Options{}, n)
			make(t, path, []packed{{name: "a.md", text: "a"}, {name: "c.md", text: "c"}})
			got := map[string]ingest.Status{}
			for _, p := range mustRead(t, path, Options{}, n) {
				got[filepath.Base(p.Key)] = p.Status
			}
			same := ingest.NotModified
			if name == "docs.tgz" {
				same = ingest.Fetched // its body says that it is the same
			}
			if got["a.md"] != same || got["c.md"] != ingest.Fetched || got["b.md"] != ingest.Removed || len(got) != 3 {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestEncryptedEntry(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.zip")
	makeZip(t, path, []packed{{name: "a.md", text: "secret"}, {name: "b.md", text: "plain"}})
	flip(t, path, func(b []byte) {
		b[6] |= encrypted // local header
		at := bytes.Index(b, []byte("PK\x01\x02"))
		b[at+8] |= encrypted
	})
	pages := mustRead(t, path, Options{}, notes{})
	if len(pages) != 2 || pages[0].Status != ingest.Failed || pages[0].Reason != "encrypted" || pages[1].Status != ingest.Fetched {
		t.Errorf("%+v", pages)
	}
}

func flip(t *testing.T, path string, change func([]byte)) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	change(b)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedEntryFailsAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.zip")
	makeZip(t, path, []packed{{name: "a.md", text: strings.Repeat("some words ", 50)}, {name: "b.md", text: "plain"}})
	flip(t, path, func(b []byte) { b[30+len("a.md")+12] ^= 0xff }) // in the first entry's data
	pages := mustRead(t, path, Options{}, notes{})
	if len(pages) != 2 || pages[0].Status != ingest.Failed || pages[1].Status != ingest.Fetched {
		t.Errorf("%+v", pages)
	}
}

func TestSizeThatLies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.zip")
	makeZip(t, path, []packed{{name: "a.md", text: strings.Repeat("x", 5000)}})
	flip(t, path, func(b []byte) {
		at := bytes.Index(b, []byte("PK\x01\x02"))
		copy(b[at+24:], []byte{10, 0, 0, 0}) // uncompressed size
	})
	pages := mustRead(t, path, Options{MaxBytes: 100}, notes{})
	if len(pages) != 1 || pages[0].Body != nil {
		t.Errorf("%+v; want no body", pages)
	}
}

func TestBombIsCutOff(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bomb.zip")
	makeZip(t, path, []packed{{name: "a.md", text: strings.Repeat("\x00", 50<<20)}, {name: "b.md", text: "b"}})
	pages := mustRead(t, path, Options{MaxBytes: 1000}, notes{})
	if len(pages) != 2 || pages[0].Status != ingest.Skipped || !strings.Contains(pages[0].Reason, "1000 bytes") || pages[1].Status != ingest.Fetched {
		t.Errorf("%+v", pages)
	}
	left := int64(100)
	if _, err := io.Copy(io.Discard, limited{strings.NewReader(strings.Repeat("x", 101)), &left}); !errors.Is(err, errTotal) {
		t.Errorf("101 of 100 bytes: %v", err)
	}
	left = 100
	if _, err := io.Copy(io.Discard, limited{strings.NewReader(strings.Repeat("x", 100)), &left}); err != nil {
		t.Errorf("100 of 100 bytes: %v", err)
	}
}

func TestTooManyEntries(t *testing.T) {
	a := &archive{entries: maxEntries - 1}
	if err := errors.Join(a.count()); err != nil {
		t.Errorf("the last one allowed: %v", err)
	}
	if err := a.count(); !errors.Is(err, errEntries) {
		t.Errorf("one too many: %v", err)
	}
	m := &metered{r: bytes.NewReader(make([]byte, 100)), left: 150}
	b := make([]byte, 100)
	if _, err := m.ReadAt(b, 0); err != nil {
		t.Error(err)
	}
	if _, err := m.ReadAt(b, 0); !errors.Is(err, errDirectory) {
		t.Errorf("200 of 150 bytes: %v", err)
	}
}

func TestArchiveThatIsCutShortRemovesNothing(t *testing.T) {
	for name, make := range map[string]func(testing.TB, string, []packed){"x.zip": makeZip, "x.tar.gz": makeTar} {
		t.Run(name, func(t *testing.T) {
			path, n := filepath.Join(t.TempDir(), name), notes{}
			var entries []packed
			for i := range 50 {
				entries = append(entries, packed{name: fmt.Sprint(i, ".md"), text: fmt.Sprint("text ", i*i)})
			}
			make(t, path, entries)
			mustRead(t, path, Options{}, n)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range []int64{0, 1, info.Size() / 2, info.Size() - 9} {
				if err := os.Truncate(path, size); err != nil {
					t.Fatal(err)
				}
				pages, err := read(t, path, Options{}, n)
				if err == nil {
					t.Errorf("%d of %d bytes: no error", size, info.Size())
				}
				for _, p := range pages {
					if p.Status == ingest.Removed {
						t.Errorf("%d of %d bytes: %s taken for removed", size, info.Size(), p.Key)
					}
				}
				make(t, path, entries)
			}
		})
	}
}

func TestNamesInGB18030(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.zip")
	makeZip(t, path, []packed{{name: "\xcd\xcb\xbf\xee.md", text: "退款"}})
	pages := mustRead(t, path, Options{}, notes{})
	if len(pages) != 1 || pages[0].Key != address(path, "退款.md") {
		t.Errorf("%+v", pages)
	}
}

func FuzzZip(f *testing.F) {
	path := filepath.Join(f.TempDir(), "x.zip")
	makeZip(f, path, hostile())
	seed, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add(seed[:len(seed)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		fuzzArchive(t, func(v *visitor) error {
			return zipArchive{"/x"}.read(v, bytes.NewReader(b), int64(len(b)))
		})
	})
}

func FuzzTar(f *testing.F) {
	path := filepath.Join(f.TempDir(), "x.tar.gz")
	makeTar(f, path, withoutNul(hostile()))
	raw, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		f.Fatal(err)
	}
	seed, err := io.ReadAll(z)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, b []byte) { // compressed here, so that the fuzzer reaches what is inside
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		w.Write(b) //nolint:errcheck // into memory
		w.Close()
		fuzzArchive(t, func(v *visitor) error { return tarArchive{"/x"}.read(v, &zipped) })
	})
}

// fuzzArchive checks that whatever comes out lies in the archive, once, and
// within the limits.
func fuzzArchive(t *testing.T, read func(*visitor) error) {
	var pages []ingest.Page
	s := &source{path: "/x", options: options(Options{MaxBytes: 1000})}
	v := &visitor{source: s, ctx: t.Context(), known: map[string]known{}, yield: func(p ingest.Page, _ error) bool { pages = append(pages, p); return true }}
	read(v) //nolint:errcheck // most inputs are no archives
	seen := map[string]bool{}
	for _, p := range pages {
		if !strings.HasPrefix(p.Key, address("/x", "")) || strings.Contains(p.Key, "/../") {
			t.Errorf("key %s lies outside", p.Key)
		}
		if seen[p.Key] && p.Status == ingest.Fetched {
			t.Errorf("key %s came twice", p.Key)
		}
		seen[p.Key] = seen[p.Key] || p.Status == ingest.Fetched
		if len(p.Body) > 1000 {
			t.Errorf("%s has %d bytes", p.Key, len(p.Body))
		}
	}
}
