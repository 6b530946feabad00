package records

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"footnote/api/answer"
)

// A stored record is one byte that names its form, then the data. Form 1 is
// DEFLATE (RFC 1951) over JSON: passages are text, which shrinks to about a
// quarter.
const formDeflate = 1

// A record holds at most a few hundred kilobytes; more than this is damage.
const maxRecord = 64 << 20

var errDamaged = errors.New("the stored record is damaged: restore the database from a backup")

func encode(record answer.Record) ([]byte, error) {
	record.Asked = record.Asked.UTC()
	var out bytes.Buffer
	out.WriteByte(formDeflate)
	w, err := writerTo(&out)
	if err != nil {
		return nil, err
	}
	defer writers.Put(w)
	if err := json.NewEncoder(w).Encode(record); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writers are compressors that have done their work: one has a megabyte of tables.
var writers sync.Pool

// writerTo compresses in a hurry: it is on the way of every answer.
func writerTo(out io.Writer) (*flate.Writer, error) {
	if w, ok := writers.Get().(*flate.Writer); ok {
		w.Reset(out)
		return w, nil
	}
	return flate.NewWriter(out, flate.BestSpeed)
}

func decode(stored []byte) (record answer.Record, err error) {
	if len(stored) == 0 || stored[0] != formDeflate {
		return record, fmt.Errorf("%w (unknown form)", errDamaged)
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(stored[1:])), maxRecord))
	if err != nil {
		return record, fmt.Errorf("%w (%w)", errDamaged, err)
	}
	if err := json.Unmarshal(raw, &record); err != nil {
		return record, fmt.Errorf("%w (%w)", errDamaged, err)
	}
	return record, nil
}
