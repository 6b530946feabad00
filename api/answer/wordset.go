package answer

import (
	"strconv"
	"strings"
)

// wordSet is the words of a list separated by white space.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// readUnits adds the entries "spelling:factor:base" of a list to a table.
func readUnits(table map[string]unit, list string) {
	for _, entry := range strings.Fields(list) {
		parts := strings.Split(entry, ":")
		factor, err := strconv.ParseFloat(parts[1], 64)
		if err != nil {
			continue // a test reads the whole table
		}
		table[parts[0]] = unit{parts[2], factor}
	}
}
