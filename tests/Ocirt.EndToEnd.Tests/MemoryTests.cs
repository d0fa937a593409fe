// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// How much memory a command has at most. Much of it is code, which is read in by groups of pages: when a bound is
/// passed although little was added, the recorded order of functions is out of date, and 'make layout' renews it.
/// </summary>
public sealed class MemoryTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    /// <summary>0.8 of what crun has, in kB: the budget is 0.7, and a few functions that are not in the order yet take 64 kB each.</summary>
    private const int Most = 3000;

    /// <summary>0.5 of what crun has, in kB.</summary>
    private const int MostWhenWaiting = 1850;

    /// <summary>What is left of the code in a long wait, in kB: what the wait itself runs.</summary>
    private const int MostFileWhenWaiting = 800;

    [Fact]
    public void A_run_in_the_foreground_never_has_more_than_its_budget()
    {
        using Foreground run = new(host, "sleep 1000");
        run.Kilobytes("VmHWM").Should().BeLessThan(Most);
    }

    [Fact]
    public void A_run_that_waits_for_long_gives_back_its_code_and_goes_on_as_before()
    {
        using Foreground run = new(host, "trap 'exit 7' USR1; while true; do sleep 0.05; done");
        ContainerFixture.Eventually(() => run.Kilobytes("RssFile") < MostFileWhenWaiting);
        run.Kilobytes("VmRSS").Should().BeLessThan(MostWhenWaiting);
        run.End("USR1").Should().Be(7);
    }

    [Fact]
    public void An_exec_that_waits_for_long_gives_back_its_code_with_a_terminal_too()
    {
        using RunningContainer container = RunningContainer.Start(host);
        using PseudoTerminal terminal = new(container.Line("sh -c 'echo ready; read -r line; echo \"got $line\"; exit 9'", "--tty"));
        terminal.WaitFor("ready");
        string pid = ContainerFixture.Shell($"for pid in $(pgrep -f 'exec --tty {container.Id}'); do [ $(cat /proc/$pid/comm) != ocirt ] || echo $pid; done").Line;
        ContainerFixture.Eventually(() => Kilobytes(pid, "RssFile") < MostFileWhenWaiting);

        terminal.Type("words\n");
        terminal.WaitFor("got words");
        terminal.Wait().Should().Be(9);
    }

    /// <summary>A line of /proc/PID/status.</summary>
    private static int Kilobytes(string pid, string field)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return int.Parse(line.AsSpan(field.Length + 1, line.Length - field.Length - 4), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }

    /// <summary>A run that waits for its container.</summary>
    private sealed class Foreground : IDisposable
    {
        private readonly ContainerFixture _host;
        private readonly string _id;
        private readonly Process _process;

        internal Foreground(ContainerFixture host, string command)
        {
            _host = host;
            _id = host.NewId();
            string bundle = host.Bundle(command);
            ProcessStartInfo start = new(host.Binary, ["--root", host.StateRoot, "run", "--bundle", bundle, _id]);
            _process = Process.Start(start)!;
            ContainerFixture.Eventually(() => host.Command($"state {_id}").Output.Contains("\"running\"", StringComparison.Ordinal));
        }

        internal int Kilobytes(string field) => MemoryTests.Kilobytes(_process.Id.ToString(CultureInfo.InvariantCulture), field);

        /// <summary>Sends a signal to the runtime, and gives the exit code with which it ends then.</summary>
        internal int End(string signal)
        {
            ContainerFixture.Shell($"kill -{signal} {_process.Id}").Code.Should().Be(0);
            _process.WaitForExit(60_000).Should().BeTrue();
            return _process.ExitCode;
        }

        public void Dispose()
        {
            _ = _host.Command($"delete --force {_id}");
            _process.WaitForExit(60_000).Should().BeTrue();
            _process.Dispose();
        }
    }
}
