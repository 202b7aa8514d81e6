// Reads YAML streams as kubectl and the API server do, and as kustomize does, for the tests of the YAML
// dialect. Standard input: any number of streams, each as a line with its number of bytes and the readers
// to ask (`12 lenient,strict`), and then the bytes. Standard output: one line of JSON for each, see `answer`.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	streams "k8s.io/apimachinery/pkg/util/yaml"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

type answer struct {
	// What splitting the stream into documents failed with.
	Error     string     `json:"error,omitempty"`
	Documents []document `json:"documents"`
}

// What each reader that was asked makes of a document.
type document map[string]result

// Either a value or an error.
type result struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

var readers = map[string]func(text []byte) ([]byte, error){
	"lenient":   yaml.YAMLToJSON,
	"strict":    yaml.YAMLToJSONStrict,
	"kustomize": kustomize,
}

func main() {
	input := bufio.NewReader(os.Stdin)
	output := bufio.NewWriter(os.Stdout)
	answers := json.NewEncoder(output)
	for {
		var length int
		var asked string
		if _, err := fmt.Fscanf(input, "%d %s\n", &length, &asked); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		stream := make([]byte, length)
		if _, err := io.ReadFull(input, stream); err != nil {
			log.Fatal(err)
		}
		if err := answers.Encode(read(stream, strings.Split(asked, ","))); err != nil {
			log.Fatal(err)
		}
		if err := output.Flush(); err != nil {
			log.Fatal(err)
		}
	}
}

func read(stream []byte, asked []string) answer {
	found := answer{Documents: []document{}}
	reader := streams.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	for {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			found.Error = err.Error()
			return found
		}
		document := document{}
		for _, name := range asked {
			document[name] = attempt(readers[name], text)
		}
		found.Documents = append(found.Documents, document)
	}
}

func kustomize(text []byte) ([]byte, error) {
	node, err := kyaml.Parse(string(text))
	if err != nil {
		return nil, err
	}
	return node.MarshalJSON()
}

// A panic of a reader is a refusal as well.
func attempt(read func(text []byte) ([]byte, error), text []byte) (found result) {
	defer func() {
		if reason := recover(); reason != nil {
			found = result{Error: fmt.Sprint("panic: ", reason)}
		}
	}()
	value, err := read(text)
	if err != nil {
		return result{Error: err.Error()}
	}
	return result{JSON: value}
}
