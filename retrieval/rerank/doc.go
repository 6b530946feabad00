// Package rerank asks a server that runs a cross-encoder which passages answer a
// question best.
//
//	question, passages -> POST {url} -> one score for each passage
//
// Two conventions are spoken, told apart by whether a model is named:
//
//	with a model     {"model","query","documents","top_n"} -> {"results":[{"index","relevance_score"}]}
//	                 (Cohere, Jina, Voyage, vLLM, llama.cpp)
//	without          {"query","texts","truncate":true}     -> [{"index","score"}]
//	                 (Text Embeddings Inference, which serves one model)
package rerank
