package api

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// Keys of values that a request carries.
const (
	keyID      = "footnote.id"
	keyClient  = "footnote.client" // context that ends when the client is gone
	keyProblem = "footnote.problem"
	keyCause   = "footnote.cause"
)

func requestID(c *gin.Context) string { return c.GetString(keyID) }

// maxID is the longest request id that is taken over from a caller.
const maxID = 64

// identify names the request. A name that the caller gave is kept, so that it
// can be followed through several servers, if it is harmless in a log.
func (s *server) identify(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if id == "" || len(id) > maxID || strings.ContainsFunc(id, notIDCharacter) {
		id = s.NewID()
	}
	c.Set(keyID, id)
	c.Set(keyClient, c.Request.Context())
	c.Header("X-Request-Id", id)
}

func notIDCharacter(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
}

// log writes one line for each request: no question, no query, no address of
// the caller beyond what an operator needs to see who floods the server.
func (s *server) log(c *gin.Context) {
	begin := s.Now()
	c.Next()
	level, status := slog.LevelInfo, c.Writer.Status()
	attrs := []slog.Attr{
		slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
		slog.Int("bytes", max(0, c.Writer.Size())), slog.String("request_id", requestID(c)), slog.String("remote", c.RemoteIP()),
		slog.Float64("took_ms", float64(s.Now().Sub(begin))/float64(time.Millisecond)),
	}
	if v, ok := c.Get(keyProblem); ok {
		p := v.(*problem)
		status = p.status
		attrs = append(attrs, slog.String("code", p.code))
	}
	if cause := c.GetString(keyCause); cause != "" {
		attrs = append(attrs, slog.String("error", cause))
	}
	switch {
	case status >= 500:
		level = slog.LevelError
	case slices.Contains(quietRoutes(), c.FullPath()):
		level = slog.LevelDebug
	}
	s.Logger.LogAttrs(c.Request.Context(), level, "request", append(attrs, slog.Int("status", status))...)
}

// quietRoutes are called all the time and say nothing about what people do.
func quietRoutes() []string { return []string{"/healthz", "/readyz", assetRoute} }

// recover turns a panic into an internal error. A handler that aborts its
// connection on purpose is let through.
func (s *server) recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v)
		}
		s.Logger.ErrorContext(c.Request.Context(), "panic", "panic", v, "request_id", requestID(c), "stack", string(debug.Stack()))
		s.fail(c, errInternal)
	}()
	c.Next()
}

// What a reply of the API may do in a browser: nothing. The pages widen it.
const apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// protect sets the headers that keep a browser from doing more with a reply
// than it should. There are no CORS headers: a page of another origin cannot
// read a reply, and cannot send JSON either, since nothing grants its preflight.
func (s *server) protect(c *gin.Context) {
	for _, h := range [][2]string{
		{"Content-Security-Policy", apiPolicy},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
	} {
		c.Header(h[0], h[1])
	}
}

// checkHost guards a server on the loopback interface against DNS rebinding: a
// page of a foreign site whose name is made to point to 127.0.0.1 would be of
// the same origin as this server, so no browser rule would keep it from reading
// documents and answers. The Host header tells: it carries the foreign name. A
// server on another interface is meant to be found under names that it cannot
// know, and its readers need no rebinding to reach it, so there only the names
// in Options.Hosts are enforced, if any are given.
func (s *server) checkHost(c *gin.Context) {
	if len(s.Hosts) == 0 && !onLoopback(c.Request.Context()) || s.knownHost(c.Request.Host) {
		return
	}
	s.fail(c, &problem{status: http.StatusMisdirectedRequest, code: "unknown_host",
		message: "the server does not go by this host name: use its address or localhost, or let its operator add the name to its hosts"})
}

func onLoopback(ctx context.Context) bool {
	addr, ok := ctx.Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && addr.IP.IsLoopback()
}

func (s *server) knownHost(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if _, err := netip.ParseAddr(host); err == nil {
		return true // an address is not a name that somebody can point elsewhere
	}
	own := func(name string) bool { return strings.EqualFold(name, host) }
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || slices.ContainsFunc(s.Hosts, own)
}

// within bounds the time of a request, and the time its client may take to
// read the reply.
func (s *server) within(limit time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		s.allowWrite(c, limit+s.Limits.Write)
		c.Next()
	}
}

// allowWrite gives the client until then to take what is written. Not every
// writer has deadlines (a recorder in a test has none); that is no error.
func (s *server) allowWrite(c *gin.Context, d time.Duration) {
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(d))
}
