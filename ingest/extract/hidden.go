package extract

import (
	"strconv"
	"strings"
)

// invisible says whether an inline style hides an element from readers.
func invisible(style string) bool {
	if style == "" {
		return false
	}
	d := declarations(style)
	switch {
	case d["display"] == "none", d["visibility"] == "hidden", d["visibility"] == "collapse", d["content-visibility"] == "hidden":
		return true
	case isZero(d["opacity"]), tiny(d["font-size"]), strings.HasPrefix(d["font"], "0 "), strings.HasPrefix(d["font"], "0px"):
		return true
	case clipped(d), offScreen(d), sameColour(d):
		return true
	}
	return isZero(d["scale"]) || strings.Contains(d["transform"], "scale(0)")
}

// declarations are the properties of an inline style, in lower case.
func declarations(style string) map[string]string {
	d := make(map[string]string, 4)
	for part := range strings.SplitSeq(style, ";") {
		name, value, ok := strings.Cut(part, ":")
		if !ok {
			continue
		}
		value = strings.ToLower(strings.TrimSpace(value))
		value = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
		d[strings.ToLower(strings.TrimSpace(name))] = value
	}
	return d
}

// number is the leading number of a CSS length, and its unit.
func number(value string) (float64, string, bool) {
	n := 0
	for n < len(value) && (value[n] >= '0' && value[n] <= '9' || value[n] == '.' || n == 0 && (value[n] == '-' || value[n] == '+')) {
		n++
	}
	f, err := strconv.ParseFloat(value[:n], 64)
	return f, strings.TrimSpace(value[n:]), err == nil
}

func isZero(value string) bool {
	f, _, ok := number(value)
	return ok && f == 0
}

// tiny says whether a font size cannot be read: at most two pixels or points.
func tiny(value string) bool {
	f, unit, ok := number(value)
	if !ok {
		return false
	}
	switch unit {
	case "px", "pt", "":
		return f <= 2
	case "em", "rem":
		return f <= 0.12
	case "%":
		return f <= 12
	}
	return f == 0
}

// clipped says whether nothing of a box is left to see.
func clipped(d map[string]string) bool {
	if clip := strings.ReplaceAll(d["clip"], " ", ""); strings.HasPrefix(clip, "rect(0") || strings.HasPrefix(clip, "rect(1px,1px") {
		return true
	}
	if p := d["clip-path"]; strings.HasPrefix(p, "inset(50%") || strings.HasPrefix(p, "inset(100%") || strings.HasPrefix(p, "circle(0") {
		return true
	}
	if o := d["overflow"]; o != "hidden" && o != "clip" {
		return false
	}
	for _, side := range []string{"height", "width", "max-height", "max-width"} {
		if f, unit, ok := number(d[side]); ok && f <= 1 && (unit == "px" || f == 0) {
			return true
		}
	}
	return false
}

// offScreen says whether a box lies where nobody scrolls to.
func offScreen(d map[string]string) bool {
	for _, name := range []string{"left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top"} {
		f, unit, ok := number(d[name])
		if !ok {
			continue
		}
		if f <= -900 || f <= -60 && (unit == "em" || unit == "rem" || unit == "vw" || unit == "vh") {
			return true
		}
	}
	return false
}

// sameColour says whether text has the colour of its background; text that is
// white without a background is taken for white on white.
func sameColour(d map[string]string) bool {
	text := colour(d["color"])
	if text == "" {
		return false
	}
	ground := colour(d["background-color"])
	if ground == "" {
		ground = colour(d["background"])
	}
	if text == "transparent" {
		return true
	}
	return text == ground || text == "#ffffff" && ground == "" && d["background"] == "" && d["background-image"] == ""
}

// colour brings the usual spellings of white, black, transparent and three- or
// six-digit colours to one form.
func colour(value string) string {
	value = strings.ReplaceAll(value, " ", "")
	switch value {
	case "white", "rgb(255,255,255)", "rgba(255,255,255,1)", "#ffffffff", "hsl(0,0%,100%)":
		return "#ffffff"
	case "black", "rgb(0,0,0)", "rgba(0,0,0,1)":
		return "#000000"
	case "transparent", "rgba(0,0,0,0)", "#0000":
		return "transparent"
	}
	if len(value) == 4 && value[0] == '#' {
		return string([]byte{'#', value[1], value[1], value[2], value[2], value[3], value[3]})
	}
	return value
}

// concealed says whether readers cannot see an element: by attribute, inline
// style, or a class whose name says so in every framework that has it.
func (s *survey) concealed(t traits) bool {
	if t.ariaHidden || t.hidden || invisible(t.style) {
		return !s.folded(t)
	}
	if t.class == "" {
		return false
	}
	return eachWord(t.class, func(word string, whole bool) bool {
		if !whole {
			return false
		}
		switch word {
		case "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "u-visually-hidden", "assistive-text", "off-screen", "offscreen":
			return true
		}
		return false
	})
}

// folded says whether an element is one that the reader can open: the panel of
// a tab or an accordion.
func (s *survey) folded(t traits) bool {
	if t.role == "tabpanel" || s.controlOf(t) != nil {
		return true
	}
	return eachWord(t.class, func(word string, whole bool) bool {
		if !whole {
			return false
		}
		switch word {
		case "tab-pane", "tabpane", "tab-panel", "tabpanel", "tabcontent", "tabs-panel", "tabbed-block", "accordion-content", "accordion-body",
			"accordion-panel", "accordion-collapse", "accordion__content", "accordion__panel", "collapse":
			return true
		}
		return false
	})
}
