package main

type evalCommand struct {
	Retrieval rankCommand    `cmd:"" help:"Rank a public collection in BEIR layout (corpus.jsonl, queries.jsonl, qrels.tsv, plain or .gz): nDCG, recall, MRR, times."`
	Run       goldenCommand  `cmd:"" help:"Ask golden questions through the live answering path and score the answers."`
	Compare   compareCommand `cmd:"" help:"Compare two recorded runs, question by question."`
}
