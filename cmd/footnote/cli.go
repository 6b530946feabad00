package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
	"unicode"

	"github.com/alecthomas/kong"
)

type streams struct {
	in       io.Reader
	out, err io.Writer
}

// cli is the command line: every command of the program and the flags that all
// of them share.
type cli struct {
	Globals

	Demo    demoCommand    `cmd:"" help:"Show the whole job on the bundled example companies: crawl their help sites, answer questions, serve the pages. Needs no key, no network, no other program."`
	Ingest  ingestCommand  `cmd:"" help:"Read documentation into a knowledge base: the URL of a site or page, a folder, a file, an archive (.zip, .tar.gz), or .jsonl[.gz]."`
	Search  searchCommand  `cmd:"" help:"Print the passages that a question finds, best first."`
	Ask     askCommand     `cmd:"" help:"Answer a question with footnotes, or say why not."`
	Serve   serveCommand   `cmd:"" help:"Serve the pages and the HTTP API."`
	Status  statusCommand  `cmd:"" help:"Show knowledge bases (with --kb that one), counts, index and models."`
	Ledger  ledgerCommand  `cmd:"" help:"Show what happened to each page, and why."`
	Correct correctCommand `cmd:"" help:"Correct a page by hand, for good: pin or exclude it, retitle it, label it, say which questions it answers."`
	Restore restoreCommand `cmd:"" help:"Bring a removed page back from what is stored, and keep it."`
	Reindex reindexCommand `cmd:"" help:"Build the index anew from what is stored, without fetching, and switch to it at once."`
	Eval    evalCommand    `cmd:"" help:"Measure: retrieval on a public collection, answers on golden questions, two runs against each other."`
	Version versionCommand `cmd:"" help:"Print the version."`

	Healthcheck healthcheckCommand `cmd:"" help:"Ask the server at --addr whether it is ready (for container health checks)."`
}

// Globals are the flags that every command understands.
type Globals struct {
	Data      string `help:"Folder for everything that is stored (default: the user's data folder)." placeholder:"DIR"`
	KB        string `name:"kb" help:"Knowledge base." default:"default" placeholder:"NAME"`
	JSON      bool   `name:"json" help:"Machine output on stdout; logs and progress stay on stderr."`
	Config    string `help:"Settings file (YAML or JSON); keys are flag names." placeholder:"FILE"`
	LogLevel  string `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"warn"`
	LogFormat string `help:"text or json." enum:"text,json" default:"text"`

	QdrantAddr string `help:"Use this Qdrant server (host:6334, gRPC) instead of the built-in index." placeholder:"HOST:PORT"`
	QdrantTLS  bool   `name:"qdrant-tls" help:"Speak TLS to Qdrant."`

	QdrantShards           uint32 `help:"Shards of a new index on a Qdrant cluster (0: the server's choice)."`
	QdrantReplicas         uint32 `help:"Replicas of each shard of a new index (0: the server's choice)."`
	QdrantWriteConsistency uint32 `help:"Replicas that must have a write before it counts (0: the server's choice)."`
	QdrantReadConsistency  string `help:"Replicas that must agree on a read: all, majority, quorum, or how many." placeholder:"WHICH"`
	QdrantTenant           string `help:"Key of a label by which nearly every search is filtered, such as customer: a new index on Qdrant is laid out by it." placeholder:"KEY"`
	Model                  string `help:"Chat model that composes answers, on an OpenAI-compatible server (key: FOOTNOTE_MODEL_KEY)." placeholder:"NAME"`
	ModelURL               string `name:"model-url" help:"Its base URL, ending in /v1." placeholder:"URL"`
	ModelContext           int    `name:"model-context" default:"4096" help:"Tokens that the chat model takes, prompt and reply together; more lets more passages in." placeholder:"N"`
	EmbedModel             string `help:"Embedding model on an OpenAI-compatible server instead of the built-in one (key: FOOTNOTE_EMBED_KEY)." placeholder:"NAME"`
	EmbedURL               string `name:"embed-url" help:"Its base URL, ending in /v1." placeholder:"URL"`

	EmbedQueryPrefix   string `help:"What that model wants before a question, e.g. 'query: '." placeholder:"TEXT"`
	EmbedPassagePrefix string `help:"What that model wants before a passage, e.g. 'passage: '." placeholder:"TEXT"`
	EmbedDimensions    int    `help:"Ask that model for vectors of this size (0: its own)." placeholder:"N"`

	OCR        string `name:"ocr" help:"Program with its arguments (the picture on standard input, or at {}), or address of a server, that reads the text in pictures." placeholder:"COMMAND|URL"`
	Transcribe string `help:"The same for recordings." placeholder:"COMMAND|URL"`

	RerankURL   string `name:"rerank-url" help:"Let this server order the first passages anew: the whole address, ending in /rerank (key: FOOTNOTE_RERANK_KEY)." placeholder:"URL"`
	RerankModel string `help:"Model to ask that server for; none for Text Embeddings Inference, which serves one." placeholder:"NAME"`

	BrowserURL     string `name:"browser-url" help:"Render pages that need JavaScript in the Chromium at this DevTools address." placeholder:"URL"`
	BrowserOwnHost bool   `help:"A page that is rendered may load scripts and data from its own host only."`

	KeepRemoved time.Duration `help:"How long the text of a removed page is kept, so that it can be restored (0s: for good)." default:"2160h" placeholder:"DURATION"`

	dataGiven bool // Data was chosen, not the default
}

