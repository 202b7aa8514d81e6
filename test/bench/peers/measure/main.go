// measure OUT PROGRAM ARGUMENT… runs a program to its end and writes what it used into the file OUT, as JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Usage is of one whole process with the children that it waited for, as the kernel counted it.
type Usage struct {
	Status    int     `json:"status"`
	Wall      float64 `json:"wall"`      // ms
	CPU       float64 `json:"cpu"`       // ms, user and system
	MaxMemory int64   `json:"maxMemory"` // bytes of peak resident memory
}

func main() {
	usage, err := run(os.Args[2], os.Args[3:])
	if err == nil {
		err = write(os.Args[1], usage)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

// The figures are those of wait4(2) for this very child, so they miss nothing at its start and end and cost
// it nothing. Linux counts the memory of whoever started a process as the process's own peak, because the
// two share it until the exec: which is why this is a small program of its own and not the benchmark itself.
func run(program string, arguments []string) (Usage, error) {
	command := exec.Command(program, arguments...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return Usage{}, err
	}
	state := command.ProcessState
	rusage := state.SysUsage().(*syscall.Rusage)
	memory := int64(rusage.Maxrss)
	if runtime.GOOS != "darwin" {
		memory *= 1024
	}
	return Usage{
		Status:    state.ExitCode(),
		Wall:      milliseconds(wall),
		CPU:       milliseconds(state.UserTime() + state.SystemTime()),
		MaxMemory: memory,
	}, nil
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration.Microseconds()) / 1000
}

func write(file string, usage Usage) error {
	text, err := json.Marshal(usage)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
