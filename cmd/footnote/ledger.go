package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"footnote/ingest"
	"footnote/ingest/library"
)

type ledgerCommand struct {
	URL    string        `arg:"" optional:"" help:"One page, or a pattern with * for its address."`
	Status string        `help:"Only pages of this status." enum:",indexed,unchanged,duplicate,skipped,failed,removed,queued" default:""`
	Reason string        `help:"Only pages whose reason holds this text." placeholder:"TEXT"`
	Source string        `help:"Only pages of this source." placeholder:"SOURCE"`
	Within time.Duration `help:"Only pages visited within this time." placeholder:"DURATION"`
	CSV    bool          `name:"csv" help:"A table for a spreadsheet on stdout."`
	Counts bool          `help:"How many pages have which status and reason, instead of the pages."`
}

// Run prints what happened to each page, and why.
func (c *ledgerCommand) Run(s *session) error {
	if c.CSV && (s.globals.JSON || c.Counts) {
		return usageError{errors.New("ledger: choose one of --csv, --counts and --json")}
	}
	a, err := s.openStored()
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.known(s.globals.KB); err != nil {
		return err
	}
	lib, err := a.library(s, s.globals.KB)
	if err != nil {
		return err
	}
	write, err := c.writer(a, lib)
	if err != nil {
		return err
	}
	found := 0
	for entry, err := range lib.All(s) {
		if err != nil {
			return err
		}
		if !c.wants(entry, a.now()) {
			continue
		}
		found++
		if err := write.entry(entry); err != nil {
			return err
		}
	}
	if found == 0 && c.URL != "" && !strings.Contains(c.URL, "*") {
		return fmt.Errorf("ledger: %s was never seen in knowledge base %q", c.URL, s.globals.KB)
	}
	return write.end()
}

func (c *ledgerCommand) wants(e ingest.Entry, now time.Time) bool {
	switch {
	case c.URL != "" && e.URL != c.URL && e.Key != c.URL && !starred(c.URL, e.URL):
	case c.Status != "" && string(e.Status) != c.Status:
	case c.Reason != "" && !strings.Contains(strings.ToLower(e.Reason), strings.ToLower(c.Reason)):
	case c.Source != "" && e.Source != c.Source:
	case c.Within > 0 && now.Sub(e.Visited) > c.Within:
	default:
		return true
	}
	return false
}

// starred says whether an address matches a pattern in which * stands for any
// text.
func starred(pattern, address string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 || !strings.HasPrefix(address, parts[0]) {
		return false
	}
	last := parts[len(parts)-1]
	address = address[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		_, after, found := strings.Cut(address, part)
		if !found {
			return false
		}
		address = after
	}
	return strings.HasSuffix(address, last)
}

// ledgerRow is a row as it is shown.
type ledgerRow struct {
	ingest.Entry
	Correction *ingest.Correction `json:"correction,omitempty"`
	KeptUntil  time.Time          `json:"kept_until,omitzero"` // of a removed page: how long it can be restored
	kept       bool               // it can be restored
}

// ledgerWriter writes rows of the ledger in one form.
type ledgerWriter interface {
	row(r ledgerRow) error
	end() error
}

// ledgerRows completes rows with what people have said, and what is kept.
type ledgerRows struct {
	ledgerWriter
	corrections map[string]ingest.Correction
	removed     map[string]time.Time
	keep        time.Duration
}

func (w *ledgerRows) entry(e ingest.Entry) error {
	r := ledgerRow{Entry: e}
	if c, ok := w.corrections[e.Key]; ok {
		r.Correction = &c
	}
	if at, ok := w.removed[e.Key]; ok {
		if r.kept = true; w.keep > 0 && r.Correction == nil {
			r.KeptUntil = at.Add(w.keep)
		}
	}
	return w.row(r)
}

