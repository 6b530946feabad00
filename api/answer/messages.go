package answer

// message names a line that the service itself says to the asker.
type message int

const (
	sayNothingRelevant message = iota
	sayNotSupported
	sayConflicting
	sayNeedsAccount
	sayUnsafe
	sayUnavailable
	sayModelFailed
	sayModelUnsupported
	sayOnlyPast
	sayDisagree
	sayOtherLanguage
	sayNotKept
	sayWhichOne
	sayWordsAlone
	sayOfPart
)

// messages in the languages that the service speaks; an asker of another
// language reads the English ones.
var messages = map[string][]string{
	"en": {
		sayNothingRelevant:  "I could not find anything about this in the documentation.",
		sayNotSupported:     "The documentation has pages close to this, but none of them answers the question.",
		sayConflicting:      "The pages contradict each other on this, so there is no answer that I could stand by.",
		sayNeedsAccount:     "This depends on your own account or order, which the documentation cannot see. Please sign in to look it up, or contact support.",
		sayUnsafe:           "I cannot help with this.",
		sayUnavailable:      "The search is not available at the moment. Please try again shortly.",
		sayModelFailed:      "The language model could not finish its answer, so these are the documentation's own words.",
		sayModelUnsupported: "What the language model said is not in the documentation, so these are the documentation's own words.",
		sayOnlyPast:         "The page that answers this says that it is about earlier rules; they may have changed.",
		sayDisagree:         "The pages disagree on this. Both are shown; compare the dates of the pages.",
		sayOtherLanguage:    "The documentation answers this in another language only; these are its original words.",
		sayNotKept:          "This answer could not be stored.",
		sayWhichOne:         "The answer depends on which one you mean:",
		sayWordsAlone:       "The search by meaning was not available; this answer was found by words alone.",
		sayOfPart:           "On “%s”: %s",
	},
	"zh": {
		sayNothingRelevant:  "文档中没有找到与此相关的内容。",
		sayNotSupported:     "文档中有相近的页面，但没有一页回答这个问题。",
		sayConflicting:      "各页面对此说法不一，无法给出可靠的答案。",
		sayNeedsAccount:     "这要看您自己的账户或订单，文档中查不到。请登录后查询，或联系客服。",
		sayUnsafe:           "这个问题我无法协助。",
		sayUnavailable:      "搜索暂时不可用，请稍后再试。",
		sayModelFailed:      "语言模型未能完成回答，以下为文档原文。",
		sayModelUnsupported: "语言模型的回答与文档不符，以下为文档原文。",
		sayOnlyPast:         "回答此问题的页面说明的是旧规定，可能已有变化。",
		sayDisagree:         "各页面对此说法不一，两种说法均已列出，请对照页面日期。",
		sayOtherLanguage:    "只有其他语言的文档回答了这个问题，以下为原文。",
		sayNotKept:          "本次回答未能保存。",
		sayWhichOne:         "答案取决于您指的是哪一种：",
		sayWordsAlone:       "语义搜索暂不可用，本次仅按字词查找。",
		sayOfPart:           "关于“%s”：%s",
	},
}

// say is a message in the asker's language.
func say(m message, language string) string {
	lines, ok := messages[language]
	if !ok {
		lines = messages["en"]
	}
	return lines[m]
}
