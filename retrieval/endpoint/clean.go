package endpoint

import "strings"

// Clean takes out of a text what some servers choke on: NUL, which ends it for a
// server written in C, and broken UTF-8.
func Clean(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", " "), "\ufffd")
}
