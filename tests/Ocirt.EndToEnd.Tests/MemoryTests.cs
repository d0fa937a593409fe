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
    /// <summary>0.7 of what crun has, in kB.</summary>
    private const int Most = 2600;

    [Fact]
    public void A_run_in_the_foreground_never_has_more_than_its_budget()
    {
        using Foreground run = new(host, "sleep 1000");
        run.Kilobytes("VmHWM").Should().BeLessThan(Most);
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

        /// <summary>A line of /proc/PID/status.</summary>
        internal int Kilobytes(string field)
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
            return int.Parse(line.AsSpan(field.Length + 1, line.Length - field.Length - 4), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }

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
