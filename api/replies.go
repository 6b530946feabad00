package api

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"footnote/api/assist"
)

func (s *server) replies(c *gin.Context) {
	var r assist.Request
	if err := s.decode(c, &r); err != nil {
		s.fail(c, err)
		return
	}
	found, err := s.suggest(c.Request.Context(), r)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.write(c, http.StatusOK, wholeReplies(found))
}

// suggest takes a place among the answers: it asks for some.
func (s *server) suggest(ctx context.Context, r assist.Request) (found assist.Replies, err error) {
	if r.KB, err = readKB(r.KB); err != nil {
		return found, err
	}
	if err := s.answers.enter(ctx); err != nil {
		return found, err
	}
	defer s.answers.leave()
	return s.Replies.Suggest(ctx, r)
}

// wholeReplies returns r with lists where the wire format has lists.
func wholeReplies(r assist.Replies) assist.Replies {
	list(&r.Replies)
	list(&r.Nearest)
	for i := range r.Replies {
		list(&r.Replies[i].Sentences)
		list(&r.Replies[i].Citations)
		for j := range r.Replies[i].Sentences {
			list(&r.Replies[i].Sentences[j].Citations)
		}
	}
	return r
}