func (c *ledgerCommand) writer(a *app, lib *library.Library) (w *ledgerRows, err error) {
	w = &ledgerRows{keep: a.globals.KeepRemoved}
	if w.corrections, err = lib.Corrections(a); err != nil {
		return nil, err
	}
	if w.removed, err = lib.Removed(a); err != nil {
		return nil, err
	}
	switch {
	case c.CSV:
		w.ledgerWriter = &ledgerTable{out: csv.NewWriter(a.out)}
	case c.Counts:
		w.ledgerWriter = &ledgerCounts{out: a.out, json: a.globals.JSON, seen: map[ledgerCount]int{}}
	case a.globals.JSON:
		w.ledgerWriter = ledgerLines{json.NewEncoder(a.out)}
	default:
		w.ledgerWriter = ledgerText{a.out}
	}
	return w, nil
}

type ledgerText struct{ out io.Writer }

func (w ledgerText) row(r ledgerRow) error {
	lines := fmt.Sprintf("%-10s %s\n", r.Status, printable(r.URL))
	if r.Reason != "" {
		lines += fmt.Sprintf("           %s\n", printable(r.Reason))
	}
	if r.Correction != nil {
		lines += fmt.Sprintf("           corrected by hand: %s\n", printable(r.Correction.String()))
	}
	if r.kept {
		until := ""
		if !r.KeptUntil.IsZero() {
			until = " until " + r.KeptUntil.Format(time.DateOnly)
		}
		lines += fmt.Sprintf("           its text is kept%s: footnote restore brings it back\n", until)
	}
	_, err := io.WriteString(w.out, lines)
	return err
}

func (w ledgerText) end() error { return nil }

type ledgerLines struct{ *json.Encoder }

func (w ledgerLines) row(r ledgerRow) error { return w.Encode(r) }
func (w ledgerLines) end() error            { return nil }

// ledgerTable is for spreadsheets, which must not take a text for a formula.
type ledgerTable struct {
	out    *csv.Writer
	headed bool
}

func (w *ledgerTable) row(e ledgerRow) error {
	if !w.headed {
		w.headed = true
		if err := w.out.Write([]string{"url", "status", "reason", "http_status", "document", "found_by", "source", "fetched", "visited", "next", "correction", "kept_until"}); err != nil {
			return err
		}
	}
	correction := ""
	if e.Correction != nil {
		correction = e.Correction.String()
	}
	row := []string{e.URL, string(e.Status), e.Reason, strconv.Itoa(e.HTTPStatus), e.Document, e.FoundBy, e.Source, instant(e.Fetched), instant(e.Visited), instant(e.Next), correction, instant(e.KeptUntil)}
	for i, cell := range row {
		if cell = printable(cell); cell != "" && strings.ContainsAny(cell[:1], "=+-@\t") {
			cell = "'" + cell
		}
		row[i] = cell
	}
	return w.out.Write(row)
}

func (w *ledgerTable) end() error {
	w.out.Flush()
	return w.out.Error()
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// ledgerCounts counts pages by status and reason.
type ledgerCounts struct {
	out  io.Writer
	json bool
	seen map[ledgerCount]int
	list []ledgerCount // as they came
}

type ledgerCount struct {
	Status ingest.Status `json:"status"`
	Reason string        `json:"reason"`
}

// row leaves out what differs from page to page: addresses in the reason.
func (w *ledgerCounts) row(e ledgerRow) error {
	words := strings.Fields(e.Reason)
	for i, word := range words {
		if strings.Contains(word, "://") {
			words[i] = "…"
		}
	}
	k := ledgerCount{e.Status, strings.Join(words, " ")}
	if w.seen[k] == 0 {
		w.list = append(w.list, k)
	}
	w.seen[k]++
	return nil
}

func (w *ledgerCounts) end() error {
	for _, k := range w.list {
		var err error
		if w.json {
			err = json.NewEncoder(w.out).Encode(struct {
				ledgerCount
				Pages int `json:"pages"`
			}{k, w.seen[k]})
		} else {
			_, err = fmt.Fprintf(w.out, "%6d %-10s %s\n", w.seen[k], k.Status, printable(k.Reason))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
