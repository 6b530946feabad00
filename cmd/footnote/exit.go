package main

import (
	"context"
	"errors"

	"footnote/api/answer"
)

// Exit codes, as every command uses them.
const (
	exitDone        = 0
	exitFailed      = 1   // the work failed, or a gate found a regression
	exitUsage       = 2   // wrong usage or configuration
	exitInvalidRun  = 3   // something could not be measured
	exitInterrupted = 130 // state kept, a second run goes on
)

// usageError is wrong usage or configuration: the message says what to do.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// invalidRunError is an evaluation of which a part could not be measured.
type invalidRunError struct{ error }

func (e invalidRunError) Unwrap() error { return e.error }

func exitCode(ctx context.Context, err error) int {
	var usage usageError
	var invalid invalidRunError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &invalid):
		return exitInvalidRun
	}
	return exitFailed
}

// asUsage marks errors that the caller of a command can mend.
func asUsage(err error) error {
	var invalid *answer.InvalidError
	if errors.As(err, &invalid) || errors.Is(err, answer.ErrUnknownKB) {
		return usageError{err}
	}
	return err
}
