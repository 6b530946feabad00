package extract

import (
	"bytes"
	"fmt"
	"hash/maphash"

	"golang.org/x/net/html"
)

// maxNodes is the number of nodes of the largest tree that is built. The
// longest real manuals have some 200,000; a million take about 200 MB.
const maxNodes = 1_000_000

// parseHTML builds the tree of a page. Nesting deeper than 512 elements is
// refused by the parser.
func parseHTML(body []byte) (root *html.Node, err error) {
	if n := weigh(body); n > maxNodes {
		return nil, fmt.Errorf("%w: about %d nodes, at most %d", ErrSize, n, maxNodes)
	}
	defer func() {
		if cause := recover(); cause != nil {
			root, err = nil, fmt.Errorf("%w: %v", ErrSize, cause)
		}
	}()
	root, err = html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrSize, err)
	}
	return root, nil
}

// weigh estimates, from above, how many nodes the parser will make. One tag can
// make many: formatting elements that were not closed are opened again in every
// later block (HTML standard, "reconstruct the active formatting elements"), so
// that a hundred kilobytes could become gigabytes.
func weigh(body []byte) int {
	total, foreign := 0, false
	open := openTags{seed: maphash.MakeSeed()}
	for {
		i := bytes.IndexByte(body, '<')
		if i < 0 || i+1 >= len(body) {
			return total
		}
		body = body[i+1:]
		name, closing := tagName(body)
		switch kindOfTag(name) {
		case tagNone:
			total++ // a comment or text
		case tagFormatting:
			total += 2
			if closing {
				open.close(name)
			} else {
				open.open(name, body)
			}
		case tagForeign:
			foreign = true
			total += 2 + len(open.tags)
		case tagRaw:
			total += 2
			if !foreign && !closing {
				body = behindRaw(body, name)
			}
		default:
			total += 2 + len(open.tags)
		}
	}
}

type tagKind int

const (
	tagOther tagKind = iota
	tagNone
	tagFormatting
	tagForeign // inside, scripts are not raw text
	tagRaw
)

func kindOfTag(name string) tagKind {
	switch name {
	case "":
		return tagNone
	case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
		return tagFormatting
	case "svg", "math":
		return tagForeign
	case "script", "style":
		return tagRaw
	}
	return tagOther
}

// tagName is the name, up to eight letters in lower case, of the tag that begins
// at b, behind "<", and whether it closes.
func tagName(b []byte) (string, bool) {
	closing := len(b) > 0 && b[0] == '/'
	if closing {
		b = b[1:]
	}
	var low [8]byte
	n := 0
	for n < len(b) && n < len(low) && b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' {
		low[n] = b[n] | 0x20
		n++
	}
	return string(low[:n]), closing
}

// behindRaw is what follows the contents of a script or style element; nothing
// if it does not end.
func behindRaw(b []byte, name string) []byte {
	for rest := b; ; {
		i := bytes.Index(rest, []byte("</"))
		if i < 0 {
			return nil
		}
		rest = rest[i:]
		if end, _ := tagName(rest[1:]); end == name {
			return rest
		}
		rest = rest[2:]
	}
}

// openTags are the formatting elements that were opened and not closed, each
// with a hash of its tag. The parser keeps at most three that are equal.
type openTags struct {
	seed maphash.Seed
	tags []openTag
}

type openTag struct {
	name string
	hash uint64
}

// lookBack bounds the search among open tags. What lies deeper counts as still
// open, or as different: both err on the safe side.
const lookBack = 32

func (o *openTags) open(name string, b []byte) {
	tag := openTag{name: name, hash: o.hash(b)}
	equal := 0
	for _, t := range o.tags[max(0, len(o.tags)-lookBack):] {
		if t == tag {
			equal++
		}
	}
	if equal < 3 {
		o.tags = append(o.tags, tag)
	}
}

// hash of a tag up to its first ">"; tags that end elsewhere, behind a quoted
// ">", may be taken for equal, which only lasts for three of them.
func (o *openTags) hash(b []byte) uint64 {
	end := bytes.IndexByte(b, '>')
	if end < 0 {
		end = len(b)
	}
	if bytes.Count(b[:end], []byte{'"'})%2 == 1 || bytes.Count(b[:end], []byte{'\''})%2 == 1 {
		end = min(len(b), end+64)
	}
	return maphash.Bytes(o.seed, b[:end])
}

func (o *openTags) close(name string) {
	for i := len(o.tags) - 1; i >= max(0, len(o.tags)-lookBack); i-- {
		if o.tags[i].name == name {
			o.tags = append(o.tags[:i], o.tags[i+1:]...)
			return
		}
	}
}
