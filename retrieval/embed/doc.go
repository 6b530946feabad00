// Package embed turns texts into vectors.
//
//	Builtin    in the process, no model file: a table of trained vectors
//	NewRemote  any OpenAI-compatible server, through langchaingo
//	Cached     around either: what was embedded once is not embedded again
//
// A remote request passes through
//
//	prefix, batches -> langchaingo client -> endpoint (breaker, retries) -> server
//	   unit vectors <- checked <- ordered by index <- reply, bounded in size
//
// so that what comes out is one finite unit vector of the agreed dimension for
// each text, in order, or an error that says what to do.
package embed
