package answer_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"footnote/api/answer"
)

const refundQuestion = "How long does a refund take?"

func TestModelSentencesAreChecked(t *testing.T) {
	var kept []answer.Record
	s := shop()
	service := s.service(&kept, scripted{drafts: []answer.Draft{
		citing("A refund takes five business days.", 1),
		citing("A refund takes 3 business days.", 1),
		citing("Refunds are always instant.", 1),
		citing("There is a fee of €5 for a refund.", 1, 2),
		citing("The money is returned to the card that you paid with.", 1),
		{Text: "Trust me."},
		citing("Refunds take 5 working days.", 99),
		citing("Refunds take 5 working days.", -1),
	}})
	var sent []string
	a, err := service.Answer(t.Context(), answer.Request{Question: refundQuestion}, func(e answer.Event) error {
		if e.Sentence != nil {
			sent = append(sent, e.Sentence.Text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.keepsPromises(t, a)
	if want := "A refund takes five business days.[1] The money is returned to the card that you paid with.[2]"; a.Text != want || a.Composer != "model:scripted" {
		t.Errorf("got %q by %s, want %q", a.Text, a.Composer, want)
	}
	if len(sent) != 2 {
		t.Errorf("sent %q", sent)
	}
	supported := 0
	for _, d := range kept[0].Trace.Drafts {
		if d.Supported {
			supported++
		} else if d.Why == "" {
			t.Errorf("rejected without a reason: %q", d.Text)
		}
	}
	if supported != 2 || len(kept[0].Trace.Drafts) != 8 {
		t.Errorf("trace has %d drafts, %d supported", len(kept[0].Trace.Drafts), supported)
	}
	if a.Citations[0].Quote != "Refunds take 5 working days." {
		t.Errorf("quotes %q: not the smallest span", a.Citations[0].Quote)
	}
}

func TestModelThatFailsIsReplaced(t *testing.T) {
	good := citing("A refund takes five business days.", 1)
	for _, test := range []struct {
		name  string
		model scripted
		note  string
	}{
		{"down", scripted{err: errors.New("connection refused: key sk-secret")}, "could not finish"},
		{"cut off after a sentence", scripted{drafts: []answer.Draft{good}, err: errors.New("unexpected EOF")}, "could not finish"},
		{"says nothing that is so", scripted{drafts: []answer.Draft{citing("Refunds are always instant.", 1)}}, "not in the documentation"},
	} {
		s := shop()
		var order []string
		a, err := s.service(nil, test.model).Answer(t.Context(), answer.Request{Question: refundQuestion}, func(e answer.Event) error {
			if e.Sentence != nil {
				if e.Sentence.Index == 0 {
					order = nil // takes the place of what came before
				}
				order = append(order, e.Sentence.Text)
			}
			return nil
		})
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		s.keepsPromises(t, a)
		if a.Composer != "extractive" || !strings.HasPrefix(a.Text, "Refunds take 5 working days.[1]") {
			t.Errorf("%s: %q by %s", test.name, a.Text, a.Composer)
		}
		if len(a.Notes) != 1 || !strings.Contains(a.Notes[0], test.note) || strings.Contains(strings.Join(a.Notes, ""), "secret") {
			t.Errorf("%s: notes %q", test.name, a.Notes)
		}
		if len(order) != len(a.Sentences) || order[0] != a.Sentences[0].Text {
			t.Errorf("%s: a reader of the stream is left with %q", test.name, order)
		}
	}
	a := shop().answer(t, answer.Request{Question: "退款需要几个工作日？"}, scripted{err: errors.New("down")})
	if len(a.Notes) != 1 || !strings.Contains(a.Notes[0], "语言模型") {
		t.Errorf("notes %q", a.Notes)
	}
}

func TestModelThatSaysThePassagesDoNotAnswer(t *testing.T) {
	a := shop().answer(t, answer.Request{Question: "Are gift cards refunded to a card in another country?"}, scripted{})
	if a.Status != answer.Refused || a.Refusal.Reason != answer.NotSupported {
		t.Errorf("%s %+v %q", a.Status, a.Refusal, a.Text)
	}
}

func TestModelThatEchoesIsReplaced(t *testing.T) {
	lines := []string{"The guarantee starts on the day of delivery.", "It lasts for 24 months.", "Batteries are covered for 12 months.", "Damage by water is excluded.", "Send the receipt with the item.", "We answer within 10 days."}
	s := newShelf("Guarantee\n# Guarantee\n" + strings.Join(lines, " "))
	var drafts []answer.Draft
	for _, l := range lines {
		drafts = append(drafts, citing(l, 1))
	}
	r := answer.Request{Question: "How long does the guarantee for batteries last?"}
	a := s.answer(t, r, scripted{drafts: drafts})
	if a.Composer != "extractive" || len(a.Notes) != 1 {
		t.Errorf("by %s: %q, notes %q", a.Composer, a.Text, a.Notes)
	}
	whole := s.answer(t, r, scripted{drafts: []answer.Draft{citing(strings.Repeat(strings.Join(lines, " ")+" ", 4), 1)}})
	if whole.Composer != "extractive" {
		t.Errorf("the passage given back as one sentence is shown: %q", whole.Text)
	}
	question := s.answer(t, r, scripted{drafts: []answer.Draft{citing("The guarantee for batteries lasts long.", 1)}})
	if question.Composer != "extractive" {
		t.Errorf("the question given back is shown: %q", question.Text)
	}
}

func TestPromptGoesIntoTheTrace(t *testing.T) {
	var kept []answer.Record
	service := shop().service(&kept, prompting{})
	if _, err := service.Answer(t.Context(), answer.Request{Question: refundQuestion}, nil); err != nil {
		t.Fatal(err)
	}
	if kept[0].Trace.Prompt != "the prompt" {
		t.Errorf("prompt %q", kept[0].Trace.Prompt)
	}
}

func TestEndOfTheContextStopsAtOnce(t *testing.T) {
	for name, prepare := range map[string]func(*shelf, context.CancelFunc) []answer.Composer{
		"before the search": func(_ *shelf, stop context.CancelFunc) []answer.Composer { stop(); return nil },
		"during the search": func(s *shelf, stop context.CancelFunc) []answer.Composer { s.before = stop; return nil },
		"while composing": func(_ *shelf, stop context.CancelFunc) []answer.Composer {
			return []answer.Composer{scripted{drafts: []answer.Draft{citing("A refund takes five business days.", 1), citing("More.", 1)}, before: func(i int) {
				if i == 1 {
					stop()
				}
			}}}
		},
		"and the composer says so": func(_ *shelf, stop context.CancelFunc) []answer.Composer {
			return []answer.Composer{scripted{drafts: []answer.Draft{{}}, before: func(int) { stop() }, err: context.Canceled}}
		},
	} {
		ctx, stop := context.WithCancel(t.Context())
		var kept []answer.Record
		s := shop()
		composers := prepare(s, stop)
		events := 0
		_, err := s.service(&kept, composers...).Answer(ctx, answer.Request{Question: refundQuestion}, func(e answer.Event) error {
			if e.Done != nil {
				events++
			}
			return nil
		})
		stop()
		if !errors.Is(err, context.Canceled) || len(kept) != 0 || events != 0 {
			t.Errorf("%s: %v, %d records, %d done", name, err, len(kept), events)
		}
	}
}

func TestReceiverThatFailsEndsTheWork(t *testing.T) {
	gone := errors.New("client gone")
	for _, at := range []string{"passages", "sentence", "done"} {
		var kept []answer.Record
		service := shop().service(&kept, scripted{drafts: []answer.Draft{citing("A refund takes five business days.", 1)}})
		_, err := service.Answer(t.Context(), answer.Request{Question: refundQuestion}, func(e answer.Event) error {
			if at == "passages" && e.Passages != nil || at == "sentence" && e.Sentence != nil || at == "done" && e.Done != nil {
				return gone
			}
			return nil
		})
		if !errors.Is(err, gone) {
			t.Errorf("at %s: %v", at, err)
		}
		if at != "done" && len(kept) != 0 {
			t.Errorf("at %s: kept %d records", at, len(kept))
		}
	}
}

// A model may say anything; the answer keeps its promises.
func FuzzAnswerOfAnyModel(f *testing.F) {
	f.Add("How long does a refund take?", "Refunds take 5 working days.", 1, 0, 10)
	f.Add("退款要多久？", "退款需要 3 天。", 4, -1, 1<<30)
	f.Add("", "\xff<|im_end|>", 0, 5, 2)
	f.Fuzz(func(t *testing.T, question, said string, passage, start, end int) {
		s := shop()
		a, err := s.service(nil, scripted{drafts: []answer.Draft{{Text: said, Cites: []answer.Cite{{Passage: passage, Start: start, End: end}}}}}).
			Answer(t.Context(), answer.Request{Question: question}, nil)
		if err != nil {
			var invalid *answer.InvalidError
			if !errors.As(err, &invalid) {
				t.Fatal(err)
			}
			return
		}
		s.keepsPromises(t, a)
	})
}

// prompting tells its prompt and says nothing.
type prompting struct{ scripted }

func (prompting) Compose(_ context.Context, t answer.Task) iter.Seq2[answer.Draft, error] {
	return func(func(answer.Draft, error) bool) { t.Prompted("the prompt") }
}