// session is what a running command gets.
type session struct {
	context.Context
	streams
	globals Globals
	secret  func(name string) string
	log     *slog.Logger
	now     func() time.Time
}

// run is the program without the process around it.
func run(ctx context.Context, s streams, args []string, env func(string) (string, bool), environ []string) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	err := execute(ctx, s, args, settings{env: env}, environ)
	var exit exitRequest
	if errors.As(err, &exit) {
		return int(exit)
	}
	if err != nil {
		fmt.Fprintf(s.err, "footnote: %s\n", printable(err.Error()))
	}
	return exitCode(ctx, err)
}

// exitRequest is kong's wish to end (after --help), carried as an error so
// that nothing below run ends the process.
type exitRequest int

func (e exitRequest) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func execute(ctx context.Context, s streams, args []string, set settings, environ []string) (err error) {
	var c cli
	defer func() {
		if r := recover(); r != nil {
			exit, ok := r.(exitRequest)
			if !ok {
				panic(r)
			}
			err = exit
		}
	}()
	if err := set.load(configFlag(args, set.env)); err != nil {
		return usageError{err}
	}
	if err := set.loadSecrets(); err != nil {
		return usageError{err}
	}
	parser, err := kong.New(&c,
		kong.Name("footnote"),
		kong.Description("Answers from your own documentation, every sentence with a footnote to the exact place that says so.\n\nEvery flag can also be set in the environment (FOOTNOTE_ and its name in capitals) or in the settings file."),
		kong.UsageOnError(),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { panic(exitRequest(code)) }),
		kong.Resolvers(set),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return fmt.Errorf("set up the command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return usageError{fmt.Errorf("%w (footnote --help shows the commands)", err)}
	}
	log, err := newLogger(s.err, c.Globals)
	if err != nil {
		return usageError{err}
	}
	for _, name := range set.unknown(parser, environ) {
		log.Warn("setting is not known and has no effect", "name", name)
	}
	if err := c.Globals.complete(); err != nil {
		return usageError{err}
	}
	return parsed.Run(&session{Context: ctx, streams: s, globals: c.Globals, secret: set.secret, log: log, now: time.Now})
}

func newLogger(w io.Writer, g Globals) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(g.LogLevel)); err != nil {
		return nil, fmt.Errorf("--log-level %q: %w", g.LogLevel, err)
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: maskAttr}
	if g.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return slog.New(slog.NewTextHandler(w, options)), nil
}

// printable keeps control characters of hostile texts (a URL, a server's
// reply) from reaching the terminal as commands, and marks that turn the
// direction of writing from hiding what is written.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		joiner := r == 0x200c || r == 0x200d // scripts and emoji need them
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Cf, r) && !joiner {
			return -1
		}
		return r
	}, s)
}
