// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>What a runtime in the foreground hands on to the process it stands for.</summary>
public sealed class ForwardedSignalTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    /// <summary>
    /// Neither what is a fault of the runtime itself (4 to 8, 11, 31), nor KILL 9, PIPE 13, CHLD 17, STOP 19 and URG 23. The
    /// shell in the container cannot handle 32 and 33.
    /// </summary>
    private static readonly int[] s_signals =
        [.. Enumerable.Range(1, 64).Where(signal => signal is not (>= 4 and <= 9 or 11 or 13 or 17 or 19 or 23 or >= 31 and <= 33))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_signal_that_can_be_handed_on_reaches_the_process(bool executes)
    {
        string id = host.NewId(), list = string.Join(' ', s_signals), output = $"{host.Work}/{id}.out";
        string program = $"for s in {list}; do trap \"echo got $s\" $s; done; echo ready; while true; do sleep 0.05; done";
        string bundle = host.Bundle(executes ? "while true; do sleep 1; done" : program);
        string command = host.RunCommand(bundle, id);
        if (executes)
        {
            host.Start($"run --detach -b '{bundle}' {id}").Code.Should().Be(0);
            command = host.CommandLine($"exec {id} sh -c '{program}'");
        }

        // One after the other: standard signals have no order among each other.
        RunResult result = ContainerFixture.Shell(
            $"wait_for() {{ for i in $(seq 1 600); do grep -qx \"$1\" '{output}' && return; sleep 0.05; done; echo \"no $1\"; }}\n"
            + $"{command} < /dev/null > '{output}' 2>&1 & runtime=$!\nwait_for ready\nfor s in {list}; do kill -$s $runtime; wait_for \"got $s\"; done\n"
            + $"{host.CommandLine($"delete --force {id}")}; wait $runtime; echo $?");
        result.Output.Should().Be("137\n", because: result.Error);
        host.Output(id).Split('\n', System.StringSplitOptions.RemoveEmptyEntries)
            .Should().Equal(s_signals.Select(signal => $"got {signal}").Prepend("ready"));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    public void What_the_C_library_keeps_for_itself_is_handed_on_as_well(int signal)
    {
        string id = host.NewId();
        host.Start($"run --detach -b '{host.Bundle("while true; do sleep 1000; done")}' {id}").Code.Should().Be(0);

        RunResult result = ContainerFixture.Shell(
            $"{host.CommandLine($"exec {id} sh -c 'echo ready; exec sleep 2000'")} < /dev/null > '{host.Work}/{id}.exec' 2>&1 & runtime=$!\n"
            + $"until grep -q ready '{host.Work}/{id}.exec'; do sleep 0.02; done; kill -{signal} $runtime; wait $runtime; echo $?");

        result.Output.Should().Be($"{128 + signal}\n");
        host.Command($"ps {id}").Output.Should().NotContain("sleep 2000", because: "it is the process that has ended, not only who stood for it");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }
}
