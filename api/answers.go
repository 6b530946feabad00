package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"footnote/api/answer"
)

func (s *server) answer(c *gin.Context) {
	var r answer.Request
	if err := s.decode(c, &r); err != nil {
		s.fail(c, err)
		return
	}
	kb, err := readKB(r.KB)
	if err != nil {
		s.fail(c, err)
		return
	}
	r.KB = kb
	ctx := c.Request.Context()
	if err := s.answers.enter(ctx); err != nil {
		s.fail(c, err)
		return
	}
	defer s.answers.leave()
	if wantsEvents(c.GetHeader("Accept")) {
		s.stream(c, r)
		return
	}
	a, err := s.Answers.Answer(ctx, r, nil)
	if err != nil {
		s.fail(c, err)
		return
	}
	a.Passages = s.dated(ctx, kb, a.Passages)
	s.write(c, http.StatusOK, whole(a))
}

// storedAnswer is what GET /api/answers/{id} returns.
type storedAnswer struct {
	answer.Answer
	KB    string       `json:"kb"`
	Asked time.Time    `json:"asked"`
	Trace answer.Trace `json:"trace"`
}

func (s *server) storedAnswer(c *gin.Context) {
	r, err := s.Record(c.Request.Context(), c.Param("id"))
	if err != nil {
		s.fail(c, err)
		return
	}
	s.write(c, http.StatusOK, storedAnswer{whole(r.Answer), r.KB, r.Asked.UTC(), wholeTrace(r.Trace)})
}

// whole returns a with lists where the wire format has lists: a client need not
// know that Go writes an empty one as null.
func whole(a answer.Answer) answer.Answer {
	list(&a.Sentences)
	list(&a.Citations)
	list(&a.Passages)
	for i := range a.Passages {
		list(&a.Passages[i].Highlights)
	}
	for i := range a.Sentences {
		list(&a.Sentences[i].Citations)
	}
	if a.Refusal != nil {
		refusal := *a.Refusal
		list(&refusal.Nearest)
		a.Refusal = &refusal
	}
	if a.Clarify != nil {
		clarify := *a.Clarify
		list(&clarify.Choices)
		a.Clarify = &clarify
	}
	return a
}

func wholeTrace(t answer.Trace) answer.Trace {
	list(&t.Ranks)
	list(&t.Drafts)
	for i := range t.Drafts {
		list(&t.Drafts[i].Passages)
	}
	if t.Signals == nil {
		t.Signals = map[string]float64{}
	}
	if t.TimingsMS == nil {
		t.TimingsMS = map[string]float64{}
	}
	return t
}

func list[T any](s *[]T) {
	if *s == nil {
		*s = []T{}
	}
}
