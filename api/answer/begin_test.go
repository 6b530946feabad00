package answer

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"footnote/retrieval"
)

// TestTuningGroundedness prints how well the check tells attributable replies
// from others on BEGIN's development sets, beside plain word overlap at its
// best threshold. FOOTNOTE_TUNING names the folder of the sets.
func TestTuningGroundedness(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_TUNING")
	if dir == "" {
		t.Skip("FOOTNOTE_TUNING names no folder of tuning sets")
	}
	for _, name := range []string{"begin_dev_wow", "begin_dev_tc", "begin_dev_cmu"} {
		file, err := os.Open(filepath.Join(dir, "groundedness_begin", name+".jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		unzip, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		var yes, yesAll, no, noAll float64
		var overlaps []scoredLabel
		scan := bufio.NewScanner(unzip)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			var x struct{ Knowledge, Message, Response, Label string }
			if err := json.Unmarshal(scan.Bytes(), &x); err != nil {
				t.Fatal(err)
			}
			p := retrieval.Passage{Text: x.Knowledge, End: len(x.Knowledge), Document: "d"}
			v := Check(Draft{Text: x.Response, Cites: []Cite{{Passage: 1}}}, &Evidence{Passages: []retrieval.Passage{p}})
			attributable := x.Label == "Fully attributable"
			if attributable {
				yesAll++
				yes += boolTo(v.Supported)
			} else {
				noAll++
				no += boolTo(!v.Supported)
			}
			share, _ := coverage(newStatement(x.Response), &window{said: newStatement(x.Knowledge), context: newStatement("")})
			overlaps = append(overlaps, scoredLabel{share, attributable})
			if os.Getenv("FOOTNOTE_MISSES") != "" && attributable != v.Supported {
				t.Logf("%s | %s\n   %s\n   %s", x.Label, x.Knowledge, x.Response, v.Why)
			}
		}
		file.Close()
		t.Logf("%s: balanced accuracy %.3f (attributable %.3f of %.0f, others %.3f of %.0f); word overlap %.3f", name, (yes/yesAll+no/noAll)/2, yes/yesAll, yesAll, no/noAll, noAll, bestBalanced(overlaps))
	}
}

type scoredLabel struct {
	score float64
	yes   bool
}

// bestBalanced is the balanced accuracy of the best threshold.
func bestBalanced(list []scoredLabel) float64 {
	best := 0.0
	for i := 0; i <= 100; i++ {
		var yes, yesAll, no, noAll float64
		for _, x := range list {
			above := x.score >= float64(i)/100
			if x.yes {
				yesAll++
				yes += boolTo(above)
			} else {
				noAll++
				no += boolTo(!above)
			}
		}
		best = max(best, (yes/yesAll+no/noAll)/2)
	}
	return best
}
