package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// maxInner is how deep properties of properties are described in place; deeper
// ones have a section of their own or are seldom asked for.
const maxInner = 3

// properties writes the properties of a schema as a table.
func (d *description) properties(s object) {
	d.table("", []string{"Property", "Type", "Required", "Description"}, d.rows(nil, "", d.resolve(s), 0))
}

func (d *description) rows(rows [][]string, prefix string, s object, depth int) [][]string {
	if depth >= maxInner {
		return rows
	}
	for _, part := range list(s["allOf"]) {
		rows = d.rows(rows, prefix, d.resolve(of(part)), depth+1)
	}
	if items := d.resolve(of(s["items"])); items != nil && of(s["properties"]) == nil {
		return d.rows(rows, strings.TrimSuffix(prefix, ".")+"[].", items, depth+1)
	}
	required := map[string]bool{}
	for _, name := range list(s["required"]) {
		required[text(name)] = true
	}
	all := of(s["properties"])
	for _, name := range slices.Sorted(maps.Keys(all)) {
		raw := of(all[name])
		p := d.resolve(raw)
		is := ""
		if required[name] {
			is = "yes"
		}
		rows = append(rows, []string{prefix + name, d.kind(raw), is, describe(p, p)})
		if len(rows) > maxRows {
			return rows
		}
		if of(raw)["$ref"] == nil { // what is referred to has a section of its own
			rows = d.rows(rows, prefix+name+".", p, depth+1)
		}
	}
	return rows
}

// maxRows bounds one table.
const maxRows = 2000

// kind is the type of a schema in a few words.
func (d *description) kind(s object) string {
	if s == nil {
		return ""
	}
	if ref := text(s["$ref"]); ref != "" {
		return ref[strings.LastIndexByte(ref, '/')+1:]
	}
	kind := text(s["type"])
	if several := list(s["type"]); len(several) > 0 {
		var names []string
		for _, k := range several {
			names = append(names, text(k))
		}
		kind = strings.Join(names, " or ")
	}
	if items := of(s["items"]); items != nil {
		return "list of " + d.kind(items)
	}
	if kind == "" && s["properties"] != nil {
		kind = "object"
	}
	if f := text(s["format"]); f != "" {
		kind += " (" + f + ")"
	}
	return kind
}

// describe is what a table says of a parameter or property: its description,
// and what limits it.
func describe(o, typed object) string {
	parts := []string{text(o["description"])}
	if parts[0] == "" {
		parts[0] = text(typed["description"])
	}
	if s := strings.TrimSpace(parts[0]); s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?:") && s[len(s)-1] < 0x80 {
		parts[0] = s + "."
	}
	if values := enumerated(typed); values != "" {
		parts = append(parts, values)
	}
	for _, limit := range []struct{ key, name string }{
		{"default", "Default"}, {"minimum", "At least"}, {"maximum", "At most"}, {"exclusiveMinimum", "More than"}, {"exclusiveMaximum", "Less than"},
		{"minLength", "Shortest length"}, {"maxLength", "Longest length"}, {"minItems", "Fewest entries"}, {"maxItems", "Most entries"}, {"pattern", "Pattern"}, {"example", "Example"},
	} {
		if v := scalar(typed[limit.key]); v != "" {
			parts = append(parts, limit.name+": "+v+".")
		}
	}
	if o["deprecated"] == true || typed["deprecated"] == true {
		parts = append(parts, "Deprecated.")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// maxValues is how many values of an enumeration are named.
const maxValues = 100

func enumerated(s object) string {
	var values []string
	for _, v := range list(s["enum"]) {
		if len(values) < maxValues {
			values = append(values, scalar(v))
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "One of: " + strings.Join(values, ", ") + "."
}

// table writes a Markdown table under a line that names it.
func (d *description) table(name string, head []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	if name != "" {
		d.line("%s\n", name)
	}
	d.line("| %s |", strings.Join(head, " | "))
	d.line("|%s", strings.Repeat("---|", len(head)))
	for _, row := range rows {
		for i, cell := range row {
			row[i] = strings.NewReplacer("|", "\\|", "<", "&lt;").Replace(oneLine(cell))
		}
		d.line("| %s |", strings.Join(row, " | "))
	}
	d.line("")
}

// maxReferences is the longest chain of references that is followed.
const maxReferences = 8

// resolve follows references within the file.
func (d *description) resolve(o object) object {
	for range maxReferences {
		ref := text(o["$ref"])
		if !strings.HasPrefix(ref, "#/") {
			return o
		}
		at := any(d.root)
		for _, part := range strings.Split(ref[2:], "/") {
			at = of(at)[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
		}
		o = of(at)
	}
	return nil
}

// of is v as an object, nil if it is none.
func of(v any) object {
	o, _ := v.(object)
	return o
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func text(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	case float64, int, int64, uint64:
		return fmt.Sprint(x)
	}
	return ""
}

// scalar is a value in a table; objects are left out.
func scalar(v any) string {
	if b, ok := v.(bool); ok {
		return fmt.Sprint(b)
	}
	return oneLine(text(v))
}

func yes(v any) string {
	if v == true {
		return "yes"
	}
	return ""
}

// maxLine is the longest text of a cell or heading in bytes.
const maxLine = 2000

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxLine {
		s = strings.ToValidUTF8(s[:maxLine], "") + "…"
	}
	return s
}
