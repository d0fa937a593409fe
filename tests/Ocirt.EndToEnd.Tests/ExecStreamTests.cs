// SPDX-License-Identifier: Apache-2.0

using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>exec: streams, terminals and signals between the caller and the process.</summary>
public sealed class ExecStreamTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void Standard_streams_are_the_callers_own_and_nothing_else_is_open()
    {
        using RunningContainer container = RunningContainer.Start(host);

        RunResult result = ContainerFixture.Shell($"exec 7</dev/null 9</etc; printf 'in' | {container.Line("sh -c 'cat; echo out; echo err >&2; echo /proc/self/fd/*'")}");

        result.Should().Be(new RunResult(0, "inout\n/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3\n", "err\n"), because: "3 is the shell's own look");
    }

    [Fact]
    public void A_detached_process_runs_on_as_a_child_of_the_callers_reaper()
    {
        if (ContainerFixture.Shell("command -v python3").Code != 0)
        {
            Assert.Skip("this host has no python3");
        }

        using RunningContainer container = RunningContainer.Start(host);
        string pidFile = Path.Combine(host.Work, "detached.pid");
        RunResult result = ContainerFixture.Shell(
            "python3 -c 'import ctypes, os, subprocess\n"
            + "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\n"
            + $"subprocess.check_call([\"{host.Binary}\", \"--root\", \"{host.StateRoot}\", \"exec\", \"-d\", \"--pid-file\", \"{pidFile}\", \"{container.Id}\", \"sh\", \"-c\", \"exit 42\"])\n"
            + $"pid = int(open(\"{pidFile}\").read())\n"
            + "print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))'");

        result.Should().Be(new RunResult(0, "42\n", ""));
    }

    [Fact]
    public void A_terminal_is_of_the_containers_own_devpts_and_belongs_to_the_user()
    {
        using RunningContainer container = RunningContainer.Start(host);
        using PseudoTerminal terminal = new(container.Line("sh -c 'tty; stty size; stat -c %u $(tty); exit 5'", "-t --user 1000"));

        terminal.WaitFor("/dev/pts/0\r\n24 80\r\n1000\r\n");
        terminal.Wait().Should().Be(5);
    }

    [Fact]
    public void A_detached_terminal_goes_to_the_console_socket()
    {
        using RunningContainer container = RunningContainer.Start(host);
        string path = Path.Combine(host.Work, "exec-console");
        using DescriptorReceiver receiver = new(path);
        container.Exec("sh -c 'tty; sleep 1000'", $"-t -d --console-socket '{path}'").Should().Be(new RunResult(0, "", ""));

        receiver.Receive().Name.Should().Be("/dev/pts/0");
        receiver.ReadLine().Should().Be("/dev/pts/0\r\n");
    }

    [Theory]
    [InlineData("-t -d", "cannot allocate tty if ocirt will detach without setting console socket (--console-socket)")]
    [InlineData("-d --console-socket /nowhere", "cannot use console socket if ocirt will not detach or allocate tty (process.terminal)")]
    [InlineData("-t -d --console-socket /nowhere", "--console-socket '/nowhere': cannot connect: no such file or directory")]
    public void Terminal_socket_and_detaching_have_to_go_together(string options, string words)
    {
        using RunningContainer container = RunningContainer.Start(host);
        container.Exec("true", options).Should().Be(new RunResult(255, "", $"ocirt: {words}\n"));
    }

    [Fact]
    public void Preserved_descriptors_are_handed_on_and_a_closed_one_is_an_error()
    {
        using RunningContainer container = RunningContainer.Start(host);
        string output = Path.Combine(host.Work, "exec-fd4");

        ContainerFixture.Shell($"exec 3</dev/null 4>'{output}' 5</dev/null; {container.Line("sh -c 'echo inside >&4; echo /proc/self/fd/*'", "--preserve-fds 2")}").Line
            .Should().Be("/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3 /proc/self/fd/4 /proc/self/fd/5", because: "5 is the shell's own look");
        File.ReadAllText(output).Should().Be("inside\n");
        ContainerFixture.Shell($"exec 3<&-; {container.Line("true", "--preserve-fds 1")}").Should().Be(new RunResult(255, "", "ocirt: --preserve-fds 1: descriptor 3 is not open\n"));
    }

    [Fact]
    public void Signals_are_handed_on_to_the_process_in_the_foreground()
    {
        using RunningContainer container = RunningContainer.Start(host);
        RunResult result = ContainerFixture.Shell(
            $"{container.Line("sh -c 'trap \"exit 60\" USR1; echo ready; while true; do sleep 0.05; done'")} > '{host.Work}/signals' & pid=$!; "
            + $"for i in $(seq 1200); do grep -q ready '{host.Work}/signals' && break; sleep 0.05; done; kill -USR1 $pid; wait $pid");

        result.Code.Should().Be(60);
    }
}
