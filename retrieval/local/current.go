package local

import (
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"strconv"
	"strings"
)

const (
	currentName = "CURRENT"
	lockName    = "lock"
)

const currentPrefix, currentSum = "footnote index 1 g", " crc32c "

func encodeCurrent(generation int) []byte {
	line := fmt.Sprintf("%s%06d", currentPrefix, generation)
	return fmt.Appendf(nil, "%s%s%08x\n", line, currentSum, crc32.Checksum([]byte(line), castagnoli()))
}

// decodeCurrent reads what encodeCurrent wrote.
func decodeCurrent(in []byte) (generation int, err error) {
	number, found := strings.CutPrefix(string(in), currentPrefix)
	number, _, cut := strings.Cut(number, currentSum)
	generation, err = strconv.Atoi(number)
	if !found || !cut || err != nil || generation < 1 || string(in) != string(encodeCurrent(generation)) {
		return 0, errors.New("it does not name a generation, or its checksum is wrong")
	}
	return generation, nil
}

// current is the live generation. The error is fs.ErrNotExist if there is none.
func (b base) current() (int, error) {
	in, err := os.ReadFile(b.at(currentName))
	if err != nil {
		return 0, err
	}
	generation, err := decodeCurrent(in)
	if err != nil {
		return 0, &damage{file: b.at(currentName), why: err.Error()}
	}
	return generation, nil
}

func (b base) generation(number int) folder {
	return folder{path: b.at(fmt.Sprintf("g%06d", number)), step: b.step}
}

// generations lists those that have a folder.
func (b base) generations() (all []int, err error) {
	entries, err := os.ReadDir(b.path)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		digits, ok := strings.CutPrefix(e.Name(), "g")
		n, err := strconv.Atoi(digits)
		if ok && err == nil && n > 0 && b.generation(n).path == b.at(e.Name()) {
			all = append(all, n)
		}
	}
	return all, nil
}

// readManifest returns a generation's manifest as stored. The error is
// fs.ErrNotExist if it is not there.
func (b base) readManifest(generation int) ([]byte, error) {
	d := b.generation(generation)
	in, err := os.ReadFile(d.at(manifestName))
	if err != nil {
		return nil, err
	}
	if _, err := decodeManifest(in); err != nil {
		return nil, &damage{file: d.at(manifestName), why: err.Error()}
	}
	return in, nil
}
