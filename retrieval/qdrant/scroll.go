package qdrant

import (
	"context"
	"fmt"
	"iter"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// page says how to walk over a collection.
type page struct {
	size   uint32   // points in one request
	fields []string // payload to bring
}

// scrolled is a chunk's point on such a walk.
type scrolled struct {
	id      retrieval.ID
	payload map[string]*client.Value
}

// scroll yields the points of all chunks in rising order of ID, ours left out.
// After an error the sequence ends.
func (x *index) scroll(ctx context.Context, p page) iter.Seq2[scrolled, error] {
	return func(yield func(scrolled, error) bool) {
		var offset *client.PointId
		for {
			points, next, err := x.scrollPage(ctx, p, offset)
			if err != nil {
				yield(scrolled{}, err)
				return
			}
			for _, point := range points {
				if _, chunk := point.GetId().GetPointIdOptions().(*client.PointId_Uuid); !chunk {
					continue
				}
				id, err := retrieval.ParseID(point.GetId().GetUuid())
				if !yield(scrolled{id: id, payload: point.GetPayload()}, err) || err != nil {
					return
				}
			}
			if next == nil {
				return
			}
			offset = next
		}
	}
}

func (x *index) scrollPage(ctx context.Context, p page, offset *client.PointId) ([]*client.RetrievedPoint, *client.PointId, error) {
	request := &client.ScrollPoints{
		CollectionName:  x.collection(),
		Offset:          offset,
		Limit:           &p.size,
		WithPayload:     client.NewWithPayloadEnable(false),
		WithVectors:     client.NewWithVectorsEnable(false),
		ReadConsistency: x.server.consistency,
	}
	if len(p.fields) > 0 {
		request.WithPayload = client.NewWithPayloadInclude(p.fields...)
	}
	var points []*client.RetrievedPoint
	var next *client.PointId
	err := x.server.call(ctx, "read the points of "+x.collection(), func(ctx context.Context) (err error) {
		points, next, err = x.server.api.ScrollAndOffset(ctx, request)
		return err
	})
	if err == nil && next != nil && offset != nil && next.String() == offset.String() {
		err = fmt.Errorf("qdrant at %s: read the points of %s: the server gives the same page again", x.server.options.Addr, x.collection())
	}
	return points, next, err
}
