// Command dockerfile-check runs the checks of `docker build --check` (BuildKit's linter, the experimental rules as well)
// without a daemon and without a registry.
//
//	dockerfile-check FILE...
//
// It prints a JSON list of findings {file, line, rule, message}. Exit status: 0 none, 1 findings, 2 a file cannot be read or parsed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

type finding struct {
	File    string `json:"file"`
	Line    int32  `json:"line"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// bareImages knows every image there is: none of them sets anything.
type bareImages struct{}

func (bareImages) ResolveImageConfig(_ context.Context, name string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config, err := json.Marshal(ocispecs.Image{Platform: ocispecs.Platform{OS: "linux", Architecture: "amd64"}})
	return name, digest.FromBytes(config), config, err
}

func firstLine(ranges []*pb.Range) int32 {
	if len(ranges) == 0 {
		return 1
	}
	return ranges[0].Start.Line
}

func check(file string) ([]finding, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	source := llb.NewSourceMap(nil, file, "Dockerfile", text)
	source.Definition = &llb.Definition{} // not optional for the linter
	result, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{
		Config:       dockerui.Config{LinterConfig: &linter.Config{ExperimentalAll: true}},
		SourceMap:    source,
		MetaResolver: bareImages{},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	found := []finding{}
	if result.Error != nil {
		found = append(found, finding{file, firstLine(result.Error.Location.GetRanges()), "BuildError", result.Error.Message})
	}
	for _, warning := range result.Warnings {
		found = append(found, finding{file, firstLine(warning.Location.GetRanges()), warning.RuleName, warning.Detail})
	}
	return found, nil
}

func main() {
	all := []finding{}
	for _, file := range os.Args[1:] {
		found, err := check(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		all = append(all, found...)
	}
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if len(all) > 0 {
		os.Exit(1)
	}
}
