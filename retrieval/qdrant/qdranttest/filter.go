package qdranttest

import (
	"slices"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// filter compiles a filter: all of its conditions must hold. A field without a
// payload index is refused, which the real server does in strict mode only.
func (c *collection) filter(f *client.Filter) (func(id, *point) bool, error) {
	if len(f.GetShould()) > 0 || len(f.GetMustNot()) > 0 || f.GetMinShould() != nil {
		return nil, status.Error(codes.Unimplemented, "only must conditions")
	}
	var all []func(id, *point) bool
	for _, condition := range f.GetMust() {
		one, err := c.condition(condition)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return func(key id, p *point) bool {
		return !slices.ContainsFunc(all, func(one func(id, *point) bool) bool { return !one(key, p) })
	}, nil
}

func (c *collection) condition(condition *client.Condition) (func(id, *point) bool, error) {
	switch o := condition.GetConditionOneOf().(type) {
	case *client.Condition_HasId:
		keys, err := parseIDs(o.HasId.GetHasId())
		return func(key id, _ *point) bool { return slices.Contains(keys, key) }, err
	case *client.Condition_Field:
		field, match := o.Field.GetKey(), o.Field.GetMatch().GetKeywords()
		if match == nil {
			return nil, status.Error(codes.Unimplemented, "fields are matched with keywords only")
		}
		if c.indexes[field] != client.FieldType_FieldTypeKeyword || !c.hasIndex(field) {
			return nil, status.Errorf(codes.InvalidArgument, "Bad request: Index required but not found for %q of one of the following types: [keyword]", field)
		}
		return func(_ id, p *point) bool { return holds(p.payload[field], match.GetStrings()) }, nil
	}
	return nil, status.Error(codes.Unimplemented, "conditions on ids and fields only")
}

func (c *collection) hasIndex(field string) bool {
	_, ok := c.indexes[field]
	return ok
}

// holds reports whether a value, or one of its elements, is one of the keywords.
func holds(value *client.Value, keywords []string) bool {
	if list := value.GetListValue(); list != nil {
		return slices.ContainsFunc(list.GetValues(), func(v *client.Value) bool { return holds(v, keywords) })
	}
	text, ok := value.GetKind().(*client.Value_StringValue)
	return ok && slices.Contains(keywords, text.StringValue)
}
