// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;

namespace Ocirt.EndToEnd.Tests;

/// <summary>A container that runs until the test ends, for processes that are started in it.</summary>
internal sealed class RunningContainer : IDisposable
{
    /// <summary>Its program: waits, and ends at once on SIGTERM.</summary>
    public const string Waiting = "trap 'exit 0' TERM; while true; do sleep 0.05; done";

    private readonly ContainerFixture _host;

    private RunningContainer(ContainerFixture host, string id)
    {
        _host = host;
        Id = id;
    }

    public string Id { get; }

    public string Pid => _host.State(Id)["pid"]!.GetValue<int>().ToString(CultureInfo.InvariantCulture);

    public static RunningContainer Start(ContainerFixture host, Action<JsonObject>? edit = null)
    {
        string id = host.NewId();
        host.Start($"run --detach --bundle '{host.Bundle(Waiting, edit)}' {id}").Code.Should().Be(0, because: File.Exists(Path.Combine(host.Work, id + ".out")) ? host.Output(id) : "");
        return new RunningContainer(host, id);
    }

    /// <summary>The command line that executes a command in it.</summary>
    public string Line(string command, string options = "") => _host.CommandLine($"exec {options} {Id} {command}");

    /// <summary>Executes a command in it. A detached one must not keep the pipes of the test open.</summary>
    public RunResult Exec(string command, string options = "") => ContainerFixture.Shell(options.Split(' ').Any(word => word is "-d" or "--detach")
        ? $"{Line(command, options)} </dev/null >'{_host.Work}/exec.out' 2>'{_host.Work}/exec.err'; code=$?; [ $code = 0 ] || {{ cat '{_host.Work}/exec.err' >&2; }}; exit $code"
        : Line(command, options));

    public void Dispose() => _host.Command($"delete --force {Id}").Should().Be(new RunResult(0, "", ""));
}
