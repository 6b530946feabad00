package answer

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// InstructionLimit is from where on a text counts as instructions: one plain
// cue, or several that each may be innocent ("reply only with", "system prompt").
const InstructionLimit = 0.6

// overriding is the weight of "ignore all previous instructions" in its many
// forms: documentation hardly ever says so to a reader.
const overriding = 0.9

// Instructs says how surely a text speaks to a machine instead of a reader:
// "ignore all previous instructions", fake turns of a conversation, orders to
// say something to the customer. 0: not at all, 1: surely. A page that carries
// such a text is evidence like any other, but the text is never an answer.
func Instructs(s string) float64 {
	flat := strings.ToLower(strings.Join(strings.Fields(narrow(readable(s))), " "))
	innocent := 1.0
	if overridesEnglish(flat) || overridesChinese(flat) {
		innocent *= 1 - overriding
	}
	for _, c := range cues() {
		if strings.Contains(flat, c.phrase) {
			innocent *= 1 - c.weight
		}
	}
	return 1 - innocent
}

//go:embed cues.txt
var cueList string

// cue is a phrase that betrays an instruction.
type cue struct {
	phrase string
	weight float64
}

var cues = sync.OnceValue(func() []cue {
	var list []cue
	for line := range strings.Lines(cueList) {
		line = strings.TrimSpace(line)
		bar := strings.LastIndexByte(line, '|')
		if bar <= 0 || strings.HasPrefix(line, "# ") {
			continue
		}
		weight, err := strconv.ParseFloat(line[bar+1:], 64)
		if err != nil {
			continue // a test reads the whole list
		}
		list = append(list, cue{narrow(line[:bar]), weight})
	}
	return list
})

// The words of the commonest attack, "ignore all of the previous instructions".
const (
	overrideVerbs   = `ignore ignoring disregard disregarding forget forgetting override overriding bypass`
	overrideWhich   = `all any the your my these those of previous prior earlier preceding above existing other everything every former system safety initial original given and or`
	overrideObjects = `instruction instructions rule rules prompt prompts guideline guidelines directive directives command commands`
	zhVerbs         = `忽略 忽视 无视 忘记 忘掉 不要理会 不用理会 不必理会 抛开 不要遵守 不再遵守 请勿遵守 绕过`
	zhWhich         = `之前 以前 先前 此前 以上 上述 上面 前面 前述 所有 全部 一切 任何 你 您 的 原有 其他 系统 这些 那些 各项`
	zhObjects       = `指令 指示 命令 规则 提示词 提示 设定 约束`
)

type overrideWords struct{ verbs, which, objects map[string]bool }

var overrides = sync.OnceValue(func() overrideWords {
	return overrideWords{wordSet(overrideVerbs), wordSet(overrideWhich), wordSet(overrideObjects)}
})

// overridesEnglish finds a verb, words that say which, and an object in a row.
func overridesEnglish(flat string) bool {
	words := overrides()
	open, which := false, 0
	for _, w := range strings.FieldsFunc(flat, func(r rune) bool { return r < 'a' || r > 'z' }) {
		switch {
		case open && words.objects[w] && which > 0:
			return true
		case words.verbs[w]:
			open, which = true, 0
		case words.which[w]:
			which++
		default:
			open = false
		}
	}
	return false
}

// overridesChinese does the same without spaces.
func overridesChinese(flat string) bool {
	for _, verb := range strings.Fields(zhVerbs) {
		for rest := flat; ; {
			_, after, ok := strings.Cut(rest, verb)
			if !ok {
				break
			}
			if object, which := skipWhich(after); which > 0 && startsWith(object, zhObjects) {
				return true
			}
			rest = after
		}
	}
	return false
}

// skipWhich drops the words that say which from the start of s, and counts them.
func skipWhich(s string) (string, int) {
	n := 0
	for {
		before := s
		for _, w := range strings.Fields(zhWhich) {
			s = strings.TrimPrefix(s, w)
		}
		if s == before {
			return s, n
		}
		n++
	}
}

func startsWith(s, list string) bool {
	for _, w := range strings.Fields(list) {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
