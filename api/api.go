// Package api serves Footnote over HTTP: the routes that programs call and the
// pages that people open.
//
//	GET  /api/search          passages, while somebody types
//	POST /api/answers         a cited answer, whole or as a stream of events
//	GET  /api/answers/{id}    a stored answer with its trace
//	POST /api/replies         suggested replies for an agent
//	GET  /api/documents/{id}  a document that citations point into
//	GET  /api/knowledge       names of the knowledge bases
//	GET  /openapi.yaml        all of this, for machines
//	GET  /healthz, /readyz
//	GET  /, /agent, /assets/  pages, see package web
//
// A request passes the middleware (guard.go: request id, log, panics, headers,
// host name), the limits (gate.go, decode.go) and a handler, one file each.
// What goes wrong becomes an answer in one place, errors.go.
package api

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"footnote/api/web"
)

const assetRoute = web.AssetPath + ":version/:name"

type server struct {
	Options
	searches *gate
	answers  *gate
	site     *web.Site
}

// New returns the handler of all routes. It reads nothing and starts nothing;
// the caller runs the http.Server, sets its header timeout and ends it.
func New(o Options) (http.Handler, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	site, err := web.Load()
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	s := &server{
		Options:  o,
		searches: newGate(o.Limits.Searches, o.Limits),
		answers:  newGate(o.Limits.Answers, o.Limits),
		site:     site,
	}
	return s.routes(), nil
}

func (s *server) routes() http.Handler {
	gin.SetMode(gin.ReleaseMode) // else gin prints to stdout; the setting is the process's
	g := gin.New()
	g.HandleMethodNotAllowed = true
	g.RedirectTrailingSlash = false
	g.ForwardedByClientIP = false // no proxy is trusted to say who calls
	g.UseRawPath = true           // a slash that is encoded in an id stays in it
	g.Use(s.identify, s.log, s.recover, s.protect, s.checkHost)
	g.NoRoute(func(c *gin.Context) { s.fail(c, errNoRoute) })
	g.NoMethod(func(c *gin.Context) { s.fail(c, errNoMethod) })

	quick, slow := s.within(s.Limits.Search), s.within(s.Limits.Answer)
	get := func(path string, handler gin.HandlerFunc) {
		g.GET(path, quick, handler)
		g.HEAD(path, quick, handler)
	}
	get("/api/search", s.search)
	get("/api/answers/:id", s.storedAnswer)
	get("/api/documents/:id", s.document)
	get("/api/knowledge", s.knowledge)
	g.POST("/api/answers", slow, s.answer)
	g.POST("/api/replies", slow, s.replies)
	get("/openapi.yaml", s.description)
	get("/healthz", s.health)
	get("/readyz", s.ready)
	for path, page := range s.site.Pages {
		get(path, s.page(page))
	}
	get(assetRoute, s.asset)
	return g
}
