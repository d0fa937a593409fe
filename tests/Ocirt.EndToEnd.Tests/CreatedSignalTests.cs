// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Signals that a container gets between create and start, when init is the process with the number 1.</summary>
public sealed class CreatedSignalTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Theory]
    [InlineData("", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("QUIT", 131)]
    [InlineData("ILL", 132)]
    [InlineData("TRAP", 133)]
    [InlineData("ABRT", 134)]
    [InlineData("BUS", 135)]
    [InlineData("FPE", 136)]
    [InlineData("SEGV", 139)]
    [InlineData("STKFLT", 144)]
    [InlineData("SYS", 159)]
    [InlineData("--all TERM", 143)]
    public void A_signal_that_ends_programs_ends_a_created_container(string signal, int status)
    {
        string id = host.NewId(), bundle = host.Bundle("echo never");
        string[] words = signal.Split(' ');
        string kill = words.Length == 2 ? $"kill {words[0]} {id} {words[1]}" : $"kill {id} {signal}";
        Reap(id, bundle, kill).Should().Be(new RunResult(0, $"{status << 8}\n", ""));
        host.State(id)["status"]!.GetValue<string>().Should().Be("stopped");
        host.Command($"start {id}").Should().Be(new RunResult(1, "", $"ocirt: cannot start a container that has stopped: '{id}'\n"));
        host.Output(id).Should().BeEmpty();
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void Other_signals_leave_it_waiting()
    {
        string id = host.NewId(), bundle = host.Bundle("echo started");
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        foreach (string signal in (string[])["USR1", "USR2", "PIPE", "ALRM", "CHLD", "WINCH", "IO", "PWR", "RTMIN+3", "64"])
        {
            host.Command($"kill {id} {signal}").Should().Be(new RunResult(0, "", ""));
        }

        host.State(id)["status"]!.GetValue<string>().Should().Be("created");
        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Output(id).Should().Be("started\n");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("USR1", 10)]
    public void Without_a_pid_namespace_the_kernel_ends_it(string signal, int status)
    {
        string id = host.NewId();
        string bundle = host.Bundle("echo never", config => config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "pid"));
        Reap(id, bundle, $"kill {id} {signal}").Should().Be(new RunResult(0, $"{status}\n", ""), because: "it is no exit but the signal itself");
        host.State(id)["status"]!.GetValue<string>().Should().Be("stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_container_without_a_process_ends_as_well()
    {
        string id = host.NewId(), bundle = host.Bundle("", config => config.Remove("process"));
        host.Start($"create --bundle '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"kill {id}").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Theory]
    [InlineData("SCMP_ACT_ERRNO")]
    [InlineData("SCMP_ACT_KILL_PROCESS")]
    public void A_filter_that_forbids_the_way_out_does_not_keep_it_alive(string action)
    {
        string id = host.NewId();
        string bundle = host.Bundle("echo never", config => config["linux"]!["seccomp"] = new JsonObject
        {
            ["defaultAction"] = "SCMP_ACT_ALLOW",
            ["syscalls"] = new JsonArray(new JsonObject { ["names"] = new JsonArray("exit_group", "rt_sigaction", "rt_sigreturn"), ["action"] = action }),
        });
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0, because: host.Output(id));
        host.Command($"kill {id}").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void The_program_finds_no_trace_of_it()
    {
        string id = host.NewId(), bundle = host.Bundle("", config => config["process"]!["args"] = new JsonArray("grep", "^Sig\\|^ShdPnd", "/proc/self/status"));
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        host.Output(id).Split('\n').Where(line => line.StartsWith("Sig", System.StringComparison.Ordinal) && !line.StartsWith("SigQ", System.StringComparison.Ordinal))
            .Should().Equal("SigPnd:\t0000000000000000", "SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigCgt:\t0000000000000000");
    }

    /// <summary>Creates a container, signals it, and prints with which status its first process ended, as waitpid(2) has it.</summary>
    private RunResult Reap(string id, string bundle, string kill)
    {
        string pidFile = $"{host.Work}/{id}.pid", output = $"{host.Work}/{id}.out";

        // 157 is prctl, 36 PR_SET_CHILD_SUBREAPER.
        return ContainerFixture.Shell(
            "timeout 100 perl -e 'syscall(157, 36, 1, 0, 0, 0); system($_) == 0 or die for @ARGV[1, 2]; open(F, $ARGV[0]); waitpid(<F>, 0); print \"$?\\n\"' "
            + $"'{pidFile}' \"{host.CommandLine($"create -b '{bundle}' --pid-file '{pidFile}' {id}")} > '{output}' 2>&1 < /dev/null\" \"{host.CommandLine(kill)}\"");
    }
}
