package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"footnote/api/answer"
	"footnote/ingest"
	"footnote/ingest/library"
	"footnote/retrieval"
)

type statusCommand struct{}

// knowledge is the state of one knowledge base, as `status` shows it.
type knowledge struct {
	KB        string                `json:"kb"`
	Documents int                   `json:"documents"`
	Chunks    int                   `json:"chunks"`
	Pages     map[ingest.Status]int `json:"pages"`
	Indexed   int                   `json:"indexed"`         // points in the index
	Stale     string                `json:"stale,omitempty"` // why the index has to be brought up to date
	Sources   []planned             `json:"sources,omitempty"`
}

// planned is a source and when it is read.
type planned struct {
	Name  string    `json:"name"`
	Read  time.Time `json:"read,omitzero"` // end of the last complete run
	Every string    `json:"every,omitempty"`
	Next  time.Time `json:"next,omitzero"`
}

// String is a line for people.
func (p planned) String() string {
	line := printable(p.Name)
	if !p.Read.IsZero() {
		line += ", read " + p.Read.Format(time.DateTime)
	}
	if p.Every != "" {
		line += fmt.Sprintf(", every %s, next %s while serve runs", p.Every, p.Next.Format(time.DateTime))
	}
	return line
}

type status struct {
	Data     string      `json:"data"`
	Index    string      `json:"index"` // "local" or the Qdrant address
	Embedder string      `json:"embedder"`
	Composer string      `json:"composer"`
	KBs      []knowledge `json:"knowledge_bases"`
}

// Run shows what is there: all knowledge bases, or the one that --kb names.
func (c *statusCommand) Run(s *session) error {
	a, err := s.openStored()
	if err != nil {
		return err
	}
	defer a.close()
	st, err := a.status()
	if err != nil {
		return err
	}
	if s.globals.KB != answer.DefaultKB { // one was named
		if err := a.known(s.globals.KB); err != nil {
			return err
		}
		st.KBs = slices.DeleteFunc(st.KBs, func(k knowledge) bool { return k.KB != s.globals.KB })
	}
	if s.globals.JSON {
		return json.NewEncoder(s.out).Encode(st)
	}
	fmt.Fprintf(s.out, "data      %s\nindex     %s\nembedder  %s\ncomposer  %s\n", st.Data, st.Index, st.Embedder, st.Composer)
	if len(st.KBs) == 0 {
		fmt.Fprintln(s.out, "\nNo knowledge base yet: run `footnote ingest URL`, or `footnote demo` to see it work.")
	}
	for _, k := range st.KBs {
		fmt.Fprintf(s.out, "\n%s: %d documents, %d chunks, %d in the index\n", k.KB, k.Documents, k.Chunks, k.Indexed)
		for _, status := range []ingest.Status{ingest.Indexed, ingest.Unchanged, ingest.Duplicate, ingest.Skipped, ingest.Failed, ingest.Removed, ingest.Queued} {
			if n := k.Pages[status]; n > 0 {
				fmt.Fprintf(s.out, "  %5d %s\n", n, status)
			}
		}
		for _, p := range k.Sources {
			fmt.Fprintln(s.out, "  "+p.String())
		}
		if k.Stale != "" {
			fmt.Fprintln(s.out, "  "+printable(k.Stale))
		}
	}
	return nil
}

func (a *app) status() (status, error) {
	st := status{Data: a.globals.Data, Index: "local", Embedder: a.embedder.Model(), Composer: "extractive"}
	if a.globals.QdrantAddr != "" {
		st.Index = "qdrant " + a.globals.QdrantAddr
	}
	if a.globals.Model != "" {
		st.Composer = "model:" + a.globals.Model
	}
	names, err := library.KnowledgeBases(a, a.db)
	if err != nil {
		return st, err
	}
	for _, kb := range names {
		k, err := a.knowledge(kb)
		if err != nil {
			return st, err
		}
		st.KBs = append(st.KBs, k)
	}
	return st, nil
}

func (a *app) knowledge(kb string) (knowledge, error) {
	k := knowledge{KB: kb}
	lib, err := a.library(a, kb)
	if err != nil {
		return k, err
	}
	held, err := lib.Held(a)
	if err != nil {
		return k, err
	}
	k.Documents, k.Chunks = held.Documents, held.Chunks
	if k.Pages, err = lib.Counts(a); err != nil {
		return k, err
	}
	sources, err := lib.Sources(a)
	if err != nil {
		return k, err
	}
	for _, source := range sources {
		k.Sources = append(k.Sources, readPlan(source).status())
	}
	statistics, err := a.indexed(kb)
	k.Indexed = statistics.Points
	switch {
	case err != nil:
		k.Stale = err.Error()
	case k.Indexed != k.Chunks:
		k.Stale = fmt.Sprintf("the index has %d of %d chunks: the next `footnote ingest` completes it, or run `footnote reindex --kb %s`", k.Indexed, k.Chunks, kb)
	}
	return k, nil
}

func (a *app) indexed(kb string) (retrieval.Statistics, error) {
	spec, err := a.fullSpec(a, kb)
	if err != nil {
		return retrieval.Statistics{}, err
	}
	index, err := a.indexes.Open(a, kb, spec)
	if err != nil {
		return retrieval.Statistics{}, err
	}
	defer index.Close()
	return index.Statistics(a)
}
