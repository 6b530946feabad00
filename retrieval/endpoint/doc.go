// Package endpoint is the HTTP client for servers that run models (embeddings,
// chat): it retries what may succeed a moment later, stops asking a server that
// keeps failing, and bounds what a reply may cost in time and memory.
//
//	request -> breaker closed? -> try (again after 429, 5xx, broken line) -> bounded reply
//
// A reply that has begun is never asked for again: a stream that breaks off is
// the caller's to judge.
package endpoint
