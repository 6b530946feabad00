// Package schema makes readable Markdown of machine-readable descriptions:
// OpenAPI and Swagger (each operation is a section with its parameters, body and
// answers), and JSON Schema (each property a row of a table).
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

var (
	// ErrOther says that a file is JSON or YAML of another kind.
	ErrOther = errors.New("neither an OpenAPI description nor a JSON Schema")
	// ErrSize says that a file is too large or too deep.
	ErrSize = errors.New("the description exceeds a limit")
)

const (
	// maxBytes is the size of the largest description that is read; the largest
	// known ones have 10 MB of JSON, which is read faster than YAML.
	maxJSON = 16 << 20
	maxYAML = 4 << 20
	// maxNesting is the deepest nesting; real ones stay below 40.
	maxNesting = 100
	// maxOutput bounds what references to the same schema, again and again, make.
	maxOutput = 8 << 20
)

// object is a JSON object.
type object = map[string]any

// Markdown describes a file. The body is UTF-8.
func Markdown(body []byte) ([]byte, error) {
	root, err := parse(body)
	if err != nil {
		return nil, err
	}
	d := &description{root: root}
	switch {
	case (text(root["openapi"]) != "" || text(root["swagger"]) != "") && len(of(root["paths"]))+len(of(root["webhooks"])) > 0:
		d.api()
	case strings.Contains(text(root["$schema"]), "json-schema.org") || text(root["$schema"]) != "" && root["properties"] != nil:
		d.schema()
	default:
		return nil, ErrOther
	}
	if d.out.Len() > maxOutput {
		return nil, ErrSize
	}
	return []byte(d.out.String()), nil
}

func parse(body []byte) (object, error) {
	body = bytes.TrimSpace(body)
	var root object
	if bytes.HasPrefix(body, []byte("{")) {
		if len(body) > maxJSON || nesting(body) > maxNesting {
			return nil, ErrSize
		}
		in := json.NewDecoder(bytes.NewReader(body))
		in.UseNumber()
		if err := in.Decode(&root); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrOther, err)
		}
		return root, nil
	}
	if !bytes.Contains(body, []byte("openapi:")) && !bytes.Contains(body, []byte("swagger:")) && !bytes.Contains(body, []byte("$schema")) {
		return nil, ErrOther
	}
	if err := checkYAML(body); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(body, &root); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrOther, strings.SplitN(err.Error(), "\n", 2)[0])
	}
	return root, nil
}

// checkYAML refuses what makes much of little: aliases, and deep nesting.
func checkYAML(body []byte) error {
	if len(body) > maxYAML || nesting(body) > maxNesting {
		return ErrSize
	}
	for line := range bytes.Lines(body) {
		if indent := len(line) - len(bytes.TrimLeft(line, " -")); indent > 4*maxNesting {
			return ErrSize
		}
	}
	for _, t := range lexer.Tokenize(string(body)) {
		if t.Type == token.AliasType {
			return fmt.Errorf("%w: YAML aliases are not followed", ErrSize)
		}
	}
	return nil
}

// nesting counts brackets, whether or not they stand in texts.
func nesting(body []byte) int {
	depth, most := 0, 0
	for _, c := range body {
		switch c {
		case '{', '[':
			depth++
			most = max(most, depth)
		case '}', ']':
			depth--
		}
	}
	return most
}

// description is a file that is being described.
type description struct {
	root object
	out  strings.Builder
}

func (d *description) line(format string, args ...any) {
	if d.out.Len() <= maxOutput {
		fmt.Fprintf(&d.out, format+"\n", args...)
	}
}

// paragraph writes a text as it is: descriptions are Markdown.
func (d *description) paragraph(s string) {
	if s = strings.TrimSpace(s); s != "" {
		d.line("%s\n", s)
	}
}

// methods in the order in which people expect them.
var methods = [...]string{"get", "post", "put", "patch", "delete", "head", "options", "trace"}

