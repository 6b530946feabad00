package assist

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"text/template"
)

//go:embed phrases/*.tmpl
var phraseFiles embed.FS

// phraseLanguages are those that there are phrases in; others read English.
var phraseLanguages = []string{"en", "zh"}

var phrases = sync.OnceValues(func() (map[string]*template.Template, error) {
	all := map[string]*template.Template{}
	for _, l := range phraseLanguages {
		t, err := template.ParseFS(phraseFiles, "phrases/"+l+".tmpl")
		if err != nil {
			return nil, fmt.Errorf("read phrases: %w", err)
		}
		all[l] = t
	}
	return all, nil
})

// phraser words phrases in one language; the first error stays.
type phraser struct {
	set *template.Template
	err error
}

func newPhraser(language string) (*phraser, error) {
	all, err := phrases()
	if err != nil {
		return nil, err
	}
	set, ok := all[language]
	if !ok {
		set = all["en"]
	}
	return &phraser{set: set}, nil
}

// say is the phrase of a name, with with in its place.
func (p *phraser) say(name string, with any) string {
	var b strings.Builder
	if err := p.set.ExecuteTemplate(&b, name, with); err != nil && p.err == nil {
		p.err = fmt.Errorf("word the phrase %q: %w", name, err)
	}
	return b.String()
}
