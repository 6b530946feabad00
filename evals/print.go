package evals

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// fewItems marks slices too small to read anything from.
const fewItems = 5

// Print writes a run for people: a table by language and kind, then totals,
// times and what went wrong.
func (r Run) Print(w io.Writer) {
	fmt.Fprintf(w, "%-4s %-15s %4s %7s %9s %7s %7s %7s %7s %9s %9s\n",
		"lang", "kind", "n", "right", "evidence", "vital", "cited", "valid", "supp.", "refused", "language")
	slices.SortStableFunc(r.Slices, func(a, b Slice) int { return strings.Compare(a.Lang+a.Kind, b.Lang+b.Kind) })
	for _, s := range r.Slices {
		printTotals(w, s.Lang, s.Kind, s.Totals)
	}
	printTotals(w, "all", "", r.Totals)
	t := r.Totals
	fmt.Fprintf(w, "\nrefused: of those to refuse %s, of those to answer %s; asked back: of those to ask back %s; said what they must not: %d\n",
		percent(t.RefusedRight), percent(t.RefusedWrong), percent(t.Clarified), t.Forbidden)
	if len(t.Blame) > 0 {
		fmt.Fprint(w, "first stage that failed:")
		for _, stage := range slices.Sorted(maps.Keys(t.Blame)) {
			fmt.Fprintf(w, "  %s %d", stage, t.Blame[stage])
		}
		fmt.Fprintln(w)
	}
	var took []float64
	for _, s := range r.Items {
		if s.Error == "" {
			took = append(took, s.TookMS)
		}
	}
	fmt.Fprintf(w, "question to answer: p50 %.1f ms, p95 %.1f ms\n", Percentile(took, .50), Percentile(took, .95))
	if t.Unmeasured > 0 {
		fmt.Fprintf(w, "NOT MEASURED: %d questions\n", t.Unmeasured)
	}
	fmt.Fprintf(w, "\n* fewer than %d questions: read nothing into them\n", fewItems)
}

func printTotals(w io.Writer, lang, kind string, t Totals) {
	mark := " "
	if t.N < fewItems {
		mark = "*"
	}
	refused := t.RefusedWrong
	if t.RefusedRight != nil && refused == nil {
		refused = t.RefusedRight
	}
	fmt.Fprintf(w, "%-4s %-15s %3d%s %7s %9s %7s %7s %7s %7s %9s %9s\n", lang, kind, t.N, mark,
		percent(t.Right), percent(t.EvidenceFound), percent(t.Vital), percent(t.EvidenceCited), percent(t.Valid), percent(t.Supported), percent(refused), percent(t.Language))
}

func percent(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.1f", *x*100)
}

// Print writes a comparison for people.
func (c Comparison) Print(w io.Writer) {
	fmt.Fprintf(w, "%d questions; A before, B after\n\n%-15s %5s %8s %8s %8s   %-18s %7s\n", c.Items, "metric", "n", "A", "B", "B - A", "95 % between", "p")
	for _, m := range c.Metrics {
		fmt.Fprintf(w, "%-15s %5d %8.3f %8.3f %+8.3f   %+.3f and %+.3f  %7.4f\n", m.Name, m.N, m.A, m.B, m.Mean, m.Low, m.High, m.P)
	}
	for _, list := range []struct {
		name string
		ids  []string
	}{{"fixed", c.Fixed}, {"broken", c.Broken}, {"critical broken", c.Critical}, {"same verdict, other answer", c.Changed}} {
		if len(list.ids) > 0 {
			fmt.Fprintf(w, "\n%s (%d): %s\n", list.name, len(list.ids), strings.Join(list.ids, " "))
		}
	}
}
