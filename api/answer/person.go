package answer

import "fmt"

// persons are the words for the house and for its customer.
var persons = map[string]string{"we": "we", "us": "we", "our": "we", "ours": "we", "you": "you", "your": "you", "yours": "you"}

// reverses: what is the customer's in the window is the house's in the
// statement, or the reverse: "your server sends to our URL" of "we send to your
// URL".
func reverses(st *statement, w *window) string {
	theirs := w.said.belongs()
	for term, who := range st.belongs() {
		if other := theirs[term]; other != "" && other != who && who != "both" && other != "both" {
			return fmt.Sprintf("says of %q that it is with %q, the cited text with %q", term, who, other)
		}
	}
	return ""
}

// belongs gives the person whose word stands right before a content word: "your
// URL", "我们的地址"; "both" where it is now one, now the other.
func (st *statement) belongs() map[string]string {
	out := map[string]string{}
	for i := range st.lex {
		who, n := st.personAt(i)
		if n == 0 {
			continue
		}
		term := st.contentFrom(i + n)
		switch {
		case term == "":
		case out[term] != "" && out[term] != who:
			out[term] = "both"
		default:
			out[term] = who
		}
	}
	return out
}

// personAt is the person named at lexeme i, and its lexemes.
func (st *statement) personAt(i int) (string, int) {
	l := st.lex
	switch {
	case l[i].kind == lexWord:
		if who := persons[l[i].text]; who != "" {
			return who, 1
		}
	case hasPhrase(l, i, []string{"我", "们", "的"}):
		return "we", 3
	case isText(l, i, "您", "你") && isText(l, i+1, "的"):
		return "you", 2
	case hasPhrase(l, i, []string{"我", "们"}):
		return "we", 2
	case isText(l, i, "您", "你"):
		return "you", 1
	}
	return "", 0
}
