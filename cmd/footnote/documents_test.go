package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// Every command and flag that the README shows exists.
func TestREADMECommandsExist(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(raw)
	commands := regexp.MustCompile(`(?m)(?:footnote|cmd/footnote) ((?:demo|ingest|search|ask|serve|status|ledger|correct|restore|reindex|eval retrieval|eval run|eval compare|version)\b[^\n#`+"`"+`]*)`).FindAllStringSubmatch(readme, -1)
	if len(commands) < 6 {
		t.Fatalf("found %d commands in the README", len(commands))
	}
	for _, c := range commands {
		fields := strings.Fields(c[1])
		command := fields[:1]
		if fields[0] == "eval" {
			command = fields[:2]
		}
		code, help, errs := newProgram(t).run(append(command, "--help")...)
		if code != exitDone {
			t.Errorf("%q: exit code %d: %s", c[1], code, errs)
		}
		for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(c[1], -1) {
			if !strings.Contains(help, flag) {
				t.Errorf("%q: there is no %s in\n%s", c[1], flag, help)
			}
		}
	}
	for _, door := range []string{"go run ./cmd/footnote demo", "go test ./..."} {
		if !strings.Contains(readme, door) {
			t.Errorf("the README does not show %q", door)
		}
	}
	if lines := strings.Count(readme, "\n"); lines > 100 {
		t.Errorf("the README has %d lines: two screens are enough", lines)
	}
}

// Every folder of code is on the README's map.
func TestREADMEMapIsComplete(t *testing.T) {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	eachImport(t, func(pkg, _ string) {
		name := pkg[strings.LastIndex(pkg, "/")+1:] + "/"
		if !strings.Contains(string(raw), name) && !strings.HasPrefix(pkg, "testdata") {
			missing[pkg] = true
		}
	})
	for pkg := range missing {
		t.Errorf("%s is not on the README's map of the code", pkg)
	}
}

func TestComposeFile(t *testing.T) {
	raw, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	parse := func(env map[string]string) (*types.Project, error) {
		return loader.LoadWithContext(t.Context(), types.ConfigDetails{
			WorkingDir:  "../..",
			ConfigFiles: []types.ConfigFile{{Filename: "docker-compose.yml", Content: raw}},
			Environment: env,
		})
	}
	if _, err := parse(nil); err == nil || !strings.Contains(err.Error(), "FOOTNOTE_QDRANT_API_KEY") {
		t.Errorf("without a key the error is %v: there must be no open default", err)
	}
	project, err := parse(map[string]string{"FOOTNOTE_QDRANT_API_KEY": "long-random-text"})
	if err != nil {
		t.Fatal(err)
	}
	for name, service := range project.Services {
		pinned := regexp.MustCompile(`:v?\d+\.\d+\.\d+`)
		switch {
		case !pinned.MatchString(service.Image):
			t.Errorf("%s: image %s is not pinned", name, service.Image)
		case service.HealthCheck == nil:
			t.Errorf("%s has no health check", name)
		case !service.ReadOnly:
			t.Errorf("%s can write to its root file system", name)
		case len(service.Volumes) == 0:
			t.Errorf("%s has no volume: its data would be lost", name)
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s is open to the network on port %s", name, port.Published)
			}
		}
	}
	footnote := project.Services["footnote"]
	if footnote.User == "" || strings.HasPrefix(footnote.User, "0") || footnote.Build == nil || footnote.Build.DockerfileInline == "" {
		t.Errorf("footnote: user %q, build %+v", footnote.User, footnote.Build)
	}
	known := newProgram(t)
	for name, value := range footnote.Environment {
		if value != nil {
			known.env[name] = ""
		}
	}
	if _, _, errs := known.run("version"); strings.Contains(errs, "no effect") {
		t.Errorf("the compose file sets a name that means nothing: %s", errs)
	}
}
