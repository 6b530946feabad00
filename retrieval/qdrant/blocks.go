package qdrant

import (
	"errors"
	"strconv"
	"strings"

	"footnote/retrieval"
)

// formatBlocks writes blocks as "kind,start,end;kind,start,end,level;…": a third
// of their JSON. A kind is a plain word, so it needs no quoting; should it hold
// a separator, the separator is dropped.
func formatBlocks(blocks []retrieval.Block) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(strings.NewReplacer(",", "", ";", "").Replace(string(block.Kind)))
		b.WriteString("," + strconv.Itoa(block.Start) + "," + strconv.Itoa(block.End))
		if block.Level != 0 {
			b.WriteString("," + strconv.Itoa(block.Level))
		}
	}
	return b.String()
}

var errBlocks = errors.New("not a list of blocks")

func parseBlocks(text string) ([]retrieval.Block, error) {
	if text == "" {
		return nil, nil
	}
	blocks := make([]retrieval.Block, 0, strings.Count(text, ";")+1)
	for one := range strings.SplitSeq(text, ";") {
		parts := strings.Split(one, ",")
		if len(parts) != 3 && len(parts) != 4 {
			return nil, errBlocks
		}
		numbers := [3]int{}
		for i, part := range parts[1:] {
			n, err := strconv.Atoi(part)
			if err != nil {
				return nil, errBlocks
			}
			numbers[i] = n
		}
		blocks = append(blocks, retrieval.Block{Kind: retrieval.BlockKind(parts[0]), Start: numbers[0], End: numbers[1], Level: numbers[2]})
	}
	return blocks, nil
}
