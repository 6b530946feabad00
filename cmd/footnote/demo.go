package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"footnote/api/answer"
	"footnote/evals"
	"footnote/ingest"
	"footnote/ingest/crawl"
	"footnote/testdata"
)

type demoCommand struct {
	Once bool   `help:"End after the answers, do not serve the pages."`
	Addr string `help:"Address of the pages." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
}

// Where the example sites listen when these ports are free.
const firstSitePort = 18081

// demoKinds are the kinds of golden question that the demo shows, per company
// and language, one of each: what a visitor would try first, and an honest no.
var demoKinds = []string{"howto", "table", "unanswerable"}

// Run does the main job on the bundled companies.
func (c *demoCommand) Run(s *session) error {
	// The demo needs no other program, and must not write into a server that the
	// environment names for real work.
	s.globals.QdrantAddr, s.globals.Model, s.globals.ModelURL, s.globals.EmbedModel, s.globals.EmbedURL = "", "", "", "", ""
	s.globals.OCR, s.globals.Transcribe = "", ""
	cleanup, err := s.demoData()
	if err != nil {
		return err
	}
	defer cleanup()
	a, done, err := s.writing(s.open)
	if err != nil {
		return err
	}
	defer done()
	sites, err := startSites()
	if err != nil {
		return err
	}
	defer func() {
		for _, site := range sites {
			site.close()
		}
	}()
	if err := a.demoIngest(sites); err != nil {
		return err
	}
	if err := a.demoAnswers(sites); err != nil || c.Once {
		return err
	}
	return a.serve(c.Addr, func(address string) {
		fmt.Fprintf(s.out, "\nNow ask your own: http://%s/ is the search page, http://%s/agent the agent's. Ctrl-C ends the demo.\n", address, address)
	})
}

// demoData chooses a folder of its own, removed at the end, unless the user
// named one to keep.
func (s *session) demoData() (func(), error) {
	if s.globals.dataGiven {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "footnote-demo-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the demo: %w", err)
	}
	s.globals.Data = filepath.Join(dir, "data")
	return func() { os.RemoveAll(dir) }, nil
}

func startSites() ([]*site, error) {
	var sites []*site
	for i, company := range testdata.Companies() {
		site, err := startSite(company, fmt.Sprintf("127.0.0.1:%d", firstSitePort+i))
		if err != nil {
			return sites, err
		}
		sites = append(sites, site)
	}
	return sites, nil
}

func (a *app) demoIngest(sites []*site) error {
	fmt.Fprintln(a.out, "Three companies that do not exist, each with a help site on this machine.")
	for _, site := range sites {
		fmt.Fprintf(a.out, "\n%s: crawling %s/ ...\n", site.company.Title, site.origin)
		source, err := crawl.New(site.origin+"/", crawl.Options{})
		if err != nil {
			return err
		}
		if err := a.ingest(site.company.Name, []ingest.Source{source}, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// demoAnswers asks one golden question of each kind for each company, English
// and Chinese in turn.
func (a *app) demoAnswers(sites []*site) error {
	service, err := a.service()
	if err != nil {
		return err
	}
	asked, answered := 0, 0
	begin := a.now()
	for _, site := range sites {
		questions, err := demoQuestions(site.company)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "\n%s\n%s\n", site.company.Title, strings.Repeat("=", len(site.company.Title)))
		for _, q := range questions {
			got, err := service.Answer(a, answer.Request{Question: q.Question, KB: site.company.Name}, nil)
			if err != nil {
				return err
			}
			asked++
			if got.Status == answer.Answered {
				answered++
			}
			fmt.Fprintf(a.out, "\nQ: %s\n\n", q.Question)
			printAnswer(a.out, got)
		}
	}
	if answered == 0 {
		return errors.New("demo: none of the questions was answered")
	}
	took := a.now().Sub(begin)
	fmt.Fprintf(a.out, "\n%d questions in %v: %d answered with footnotes, %d asked back or not answered.\n",
		asked, took.Round(time.Millisecond), answered, asked-answered)
	return nil
}

// demoQuestions picks the first question of each kind without history, in
// English and in Chinese.
func demoQuestions(c testdata.Company) ([]evals.Item, error) {
	raw, err := c.Golden()
	if err != nil {
		return nil, fmt.Errorf("read the golden questions of %s: %w", c.Name, err)
	}
	items, err := evals.ReadGolden(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read the golden questions of %s: %w", c.Name, err)
	}
	var chosen []evals.Item
	for _, kind := range demoKinds {
		for _, language := range []string{"en", "zh"} {
			for _, item := range items {
				if item.Kind == kind && item.Lang == language && len(item.History) == 0 {
					chosen = append(chosen, item)
					break
				}
			}
		}
	}
	return chosen, nil
}
