package api

import (
	_ "embed"
	"net/http"

	"github.com/gin-gonic/gin"

	"footnote/api/web"
)

//go:embed openapi.yaml
var openAPI []byte

func (s *server) description(c *gin.Context) {
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, "application/yaml; charset=utf-8", openAPI)
}

// page serves a page for people. Its policy lets it load and call what is on
// this server, and nothing else; no script or style in its own text runs.
func (s *server) page(f web.File) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", web.Policy)
		f.ServeHTTP(c.Writer, c.Request)
	}
}

func (s *server) asset(c *gin.Context) {
	f, ok := s.site.Asset(c.Param("version"), c.Param("name"))
	if !ok {
		s.fail(c, errNoRoute)
		return
	}
	f.ServeHTTP(c.Writer, c.Request)
}
