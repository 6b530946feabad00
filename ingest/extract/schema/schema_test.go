package schema

import (
	"errors"
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"OpenAPI": {`{"openapi":"3.1.0","info":{"title":"Refunds","version":"2"},"paths":{"/r/{id}":{"get":{"operationId":"getR","summary":"Get one","parameters":[{"$ref":"#/components/parameters/Id"}],
			"responses":{"200":{"description":"The | refund","content":{"application/json":{"schema":{"$ref":"#/components/schemas/R"}}}}}}}},
			"components":{"parameters":{"Id":{"name":"id","in":"path","required":true,"schema":{"type":"string","maxLength":9}}},"schemas":{"R":{"allOf":[{"properties":{"a":{"type":["string","null"],"enum":["x","y"]}}}]}}}}`,
			[]string{"# Refunds", "Version 2", `## GET /r/\{id\}: Get one {#getR}`, "| id | path | string | yes | Longest length: 9. |", `| 200 | R | The \| refund |`, "## Schema R", "| a | string or null |  | One of: x, y. |"}},
		"Swagger 2": {"swagger: '2.0'\ninfo: {title: 退款}\npaths:\n  /r:\n    post:\n      parameters:\n        - {in: body, name: b, schema: {properties: {n: {type: integer, minimum: 1}}}}\n      responses:\n        201: {description: Made}\n",
			[]string{"# 退款", "## POST /r", "| n | integer |  | At least: 1. |", "| 201 |  | Made |"}},
		"JSON Schema": {`{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Settings","required":["a"],"properties":{"a":{"type":"array","items":{"properties":{"b":{"type":"number","default":3}}}}}}`,
			[]string{"# Settings", "| a | list of object | yes |  |", "| a[].b | number |  | Default: 3. |"}},
	} {
		got, err := Markdown([]byte(c.body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(string(got), want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	nested := strings.Repeat(`{"properties":{"a":`, maxNesting) + "1" + strings.Repeat("}}", maxNesting)
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"another JSON": {`{"name":"x"}`, ErrOther}, "another YAML": {"name: x", ErrOther}, "a list": {"[1]", ErrOther}, "broken": {`{"openapi":`, ErrOther}, "empty": {"", ErrOther},
		"deep": {nested, ErrSize}, "aliases": {"openapi: 3.0.0\na: &a [x]\nb: [*a, *a]\npaths: {}\n", ErrSize},
	} {
		if got, err := Markdown([]byte(c.body)); !errors.Is(err, c.want) {
			t.Errorf("%s: %q, %v; want %v", name, got, err, c.want)
		}
	}
}

// A schema that holds itself, many times, ends.
func TestReferencesEnd(t *testing.T) {
	body := `{"openapi":"3.0.0","paths":{"/a":{"$ref":"#/paths/~1a"},"/b":{"get":{"requestBody":{"content":{"x":{"schema":{"$ref":"#/s"}}}}}}},"s":{"allOf":[` + strings.Repeat(`{"$ref":"#/s"},`, 30) + `{"$ref":"#/s"}]}}`
	if _, err := Markdown([]byte(body)); err != nil {
		t.Error(err)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add(`{"openapi":"3.0.0","paths":{"/a":{"get":{"parameters":[{"$ref":"#/paths"}]}}}}`)
	f.Add("openapi: 3\npaths:\n  /a:\n    get: {responses: {200: {description: x}}}\n")
	f.Add(`{"$schema":"json-schema.org","properties":{"a":{"$ref":"#"}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		if got, err := Markdown([]byte(body)); err == nil && len(got) > 2*maxOutput {
			t.Errorf("%d bytes became %d", len(body), len(got))
		}
	})
}
