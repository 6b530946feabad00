package qdrant

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	client "github.com/qdrant/go-client/qdrant"
)

// minVersion is the first server that keeps metadata of a collection, by which
// we tell our collections from others before one is deleted.
const minVersion = "1.16"

// check asks the server for its version, once.
func (s *server) check(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.checked {
		return nil
	}
	var reply *client.HealthCheckReply
	err := s.call(ctx, "ask for its version", func(ctx context.Context) (err error) {
		reply, err = s.api.GetQdrantClient().HealthCheck(ctx, &client.HealthCheckRequest{})
		return err
	})
	if err != nil {
		return err
	}
	if older(reply.GetVersion(), minVersion) {
		return fmt.Errorf("qdrant at %s: version %.40q is older than %s: update the server", s.options.Addr, reply.GetVersion(), minVersion)
	}
	s.checked = true
	return nil
}

// older compares major and minor version. A version that is none (a build from
// source) counts as new.
func older(version, than string) bool {
	major, minor, ok := parseVersion(version)
	wantMajor, wantMinor, _ := parseVersion(than)
	return ok && (major < wantMajor || major == wantMajor && minor < wantMinor)
}

func parseVersion(version string) (major, minor int, ok bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	second, _, _ := strings.Cut(rest, ".")
	major, err := strconv.Atoi(first)
	if err != nil {
		return 0, 0, false
	}
	minor, err = strconv.Atoi(second)
	return major, minor, err == nil
}
