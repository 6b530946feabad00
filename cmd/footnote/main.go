// Command footnote answers questions from a product's own documentation, and
// every sentence of an answer carries a footnote to the exact place that says
// so.
//
// This package is the program around the packages: the command line, its
// settings, and the wiring of one implementation to each seam. Each command is
// one file; app.go connects the parts.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.Args[1:], os.LookupEnv, os.Environ())
	stop()
	os.Exit(code)
}
