package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// noteControl remembers what opens which panel.
func (s *survey) noteControl(n *html.Node, t traits) {
	target := t.controls
	if target == "" && (n.DataAtom == atom.A || n.DataAtom == atom.Button) {
		target = toggleTarget(n, t)
	}
	if target != "" && isTabToggle(n) {
		s.labelsAround(n)
	}
	if target != "" && opens(n, t) {
		if s.controls == nil {
			s.controls = make(map[string]*html.Node)
		}
		for id := range strings.FieldsSeq(target) {
			if s.controls[id] == nil {
				s.controls[id] = n
			}
		}
	}
	if t.role == "tab" && t.id != "" {
		if s.tabs == nil {
			s.tabs = make(map[string]*html.Node)
		}
		s.tabs[t.id] = n
	}
	if t.role == "tablist" && n.Parent != nil {
		if s.lists == nil {
			s.lists = make(map[*html.Node][]string)
		}
		s.lists[n.Parent] = append(s.lists[n.Parent], tabLabels(n, nil)...)
	}
}

// isTabToggle says whether an element is the label of a tab in a widely used
// style sheet.
func isTabToggle(n *html.Node) bool {
	toggle := attr(n, "data-toggle") + attr(n, "data-bs-toggle")
	return toggle == "tab" || toggle == "pill"
}

// labelsAround remembers the list that the label of a tab is in.
func (s *survey) labelsAround(n *html.Node) {
	for p, depth := n.Parent, 0; p != nil && depth < 3; p, depth = p.Parent, depth+1 {
		if p.DataAtom == atom.Ul || p.DataAtom == atom.Ol {
			if s.labels == nil {
				s.labels = make(map[*html.Node]bool)
			}
			s.labels[p] = true
			return
		}
	}
}

// shownByTab says whether an element is the panel of such a tab.
func (s *survey) shownByTab(t traits) bool {
	control := s.controlOf(t)
	return control != nil && isTabToggle(control)
}

// opens says whether an element is one that readers click to open a panel.
func opens(n *html.Node, t traits) bool {
	switch n.DataAtom {
	case atom.Button, atom.A, atom.Summary, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt:
		return true
	}
	return t.role == "tab" || t.role == "button"
}

// toggleTarget is the id of the panel that a link or button of a widely used
// style sheet opens.
func toggleTarget(n *html.Node, t traits) string {
	toggle := attr(n, "data-toggle") + attr(n, "data-bs-toggle")
	if toggle != "tab" && toggle != "pill" && toggle != "collapse" && t.role != "tab" {
		return ""
	}
	target := attr(n, "data-target") + attr(n, "data-bs-target")
	if target == "" {
		target = attr(n, "href")
	}
	if !strings.HasPrefix(target, "#") {
		return ""
	}
	return target[1:]
}

func tabLabels(n *html.Node, labels []string) []string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && attr(c, "role") == "tab" {
			labels = append(labels, textOf(c))
			continue
		}
		labels = tabLabels(c, labels)
	}
	return labels
}

// controlOf is what opens a panel, nil if nothing does.
func (s *survey) controlOf(t traits) *html.Node {
	if t.id == "" {
		return nil
	}
	return s.controls[t.id]
}

// maxTabs is the number of panels side by side that get the labels of tabs by
// their place.
const maxTabs = 50

// panelLabel is the text on the tab that belongs to a tab panel: the one that
// the panel names, the one that names the panel, or the one at the same place
// in the list of tabs beside it.
func (s *survey) panelLabel(n *html.Node, t traits) string {
	if tab := s.tabs[t.labelledBy]; tab != nil && t.labelledBy != "" {
		return textOf(tab)
	}
	if tab := s.controlOf(t); tab != nil {
		return textOf(tab)
	}
	if t.label != "" {
		return fold(t.label)
	}
	index := 0
	for p := n.PrevSibling; p != nil && index < maxTabs; p = p.PrevSibling {
		if p.Type == html.ElementNode && attr(p, "role") == "tabpanel" {
			index++
		}
	}
	for p := n.Parent; p != nil && p.DataAtom != atom.Body; p = p.Parent {
		if labels := s.lists[p]; index < len(labels) {
			return labels[index]
		}
	}
	return ""
}
