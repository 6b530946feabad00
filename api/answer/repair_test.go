package answer_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"footnote/api/answer"
)

// mending is a scripted composer that can be told what was wrong.
type mending struct {
	scripted
	again    scripted
	rejected *[]answer.Checked
}

func (c mending) Repair(ctx context.Context, t answer.Task, rejected []answer.Checked) iter.Seq2[answer.Draft, error] {
	*c.rejected = append(*c.rejected, rejected...)
	return c.again.Compose(ctx, t)
}

func TestModelMayMendItsAnswerOnce(t *testing.T) {
	good, bad := citing("A refund takes five business days.", 1), citing("A refund takes 3 business days.", 1)
	money := citing("The money is returned to the card that you paid with.", 1)
	for _, test := range []struct {
		name       string
		first, now []answer.Draft
		err        error
		rejected   int
		text       string // of the answer by the model; "": another composer answers
	}{
		{"mended", []answer.Draft{bad}, []answer.Draft{good}, nil, 1, "A refund takes five business days.[1]"},
		{"still wrong", []answer.Draft{bad}, []answer.Draft{bad, citing("It takes 9 days.", 1)}, nil, 1, ""},
		{"mostly right: not asked again", []answer.Draft{good, bad}, []answer.Draft{money}, nil, 0, "A refund takes five business days.[1]"},
		{"mostly wrong: what was right stays", []answer.Draft{good, bad, bad}, []answer.Draft{good, money}, nil, 2, "A refund takes five business days.[1] The money is returned to the card that you paid with.[2]"},
		{"fails, nothing was right", []answer.Draft{bad}, nil, errors.New("gone"), 1, ""},
		{"fails, something was right", []answer.Draft{good, bad, bad}, nil, errors.New("gone"), 2, "A refund takes five business days.[1]"},
		{"says nothing then", []answer.Draft{bad}, nil, nil, 1, ""},
	} {
		s := shop()
		var rejected []answer.Checked
		c := mending{scripted{drafts: test.first}, scripted{drafts: test.now, err: test.err}, &rejected}
		a, err := s.service(nil, c).Answer(t.Context(), answer.Request{Question: refundQuestion}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.keepsPromises(t, a)
		if len(rejected) != test.rejected {
			t.Errorf("%s: told of %d rejected sentences, want %d", test.name, len(rejected), test.rejected)
		}
		for _, r := range rejected {
			if r.Supported || r.Why == "" {
				t.Errorf("%s: %+v", test.name, r)
			}
		}
		byModel := strings.HasPrefix(a.Composer, "model:")
		if byModel != (test.text != "") || byModel && a.Text != test.text {
			t.Errorf("%s: %q by %s, want %q", test.name, a.Text, a.Composer, test.text)
		}
		if !byModel && len(a.Notes) == 0 {
			t.Errorf("%s: nobody is told that the model did not answer", test.name)
		}
	}
}
