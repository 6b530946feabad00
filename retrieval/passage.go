package retrieval

import "time"

// Passage is a chunk that a search returned, as every door shows it.
type Passage struct {
	Rank     int     `json:"rank"`
	Score    float64 `json:"score"` // 0..1, comparable within one result only
	Chunk    ID      `json:"chunk"`
	Document string  `json:"document"`
	URL      string  `json:"url"`
	Title    string  `json:"title"`
	Section  string  `json:"section"`
	Anchor   string  `json:"anchor"`
	Language string  `json:"language"`
	Text     string  `json:"text"`
	Start    int     `json:"start"` // bytes in the document's text
	End      int     `json:"end"`

	// Highlights are the byte ranges of Text that match words of the question.
	Highlights [][2]int          `json:"highlights"`
	Updated    *time.Time        `json:"updated,omitempty"`
	Fetched    *time.Time        `json:"fetched,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	Why        Why               `json:"why"`

	// Source is the chunk itself, with its blocks and context.
	Source Chunk `json:"-"`
}

// Why explains a score.
type Why struct {
	WordRank   int     `json:"word_rank,omitempty"` // 1 is first; 0: not found by this leg
	WordScore  float64 `json:"word_score,omitempty"`
	VectorRank int     `json:"vector_rank,omitempty"`
	Similarity float64 `json:"similarity,omitempty"` // cosine
	// Terms are the question's words that the passage holds, as analysed.
	Terms []string `json:"terms,omitempty"`
	// VectorWeight is the share of the vector leg for this question, 0..1, and
	// Reasons what raised or lowered it, by name.
	VectorWeight float64            `json:"vector_weight,omitempty"`
	Reasons      map[string]float64 `json:"reasons,omitempty"`
	// Boosts are further parts of the score by name.
	Boosts map[string]float64 `json:"boosts,omitempty"`
}
