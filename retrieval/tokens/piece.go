package tokens

// next is the end of the piece that begins at byte i < len(s). The rule is the
// pattern of o200k_base (openai/tiktoken, tiktoken_ext/openai_public.py), whose
// alternatives are tried in this order:
//
//	[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//	[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//	\p{N}{1,3}
//	 ?[^\s\p{L}\p{N}]+[\r\n/]*
//	\s*[\r\n]+
//	\s+(?!\S)
//	\s+
func (p splitter) next(i int) int {
	c, n := p.at(i)
	switch c {
	case upper, lower, caseless:
		if end := p.word(i); end > 0 {
			return end
		}
		return p.capitals(i)
	case number:
		return p.numbers(i)
	case newline:
		return p.blank(i)
	}
	if end := p.prefixed(i, c, n); end > 0 {
		return end
	}
	if c == space {
		if p.s[i] == ' ' {
			if end := p.signs(i + 1); end > i+1 {
				return end
			}
		}
		return p.blank(i)
	}
	return p.signs(i)
}

// prefixed is the end of a word with the one sign or space at i in front (or of
// a word that the mark at i belongs to); 0 if there is none.
func (p splitter) prefixed(i int, c class, n int) int {
	if end := p.word(i + n); end > 0 {
		return end
	}
	if c == mark {
		return p.word(i)
	}
	return p.capitals(i + n)
}

// word is the end of capitals* smalls+ at i, 0 if there is no such. Caseless
// characters and marks are both: after a run of capitals that no small letter
// follows, the word ends with the last of them.
func (p splitter) word(i int) int {
	both := 0
	c, n := p.at(i)
	for n > 0 && (c == upper || c == caseless || c == mark) {
		i += n
		if c != upper {
			both = i
		}
		c, n = p.at(i)
	}
	if n == 0 || c != lower {
		if both == 0 {
			return 0
		}
		return p.contraction(both)
	}
	return p.contraction(p.smalls(i))
}

func (p splitter) smalls(i int) int {
	for c, n := p.at(i); n > 0 && (c == lower || c == caseless || c == mark); c, n = p.at(i) {
		i += n
	}
	return i
}

// capitals is the end of capitals+ smalls* at i where word found nothing; 0 if
// there is none.
func (p splitter) capitals(i int) int {
	start := i
	for c, n := p.at(i); n > 0 && c == upper; c, n = p.at(i) {
		i += n
	}
	if i == start {
		return 0
	}
	return p.contraction(i)
}

// contraction is the end of 's, 't, 're, 've, 'm, 'll or 'd at i, or i.
func (p splitter) contraction(i int) int {
	if i+1 >= len(p.s) || p.s[i] != '\'' {
		return i
	}
	switch p.s[i+1] | 0x20 {
	case 's', 't', 'm', 'd':
		return i + 2
	case 'r', 'v':
		if i+2 < len(p.s) && p.s[i+2]|0x20 == 'e' {
			return i + 3
		}
	case 'l':
		if i+2 < len(p.s) && p.s[i+2]|0x20 == 'l' {
			return i + 3
		}
	}
	return i
}

func (p splitter) numbers(i int) int {
	for k := 0; k < 3; k++ {
		c, n := p.at(i)
		if n == 0 || c != number {
			break
		}
		i += n
	}
	return i
}

// signs is the end of signs+ [\r\n/]* at i, or i if no sign is there.
func (p splitter) signs(i int) int {
	start := i
	for c, n := p.at(i); n > 0 && (c == sign || c == mark); c, n = p.at(i) {
		i += n
	}
	if i == start {
		return i
	}
	for i < len(p.s) && (p.s[i] == '\r' || p.s[i] == '\n' || p.s[i] == '/') {
		i++
	}
	return i
}

// blank is the end of the piece of white space at i: up to its last newline;
// without one, all but the last space, which belongs to the word that follows.
func (p splitter) blank(i int) int {
	line, last := 0, i
	start := i
	c, n := p.at(i)
	for n > 0 && (c == space || c == newline) {
		last = i
		i += n
		if c == newline {
			line = i
		}
		c, n = p.at(i)
	}
	switch {
	case line > 0:
		return line
	case i == len(p.s) || last == start:
		return i
	}
	return last
}
