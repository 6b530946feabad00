package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
)

// post sends the file to the server as a form, in the manner of the
// transcription endpoints of OpenAI-compatible servers; what the address has
// behind "?" are fields of the form, too. Redirects are not followed.
func (t *Tool) post(ctx context.Context, f File) ([]byte, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	fields := t.address.Query()
	if !fields.Has("response_format") {
		fields.Set("response_format", "verbose_json")
	}
	for name, values := range fields {
		if err := form.WriteField(name, values[0]); err != nil {
			return nil, err
		}
	}
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", multipart.FileContentDisposition("file", "file"+extension(f.Name)))
	head.Set("Content-Type", f.Type)
	part, err := form.CreatePart(head)
	if err == nil {
		_, err = part.Write(f.Body)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.address.String(), &body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // only read from
	out, err := io.ReadAll(io.LimitReader(response.Body, MaxText))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the server answers %s", response.Status)
	}
	return out, err
}
