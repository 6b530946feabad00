package answer

// The signals that the confidence is made of, and others that a reader of the
// trace wants to see. All are about 0..1.
const (
	signalStrength  = "strength"  // best word score against what the question's words could score, roughly
	signalLength    = "length"    // logarithm of the question's words, 1 is a hundred
	signalPassage   = "passage"   // the question's words, by rarity, in the best passage with its title
	signalChinese   = "chinese"   // the question is in Chinese: the two above count pairs of characters
	signalMissed    = "missed"    // a value is wanted, and none of that kind is in the answer
	signalForeign   = "foreign"   // cited pages are in another language than the question
	signalPaired    = "paired"    // neighbouring words of the question near each other in the first citation
	signalAlone     = "alone"     // how far the best passage stands out from the others
	signalFirst     = "first"     // a leg of the search has the cited passage first; falls with its rank
	signalMeaning   = "meaning"   // cosine of the question with the passage of the first sentence
	signalHeld      = "held"      // the question's subject, by rarity, in the first sentences and what stands over them
	signalLead      = "lead"      // the same of the first sentence alone
	signalLacks     = "lacks"     // share of the heaviest word of the subject that those lack
	signalNameless  = "nameless"  // they lack a name, a code, an acronym of the question
	signalUnknown   = "unknown"   // share of the question that no text of the collection has
	signalOdds      = "odds"      // the composer's own measure of its first sentence
	signalAlike     = "alike"     // cosine of the question with the first sentence and what stands over it
	signalSoft      = "soft"      // the question's pieces that have a counterpart of like meaning in the sentences
	signalGap       = "gap"       // how far the worst of them is from one
	signalUnits     = "units"     // logarithm of the subject's words, 1 is a hundred
	signalReached   = "reached"   // the question's words of content, by meaning, in the best of the sentences' documents
	signalNamed     = "named"     // the name of the question that the first document, and all passages, have least of; 1: there is none
	signalKindless  = "kindless"  // a country, audience or the like of the question that they do not name
	signalUnmet     = "unmet"     // how much the word of a yes-or-no question that the passages have least of is missing
	signalHowTo     = "howto"     // steps are asked for
	signalPriceless = "priceless" // money is asked for, and none is in the first sentence
	signalUnwritten = "unwritten" // a phone number, an address, a command is, and none is in the answer
)
