package local

import (
	"bufio"
	"encoding/binary"
)

// sectionWriter writes a segment's file section by section. The first error
// stays and is returned by finish.
type sectionWriter struct {
	file  *newFile
	out   *bufio.Writer
	at    uint64
	open  int // section being written; -1: none
	table [sections]struct{ at, bytes uint64 }
	err   error
}

// writeBuffer is how much is handed to the system at once.
const writeBuffer = 1 << 20

func newSectionWriter(f *newFile) *sectionWriter {
	w := &sectionWriter{file: f, out: bufio.NewWriterSize(f, writeBuffer), open: -1}
	w.write([]byte(magic))
	return w
}

// section ends the section before and starts the next.
func (w *sectionWriter) section(i int) {
	w.end()
	var zeros [sectionAlign]byte
	w.write(zeros[:roundUp(int(w.at), sectionAlign)-int(w.at)])
	w.open = i
	w.table[i].at = w.at
}

func (w *sectionWriter) end() {
	if w.open >= 0 {
		w.table[w.open].bytes = w.at - w.table[w.open].at
		w.open = -1
	}
}

func (w *sectionWriter) write(b []byte) {
	if w.err != nil {
		return
	}
	_, w.err = w.out.Write(b)
	w.at += uint64(len(b))
}

// put writes one whole section.
func put[T number](w *sectionWriter, i int, list []T) {
	w.section(i)
	w.write(raw(list))
}

// finish writes the table and gives the file its name.
func (w *sectionWriter) finish(points, dimensions int) error {
	w.end()
	table := binary.LittleEndian.AppendUint32(nil, uint32(points))
	table = binary.LittleEndian.AppendUint32(table, uint32(dimensions))
	for _, s := range w.table {
		table = binary.LittleEndian.AppendUint64(table, s.at)
		table = binary.LittleEndian.AppendUint64(table, s.bytes)
	}
	w.write(append(table, magic...))
	if w.err == nil {
		w.err = w.out.Flush()
	}
	if w.err != nil {
		return w.err
	}
	return w.file.finish()
}
