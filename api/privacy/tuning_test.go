package privacy

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// labelled is a text of the set with its gold spans; offsets count characters.
type labelled struct {
	Text  string
	Spans []struct {
		Type, Text string
		Start, End int
	}
}

// kinds of the set that patterns can find.
var kindsOfSet = map[string]Kind{
	"EMAIL_ADDRESS": Email, "PHONE_NUMBER": Phone, "CREDIT_CARD": Card, "IBAN_CODE": Account,
	"US_SSN": Identity, "US_DRIVER_LICENSE": Identity, "IP_ADDRESS": Address,
}

// TestTuningPresidio prints precision and recall on Microsoft's synthetic
// sentences. FOOTNOTE_TUNING names the folder of the sets.
func TestTuningPresidio(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_TUNING")
	if dir == "" {
		t.Skip("FOOTNOTE_TUNING names no folder of tuning sets")
	}
	file, err := os.Open(filepath.Join(dir, "pii_presidio", "synth_dataset_v2.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzip, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ gold, hit, said, right int }
	counts := map[Kind]*tally{}
	for _, k := range kindsOfSet {
		counts[k] = &tally{}
	}
	counts[Password], counts[Key] = &tally{}, &tally{}
	scan := bufio.NewScanner(unzip)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var x labelled
		if err := json.Unmarshal(scan.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		found := Find(x.Text)
		for _, f := range found {
			right := false
			for _, g := range x.Spans {
				start, end := bytesAt(x.Text, g.Start), bytesAt(x.Text, g.End)
				right = right || kindsOfSet[g.Type] == f.Kind && f.Start < end && start < f.End
			}
			counts[f.Kind].said++
			if right {
				counts[f.Kind].right++
			} else {
				t.Logf("%s, not in the set: %q in %.120q", f.Kind, x.Text[f.Start:f.End], x.Text)
			}
		}
		for _, g := range x.Spans {
			kind, ok := kindsOfSet[g.Type]
			if !ok {
				continue
			}
			start, end := bytesAt(x.Text, g.Start), bytesAt(x.Text, g.End)
			hit := false
			for _, f := range found {
				hit = hit || f.Start <= start && f.End >= end
			}
			counts[kind].gold++
			if hit {
				counts[kind].hit++
			} else {
				t.Logf("%s, not found: %q in %.120q", kind, g.Text, x.Text)
			}
		}
	}
	var all tally
	for k, c := range counts {
		t.Logf("%-9s precision %d of %d, recall %d of %d", k, c.right, c.said, c.hit, c.gold)
		all.gold, all.hit, all.said, all.right = all.gold+c.gold, all.hit+c.hit, all.said+c.said, all.right+c.right
	}
	p, r := float64(all.right)/float64(all.said), float64(all.hit)/float64(all.gold)
	t.Logf("all: precision %.3f, recall %.3f, F2 %.3f", p, r, 5*p*r/(4*p+r))
}

// bytesAt is where the character n of s begins.
func bytesAt(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}
