package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"footnote/retrieval"
)

// settings finds the value of a flag that the command line does not give: in
// the environment, else in the settings file.
type settings struct {
	env  func(string) (string, bool)
	file map[string]any

	secrets map[string]string
}

// secretNames are settings that may not be flags, because a process list shows
// those. NAME_FILE names a file that holds the value.
var secretNames = []string{"model-key", "embed-key", "rerank-key", "qdrant-api-key", "database-url"}

// envName is the environment variable of a flag.
func envName(flag string) string {
	return "FOOTNOTE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// configFlag finds --config before the command line is parsed, because the
// file decides what parsing sees.
func configFlag(args []string, env func(string) (string, bool)) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--config="); ok {
			return v
		}
		if a == "--config" && i+1 < len(args) {
			return args[i+1]
		}
	}
	v, _ := env(envName("config"))
	return v
}

func (s *settings) load(path string) error {
	if path == "" {
		return nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read settings file: %w", err)
	}
	if err := yaml.Unmarshal(raw, &s.file); err != nil {
		return fmt.Errorf("read settings file %s: %w", path, err)
	}
	return nil
}

// Validate refuses a settings file with keys that no flag has: a misspelt
// setting must not be ignored in silence.
func (s settings) Validate(app *kong.Application) error {
	known := flagNames(app.Node)
	for key := range s.file {
		name := strings.ReplaceAll(key, "_", "-")
		if !known[name] && !slices.Contains(secretNames, name) && !slices.Contains(secretNames, strings.TrimSuffix(name, "-file")) {
			return fmt.Errorf("settings file: no setting is called %q", key)
		}
	}
	return nil
}

// Resolve implements kong.Resolver.
func (s settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if v, ok := s.env(envName(flag.Name)); ok && v != "" && flag.Name != "help" {
		return v, nil
	}
	for _, key := range []string{flag.Name, strings.ReplaceAll(flag.Name, "-", "_")} {
		if v, ok := s.file[key]; ok {
			return fileValue(v), nil
		}
	}
	return nil, nil
}

// fileValue writes a value as the command line would have it, so that both are
// read by the same parser.
func fileValue(v any) any {
	list, ok := v.([]any)
	if !ok {
		return fmt.Sprint(v)
	}
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = strings.ReplaceAll(fmt.Sprint(x), ",", `\,`)
	}
	return strings.Join(parts, ",")
}

// secret returns a secret setting, "" if it is not set.
func (s settings) secret(name string) string { return s.secrets[name] }

// loadSecrets reads the secrets, so that a file that cannot be read is an error
// and not a missing secret.
func (s *settings) loadSecrets() error {
	s.secrets = map[string]string{}
	for _, name := range secretNames {
		if v := s.value(name); v != "" {
			s.secrets[name] = v
			continue
		}
		path := s.value(name + "-file")
		if path == "" {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("read the secret %s: %w", name, err)
		}
		s.secrets[name] = strings.TrimSpace(string(raw))
	}
	return nil
}

// value is a setting of the environment, else of the settings file.
func (s settings) value(name string) string {
	if v, ok := s.env(envName(name)); ok && v != "" {
		return v
	}
	for _, key := range []string{name, strings.ReplaceAll(name, "-", "_")} {
		if v, ok := s.file[key]; ok {
			return fmt.Sprint(v)
		}
	}
	return ""
}

// unknown lists FOOTNOTE_ names in the environment that mean nothing.
func (s settings) unknown(parser *kong.Kong, environ []string) []string {
	known := map[string]bool{}
	for name := range flagNames(parser.Model.Node) {
		known[envName(name)] = true
	}
	for _, name := range secretNames {
		known[envName(name)] = true
		known[envName(name+"-file")] = true
	}
	var unknown []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "FOOTNOTE_") && !known[name] {
			unknown = append(unknown, name)
		}
	}
	sort.Strings(unknown)
	return unknown
}

func flagNames(n *kong.Node) map[string]bool {
	names := map[string]bool{}
	for _, f := range n.Flags {
		names[f.Name] = true
	}
	for _, child := range n.Children {
		for name := range flagNames(child) {
			names[name] = true
		}
	}
	return names
}

// complete checks what all commands share and fills what depends on the machine.
func (g *Globals) complete() error {
	if err := retrieval.CheckKB(g.KB); err != nil {
		return fmt.Errorf("--kb: %w", err)
	}
	g.dataGiven = g.Data != ""
	if !g.dataGiven {
		dir, err := userData()
		if err != nil {
			return fmt.Errorf("no data folder is known here (%w): give one with --data DIR", err)
		}
		g.Data = dir
	}
	return nil
}

// userData is the platform's folder for a user's data: XDG_DATA_HOME on Unix,
// Application Support on macOS, LocalAppData on Windows.
func userData() (string, error) {
	home, err := os.UserHomeDir()
	switch {
	case os.Getenv("XDG_DATA_HOME") != "":
		return filepath.Join(os.Getenv("XDG_DATA_HOME"), "footnote"), nil
	case runtime.GOOS == "windows" && os.Getenv("LocalAppData") != "":
		return filepath.Join(os.Getenv("LocalAppData"), "footnote"), nil
	case err != nil:
		return "", err
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Application Support", "footnote"), nil
	}
	return filepath.Join(home, ".local", "share", "footnote"), nil
}
