// Package testdata carries the example companies: for each a help site, as a
// web server would serve it, and golden questions with their evidence. None of
// the companies exists.
//
// A site's folder holds pages (en/returns.html is served as /en/returns),
// robots.txt, sitemap.xml and _redirects ("/from /to 301" a line). Its pages
// speak of themselves by a fictional origin, which a server replaces by its
// own address.
package testdata

import (
	"embed"
	"io/fs"
)

//go:embed all:shop all:bank all:clinic
var files embed.FS

// Company is one example: a knowledge base in itself.
type Company struct {
	Name   string // folder and knowledge base: "shop"
	Title  string // as its pages call it
	Origin string // that its pages use for absolute links
}

// Companies lists the examples.
func Companies() []Company {
	return []Company{
		{Name: "shop", Title: "Wrenfold", Origin: "https://help.wrenfold.example"},
		{Name: "bank", Title: "Marrowby Bank", Origin: "https://help.marrowby.example"},
		{Name: "clinic", Title: "Tolverne Clinic", Origin: "https://help.tolverne.example"},
	}
}

// Site returns the files of a company's help site.
func (c Company) Site() (fs.FS, error) { return fs.Sub(files, c.Name+"/site") }

// Golden returns a company's golden questions, one JSON object a line.
func (c Company) Golden() ([]byte, error) { return files.ReadFile(c.Name + "/golden.jsonl") }
