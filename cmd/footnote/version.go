package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"footnote/ingest/chunk"
	"footnote/ingest/extract"
	"footnote/retrieval/text"
)

type versionCommand struct{}

// release is the version of the program; a build from a checkout adds its
// revision.
const release = "0.1.0"

// Run prints the version and the versions of what shapes an index.
func (c *versionCommand) Run(s *session) error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, kv := range info.Settings {
			if kv.Key == "vcs.revision" {
				revision = kv.Value
			}
		}
	}
	if s.globals.JSON {
		return json.NewEncoder(s.out).Encode(map[string]string{
			"version": release, "revision": revision, "go": runtime.Version(),
			"extractor": extract.Version, "chunker": chunk.Version, "analyser": text.Version,
		})
	}
	fmt.Fprintln(s.out, "footnote", release, revision)
	return nil
}
