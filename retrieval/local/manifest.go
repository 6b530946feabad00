package local

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"footnote/retrieval"
)

const manifestName = "manifest"

// manifestFormat is the version of everything in a generation's folder.
const manifestFormat = 1

// manifest is what a commit shows.
type manifest struct {
	Format     int                  `json:"format"`
	Commit     int                  `json:"commit"` // counts up
	Spec       retrieval.Spec       `json:"spec"`
	Statistics retrieval.Statistics `json:"statistics"`
	Next       int                  `json:"next"`     // number of the next new file
	Segments   []segmentMark        `json:"segments"` // oldest points first
}

// segmentMark names a segment and, if some of its points are gone, which.
type segmentMark struct {
	fileMark
	Deletes *fileMark `json:"deletes,omitempty"`
}

// live is how many points of the segment are not gone.
func (m segmentMark) live() int {
	if m.Deletes == nil {
		return m.Points
	}
	return m.Points - m.Deletes.Points
}

const sumPrefix = "sha256 "

func (m manifest) encode() ([]byte, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode manifest: %w", err)
	}
	body = append(body, '\n')
	return append(body, sumLine(body)...), nil
}

func sumLine(body []byte) string {
	sum := sha256.Sum256(body)
	return sumPrefix + hex.EncodeToString(sum[:]) + "\n"
}

// decodeManifest reads what encode wrote; the error says what is wrong with it.
func decodeManifest(in []byte) (manifest, error) {
	var m manifest
	cut := bytes.LastIndex(in, []byte("\n"+sumPrefix)) + 1
	if cut == 0 {
		return m, errors.New("it has no checksum line")
	}
	if sumLine(in[:cut]) != string(in[cut:]) {
		return m, errors.New("its checksum is wrong")
	}
	if err := json.Unmarshal(in[:cut], &m); err != nil {
		return m, err
	}
	return m, m.check()
}

// check looks for what no commit writes, so that nothing later has to.
func (m manifest) check() error {
	if m.Format != manifestFormat {
		return fmt.Errorf("it has format %d, this program reads format %d", m.Format, manifestFormat)
	}
	if m.Spec.Dimensions < 0 || m.Spec.Dimensions > maxDimensions {
		return fmt.Errorf("it names %d dimensions", m.Spec.Dimensions)
	}
	if err := checkStatistics(m.Statistics); err != nil {
		return err
	}
	seen := map[int]bool{}
	for _, s := range m.Segments {
		if err := s.check(m.Next, seen); err != nil {
			return fmt.Errorf("segment %d: %w", s.Number, err)
		}
	}
	return nil
}

func (m segmentMark) check(next int, seen map[int]bool) error {
	files := []fileMark{m.fileMark}
	if m.Deletes != nil {
		files = append(files, *m.Deletes)
	}
	for _, f := range files {
		if f.Number < 0 || f.Number >= next || seen[f.Number] {
			return fmt.Errorf("number %d is used twice or out of range", f.Number)
		}
		seen[f.Number] = true
		if f.Points < 1 || f.Points > m.Points || f.Points > maxPoints {
			return fmt.Errorf("%d points", f.Points)
		}
	}
	return nil
}
