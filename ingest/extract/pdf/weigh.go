package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"fmt"
	"io"
)

const (
	// maxStream and maxStreams bound what one stream, and all of them, unpack to:
	// pages have some 100 kB, fonts a few MB.
	maxStream  = 32 << 20
	maxStreams = 256 << 20
)

// weigh unpacks every stream once, without keeping anything, and refuses a file
// with one that is too large: the reader itself knows no limit.
func weigh(body []byte) error {
	total := int64(0)
	for {
		i := bytes.Index(body, []byte("stream"))
		if i < 0 {
			return nil
		}
		body = body[i+len("stream"):]
		data := bytes.TrimLeft(body[:min(len(body), 2)], "\r\n")
		raw := body[min(len(body), 2)-len(data):]
		n, err := unpacked(raw)
		if err != nil {
			return err
		}
		if total += n; total > maxStreams {
			return fmt.Errorf("%w: it unpacks to more than %d bytes", ErrSize, maxStreams)
		}
	}
}

// unpacked is the size of a stream that is packed by the usual filters, 0 of
// others.
func unpacked(raw []byte) (int64, error) {
	if !packed(raw) {
		end := bytes.Index(raw, []byte("~>"))
		if end < 0 || end > maxStream || bytes.Contains(raw[:end], []byte("endstream")) {
			return 0, nil
		}
		plain := make([]byte, end)
		n, _, err := ascii85.Decode(plain, raw[:end], true)
		if raw = plain[:n]; err != nil || !packed(raw) {
			return 0, nil //nolint:nilerr // the reader finds what is wrong with it
		}
	}
	in, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return 0, nil //nolint:nilerr // the reader finds what is wrong with it
	}
	var head [2]byte
	k, _ := io.ReadFull(in, head[:])
	n, _ := io.Copy(io.Discard, io.LimitReader(in, maxStream))
	if n += int64(k); n > maxStream || packed(head[:k]) {
		return 0, fmt.Errorf("%w: a stream unpacks to more than %d bytes, or is packed twice", ErrSize, maxStream)
	}
	return n, nil
}

// packed recognises the header of zlib (RFC 1950).
func packed(raw []byte) bool {
	return len(raw) >= 2 && raw[0]&0x0f == 8 && raw[0]>>4 <= 7 && (uint(raw[0])<<8|uint(raw[1]))%31 == 0
}
