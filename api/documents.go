package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"footnote/ingest"
)

func (s *server) document(c *gin.Context) {
	kb, err := readKB(c.Query("kb"))
	if err != nil {
		s.fail(c, err)
		return
	}
	d, err := s.Document(c.Request.Context(), kb, c.Param("id"))
	if err != nil {
		s.fail(c, err)
		return
	}
	if d.Sections == nil {
		d.Sections = []ingest.Section{}
	}
	s.write(c, http.StatusOK, d)
}

// knowledgeBases is what GET /api/knowledge returns.
type knowledgeBases struct {
	KnowledgeBases []string `json:"knowledge_bases"`
}

func (s *server) knowledge(c *gin.Context) {
	names, err := s.KnowledgeBases(c.Request.Context())
	if err != nil {
		s.fail(c, err)
		return
	}
	if names == nil {
		names = []string{}
	}
	s.write(c, http.StatusOK, knowledgeBases{names})
}

// condition is what the two routes for machines that watch the server return.
type condition struct {
	Status string `json:"status"`
}

func (s *server) health(c *gin.Context) { s.write(c, http.StatusOK, condition{"ok"}) }

func (s *server) ready(c *gin.Context) {
	if s.Ready != nil {
		if err := s.Ready(c.Request.Context()); err != nil {
			s.Logger.WarnContext(c.Request.Context(), "not ready", "error", err)
			s.fail(c, errNotReady)
			return
		}
	}
	s.write(c, http.StatusOK, condition{"ready"})
}
