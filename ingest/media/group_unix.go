//go:build unix

package media

import (
	"os/exec"
	"syscall"
)

// group makes a program and all that it starts one group, which ends as one.
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
