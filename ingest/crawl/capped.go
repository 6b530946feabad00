package crawl

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// tooLarge is the error of reading beyond a limit.
type tooLarge struct{ limit int64 }

func (e tooLarge) Error() string { return fmt.Sprintf("larger than %s", size(e.limit)) }

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// capped is a reader that fails after left bytes, unlike io.LimitReader, whose
// end cannot be told from the end of the content.
type capped struct {
	in    io.Reader
	left  int64
	limit int64
}

func limited(in io.Reader, limit int64) *capped { return &capped{in, limit, limit} }

func (c *capped) Read(p []byte) (int, error) {
	if int64(len(p)) > c.left+1 {
		p = p[:c.left+1]
	}
	n, err := c.in.Read(p)
	if int64(n) > c.left {
		n, c.left = int(c.left), 0
		return n, tooLarge{c.limit}
	}
	c.left -= int64(n)
	return n, err
}

// decoded undoes a response's content coding, at most limit bytes before and
// after. One coding is all that was asked for; more of them is an error.
func decoded(r *http.Response, limit int64) (io.Reader, error) {
	packed := limited(r.Body, limit)
	coding := strings.ToLower(strings.TrimSpace(strings.Join(r.Header.Values("Content-Encoding"), ",")))
	var plain io.Reader
	var err error
	switch coding {
	case "", "identity":
		return packed, nil
	case "gzip", "x-gzip":
		plain, err = gzip.NewReader(packed)
	case "deflate":
		plain, err = inflated(packed)
	default:
		return nil, fmt.Errorf("content encoding %.40q was not asked for", coding)
	}
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", coding, err)
	}
	return limited(plain, limit), nil
}

// inflated reads "deflate", which some servers send without the zlib header
// that RFC 9110, 8.4.1.2, asks for.
func inflated(in io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(in)
	head, _ := buffered.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(buffered)
	}
	return flate.NewReader(buffered), nil
}
