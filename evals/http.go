package evals

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"footnote/api/answer"
)

// maxReply bounds what a server under test may send.
const maxReply = 16 << 20

// HTTPAsker asks a running server, the way its users do. base is its address,
// e.g. "http://127.0.0.1:8080".
func HTTPAsker(base string, client *http.Client) Asker {
	return func(ctx context.Context, r answer.Request) (answer.Answer, error) {
		var got answer.Answer
		body, err := json.Marshal(r)
		if err != nil {
			return got, fmt.Errorf("ask %s: %w", base, err)
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(base, "/")+"/api/answers", bytes.NewReader(body))
		if err != nil {
			return got, fmt.Errorf("ask %s: %w", base, err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json")
		begin := time.Now()
		if err := do(client, request, &got); err != nil {
			return got, fmt.Errorf("ask %s: %w", base, err)
		}
		got.TookMS = time.Since(begin).Seconds() * 1000
		return got, nil
	}
}

// HTTPChecker checks quotes against the documents that a server gives out.
func HTTPChecker(ctx context.Context, base, kb string, client *http.Client) Checker {
	texts := map[string]string{}
	return func(document string, start, end int, quote string) (bool, error) {
		text, ok := texts[document]
		if !ok {
			var d struct{ Text string }
			request, err := http.NewRequestWithContext(ctx, http.MethodGet,
				strings.TrimSuffix(base, "/")+"/api/documents/"+url.PathEscape(document)+"?kb="+url.QueryEscape(kb), nil)
			if err == nil {
				err = do(client, request, &d)
			}
			if err != nil {
				return false, err
			}
			text = d.Text
			texts[document] = text
		}
		return Stands(text, start, end, quote), nil
	}
}

// Stands reports whether text[start:end] is quote.
func Stands(text string, start, end int, quote string) bool {
	return start >= 0 && start <= end && end <= len(text) && text[start:end] == quote
}

func do(client *http.Client, request *http.Request, into any) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxReply+1))
	if err != nil {
		return err
	}
	if len(raw) > maxReply {
		return fmt.Errorf("reply of more than %d bytes", maxReply)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(raw[:min(len(raw), 300)])))
	}
	return json.Unmarshal(raw, into)
}
