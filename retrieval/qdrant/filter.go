package qdrant

import (
	"maps"
	"slices"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// conditions is a filter in the server's terms; nil lets everything through.
// ok is false when nothing can pass: a label is to be one of no values. Tenant is the
// key of the label that has a field of its own, if it is not "".
func conditions(f retrieval.Filter, tenant string) (filter *client.Filter, ok bool) {
	var must []*client.Condition
	if len(f.Languages) > 0 {
		must = append(must, client.NewMatchKeywords(languageField, sendable(f.Languages)...))
	}
	for _, key := range slices.Sorted(maps.Keys(f.Labels)) {
		if key == tenant && key != "" {
			must = append(must, client.NewMatchKeywords(tenantField, sendable(f.Labels[key])...))
			continue
		}
		var wanted []string
		for _, value := range f.Labels[key] {
			wanted = append(wanted, label(key, value))
		}
		must = append(must, client.NewMatchKeywords(labelsField, sendable(wanted)...))
	}
	for _, c := range must {
		if len(c.GetField().GetMatch().GetKeywords().GetStrings()) == 0 {
			return nil, false
		}
	}
	if must == nil {
		return nil, true
	}
	return &client.Filter{Must: must}, true
}

// sendable leaves out what is not UTF-8: no keyword on the server equals it.
func sendable(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return textValue(s).GetStructValue() != nil })
}
