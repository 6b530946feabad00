package media

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// lines reads what a tool gives back.
func lines(out []byte) []Line {
	out = bytes.ToValidUTF8(bytes.TrimPrefix(out, []byte("\ufeff")), []byte("\ufffd"))
	var reply struct {
		Text     string `json:"text"`
		Segments []struct {
			Start float64 `json:"start"`
			Text  string  `json:"text"`
		} `json:"segments"`
	}
	if bytes.HasPrefix(bytes.TrimSpace(out), []byte("{")) && json.Unmarshal(out, &reply) == nil {
		var all []Line
		for _, s := range reply.Segments {
			if text := oneLine(s.Text); text != "" && s.Start >= 0 && s.Start < maxSeconds {
				all = append(all, Line{Text: text, At: time.Duration(s.Start * float64(time.Second)), Timed: true})
			}
		}
		if len(all) > 0 || reply.Text == "" {
			return all
		}
		return written(reply.Text)
	}
	return written(string(out))
}

// maxSeconds is longer than any recording.
const maxSeconds = 1e6

// stamp is how subtitles and transcripts say when a text is spoken.
var stamp = regexp.MustCompile(`^\[?(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?\s*-->\s*[\d:.,]+\]?\s*(.*)$`)

// written reads lines, of which some say when they are spoken.
func written(s string) []Line {
	var all []Line
	at, timed := time.Duration(0), false
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		line = oneLine(line)
		if m := stamp.FindStringSubmatch(line); m != nil {
			at, timed = clock(m[1], m[2], m[3]), true
			line = m[4]
		}
		switch {
		case line == "" || line == "WEBVTT":
		default:
			all = append(all, Line{Text: line, At: at, Timed: timed})
		}
	}
	return numbered(all)
}

// numbered leaves out the numbers that SRT puts before each text.
func numbered(all []Line) []Line {
	out := all[:0]
	for i, l := range all {
		if onlyNumber(l.Text) && (i+1 < len(all) && all[i+1].Timed && all[i+1].At != l.At || i == 0 && !l.Timed && len(all) > 1 && all[1].Timed) {
			continue
		}
		out = append(out, l)
	}
	return out
}

func onlyNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

func clock(hours, minutes, seconds string) time.Duration {
	h, _ := strconv.Atoi(hours) // digits, as the expression says; "" is 0
	m, _ := strconv.Atoi(minutes)
	s, _ := strconv.Atoi(seconds)
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
}

// oneLine is s without white space at its ends and between characters of scripts
// that have none, where programs put it, and without what cannot be seen.
func oneLine(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s))
	var b strings.Builder
	last, space := rune(0), false
	for _, r := range s {
		if r == ' ' || r == '\t' {
			space = true
			continue
		}
		if space && !(wide(last) && wide(r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, space = r, false
	}
	return b.String()
}

// wide says whether r is of a script that is written without spaces, or its
// punctuation.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xffef
}
