package text

import (
	"strings"
	"sync"
)

// latinLanguages are told from English by their common words.
var latinLanguages = [...]string{"de", "fr", "es", "pt", "it", "nl"}

// commonWords gives the languages that a word is very common in: articles,
// pronouns, prepositions, question words. Words that another of these languages
// has too are listed for both and then decide nothing. Made once, never changed.
var commonWords = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for language, words := range map[string]string{
		"en": `the of and to is are was for with that this it how what when where why which who can do does did not my your
			you we they from have has will would should there be if or a an at by on as in i me no so us any some all only get
			our their them he she his her may must could about after before than then here up out into more been were`,
		"de": `der die das den dem des ein eine einen und oder nicht ist sind wie was wo warum wann ich sie wir mein meine
			für mit von zu auf im kann werden wird haben auch nach über bei ihr ihre wenn in an`,
		"fr": `le la les un une des du de et ou est sont pas que qui comment quel quelle où pourquoi je vous nous mon ma mes
			votre pour avec dans sur par au aux ce cette puis peut il elle`,
		"es": `el la los las un una unos y o es son no que cómo qué cuál cuándo dónde por para con de del en mi su sus se puedo
			tengo está hay al lo como cuando`,
		"pt": `o a os as um uma e ou é são não que como qual quando onde por para com de do da dos das em no na meu minha seu
			sua posso está há ao você`,
		"it": `il lo la gli le un una e è sono non che come quale quando dove perché per con di del della dei nel mio mia
			posso questo questa si al alla`,
		"nl": `de het een en of is zijn niet hoe wat waar waarom wanneer ik u wij mijn voor met van op te kan worden wordt
			ook naar bij als dat deze`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = append(m[w], language)
		}
	}
	return m
})
