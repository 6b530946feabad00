package extract

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestConcurrent reads pages at the same time: the result must not depend on
// the others. It finds shared state when run with the race detector.
func TestConcurrent(t *testing.T) {
	files, err := filepath.Glob("testdata/*.m*[dx]")
	if err != nil || len(files) == 0 {
		t.Fatalf("pages: %v, %v", files, err)
	}
	var wg sync.WaitGroup
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := dump(extractPage(t, filepath.Base(file), string(body)))
		for range 4 {
			wg.Go(func() {
				d, err := Extract(page(filepath.Base(file), strings.Clone(string(body))))
				if err != nil || dump(d) != want {
					t.Errorf("%s: another result beside others: %v", file, err)
				}
			})
		}
	}
	wg.Wait()
}
