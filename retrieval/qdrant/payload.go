package qdrant

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// Payload of a chunk; a field that would be empty is left out, language is not:
//
//	document, url, title, section, anchor, language, text, context   strings
//	start, end    integers, bytes in the document's text
//	labels        list of "key=value" ('%' and '=' in the key as %25, %3D)
//	updated       RFC 3339 with nanoseconds
//	faq           true
//	blocks        "kind,start,end,level;…" (see blocks.go)
//	terms         word counts (see counts.String)
//	tenant        value of the label that Options.Tenant names, beside labels
//
// A string that is not UTF-8 cannot be sent; it is stored as {"base64": "…"}.
const (
	documentField = "document"
	urlField      = "url"
	titleField    = "title"
	sectionField  = "section"
	anchorField   = "anchor"
	languageField = "language"
	textField     = "text"
	contextField  = "context"
	startField    = "start"
	endField      = "end"
	labelsField   = "labels"
	updatedField  = "updated"
	faqField      = "faq"
	blocksField   = "blocks"
	termsField    = "terms"
	tenantField   = "tenant"

	base64Key = "base64"
)

// chunkFields are what Chunks asks for: everything but the terms.
var chunkFields = [...]string{
	documentField, urlField, titleField, sectionField, anchorField, languageField, textField,
	contextField, startField, endField, labelsField, updatedField, faqField, blocksField,
}

func payload(c retrieval.Chunk, terms counts) map[string]*client.Value {
	p := map[string]*client.Value{
		languageField: textValue(c.Language),
		startField:    client.NewValueInt(int64(c.Start)),
		endField:      client.NewValueInt(int64(c.End)),
		termsField:    client.NewValueString(terms.String()),
	}
	for field, text := range map[string]string{
		documentField: c.Document, urlField: c.URL, titleField: c.Title, sectionField: c.Section, anchorField: c.Anchor,
		textField: c.Text, contextField: c.Context, blocksField: formatBlocks(c.Blocks),
	} {
		if text != "" {
			p[field] = textValue(text)
		}
	}
	if len(c.Labels) > 0 {
		p[labelsField] = labelValues(c.Labels)
	}
	if !c.Updated.IsZero() {
		p[updatedField] = client.NewValueString(c.Updated.Format(time.RFC3339Nano))
	}
	if c.FAQ {
		p[faqField] = client.NewValueBool(true)
	}
	return p
}

// textValue is a string as the server takes it.
func textValue(s string) *client.Value {
	if utf8.ValidString(s) {
		return client.NewValueString(s)
	}
	return client.NewValueStruct(&client.Struct{Fields: map[string]*client.Value{
		base64Key: client.NewValueString(base64.RawStdEncoding.EncodeToString([]byte(s))),
	}})
}

func labelValues(labels map[string]string) *client.Value {
	list := &client.ListValue{}
	for key, value := range labels {
		list.Values = append(list.Values, textValue(label(key, value)))
	}
	return client.NewValueList(list)
}

// label is a label as the payload index knows it; the first '=' ends the key.
func label(key, value string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "%", "%25"), "=", "%3D") + "=" + value
}

func parseLabel(text string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(text, "=")
	return strings.ReplaceAll(strings.ReplaceAll(key, "%3D", "="), "%25", "%"), value, ok
}

// fields reads a payload that may hold anything; err keeps the first fault.
type fields struct {
	payload map[string]*client.Value
	err     error
}

func (f *fields) fail(field, fault string) {
	if f.err == nil {
		f.err = fmt.Errorf("field %q: %s", field, fault)
	}
}

func (f *fields) text(field string) string {
	v, ok := f.payload[field]
	if !ok {
		return ""
	}
	s, err := textOf(v)
	if err != nil {
		f.fail(field, err.Error())
	}
	return s
}

func textOf(v *client.Value) (string, error) {
	switch kind := v.GetKind().(type) {
	case *client.Value_StringValue:
		return kind.StringValue, nil
	case *client.Value_StructValue:
		raw, err := base64.RawStdEncoding.DecodeString(kind.StructValue.GetFields()[base64Key].GetStringValue())
		return string(raw), err
	}
	return "", errors.New("not a text")
}

func (f *fields) number(field string) int {
	v, ok := f.payload[field].GetKind().(*client.Value_IntegerValue)
	if !ok {
		f.fail(field, "not a whole number")
		return 0
	}
	return int(v.IntegerValue)
}

func (f *fields) time(field string) time.Time {
	text := f.text(field)
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		f.fail(field, "not a time")
	}
	return t
}

func (f *fields) labels(field string) map[string]string {
	list := f.payload[field].GetListValue().GetValues()
	if len(list) == 0 {
		return nil
	}
	labels := make(map[string]string, len(list))
	for _, v := range list {
		text, err := textOf(v)
		key, value, ok := parseLabel(text)
		if err != nil || !ok {
			f.fail(field, "not a list of key=value")
			return nil
		}
		labels[key] = value
	}
	return labels
}

// chunk makes a Chunk of a payload.
func chunk(id retrieval.ID, p map[string]*client.Value) (retrieval.Chunk, error) {
	f := &fields{payload: p}
	c := retrieval.Chunk{
		ID: id, Document: f.text(documentField), URL: f.text(urlField), Title: f.text(titleField),
		Section: f.text(sectionField), Anchor: f.text(anchorField), Language: f.text(languageField),
		Text: f.text(textField), Context: f.text(contextField),
		Start: f.number(startField), End: f.number(endField),
		Labels: f.labels(labelsField), Updated: f.time(updatedField), FAQ: p[faqField].GetBoolValue(),
	}
	blocks, err := parseBlocks(f.text(blocksField))
	if err != nil {
		f.fail(blocksField, err.Error())
	}
	c.Blocks = blocks
	if f.err != nil {
		return c, fmt.Errorf("%w: chunk %s: %w", retrieval.ErrCorrupt, id, f.err)
	}
	return c, nil
}