func (d *description) api() {
	info := of(d.root["info"])
	title := text(info["title"])
	if title == "" {
		title = "API"
	}
	d.line("# %s\n", oneLine(title))
	if v := text(info["version"]); v != "" {
		d.line("Version %s\n", oneLine(v))
	}
	d.paragraph(text(info["description"]))
	for _, s := range list(d.root["servers"]) {
		d.line("- Server: %s %s", text(of(s)["url"]), oneLine(text(of(s)["description"])))
	}
	d.line("")
	for _, group := range []string{"paths", "webhooks"} {
		all := of(d.root[group])
		for _, path := range slices.Sorted(maps.Keys(all)) {
			item := d.resolve(of(all[path]))
			for _, method := range methods {
				if op := of(item[method]); op != nil {
					d.operation(strings.ToUpper(method)+" "+path, item, op)
				}
			}
		}
	}
	d.components()
}

// operation writes one operation as a section.
func (d *description) operation(name string, item, op object) {
	heading := oneLine(name)
	if s := text(op["summary"]); s != "" {
		heading += ": " + oneLine(s)
	}
	d.line("## %s%s\n", code(heading), anchor(text(op["operationId"])))
	if op["deprecated"] == true {
		d.line("This operation is deprecated.\n")
	}
	d.paragraph(text(op["description"]))
	d.parameters(append(list(item["parameters"]), list(op["parameters"])...))
	d.requestBody(d.resolve(of(op["requestBody"])))
	d.responses(of(op["responses"]))
}

// code keeps braces of paths from being taken for attributes of a heading.
func code(heading string) string {
	return strings.NewReplacer("{", "\\{", "}", "\\}", "*", "\\*", "_", "\\_", "<", "&lt;").Replace(heading)
}

func anchor(id string) string {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		return ""
	}
	return " {#" + id + "}"
}

func (d *description) parameters(all []any) {
	var rows [][]string
	for _, p := range all {
		o := d.resolve(of(p))
		if text(o["in"]) == "body" { // Swagger 2
			d.requestBody(object{"description": o["description"], "content": object{"": object{"schema": o["schema"]}}})
			continue
		}
		typed := o
		if s := of(o["schema"]); s != nil {
			typed = s
		}
		rows = append(rows, []string{text(o["name"]), text(o["in"]), d.kind(typed), yes(o["required"]), describe(o, typed)})
	}
	d.table("Parameters", []string{"Parameter", "In", "Type", "Required", "Description"}, rows)
}

func (d *description) requestBody(body object) {
	if body == nil {
		return
	}
	content := of(body["content"])
	for _, media := range slices.Sorted(maps.Keys(content)) {
		d.line("Request body %s\n", oneLine(media))
		d.paragraph(text(body["description"]))
		d.properties(of(of(content[media])["schema"]))
	}
}

func (d *description) responses(all object) {
	var rows [][]string
	for _, status := range slices.Sorted(maps.Keys(all)) {
		o := d.resolve(of(all[status]))
		kinds := []string{}
		for _, media := range slices.Sorted(maps.Keys(of(o["content"]))) {
			kinds = append(kinds, d.kind(of(of(of(o["content"])[media])["schema"])))
		}
		if s := of(o["schema"]); s != nil {
			kinds = append(kinds, d.kind(s))
		}
		rows = append(rows, []string{status, strings.Join(slices.Compact(kinds), ", "), text(o["description"])})
	}
	d.table("Responses", []string{"Status", "Body", "Description"}, rows)
}

// components describes the schemas that operations refer to.
func (d *description) components() {
	schemas := of(of(d.root["components"])["schemas"])
	if schemas == nil {
		schemas = of(d.root["definitions"])
	}
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		s := of(schemas[name])
		d.line("## Schema %s\n", code(oneLine(name)))
		d.paragraph(text(s["description"]))
		if values := enumerated(s); values != "" {
			d.line("%s\n", values)
		}
		d.properties(s)
	}
}

func (d *description) schema() {
	title := text(d.root["title"])
	if title == "" {
		title = text(d.root["$id"])
	}
	if title == "" {
		title = "Schema"
	}
	d.line("# %s\n", code(oneLine(title)))
	d.paragraph(text(d.root["description"]))
	d.properties(d.root)
	for _, group := range []string{"$defs", "definitions"} {
		defs := of(d.root[group])
		for _, name := range slices.Sorted(maps.Keys(defs)) {
			s := of(defs[name])
			d.line("## %s\n", code(oneLine(name)))
			d.paragraph(text(s["description"]))
			d.properties(s)
		}
	}
}
