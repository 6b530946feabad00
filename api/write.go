package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// write sends v as JSON. It is encoded first, so that a value that cannot be
// encoded (not a number, say) becomes an error and not half a reply.
func (s *server) write(c *gin.Context, status int, v any) {
	var body bytes.Buffer
	if err := json.NewEncoder(&body).Encode(v); err != nil {
		s.note(c, err)
		status = http.StatusInternalServerError
		body.Reset()
		_ = json.NewEncoder(&body).Encode(errInternal.wire(requestID(c))) // texts only: always encodes
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	c.Status(status)
	_, _ = c.Writer.Write(body.Bytes()) // a client that is gone needs no reply
}
