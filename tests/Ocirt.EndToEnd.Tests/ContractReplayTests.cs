// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The command lines of real engines, each with a container in the status that the engine had it in.</summary>
public sealed class ContractReplayTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "trap 'exit 0' TERM; while true; do sleep 0.05; done";

    [Theory]
    [InlineData("containerd", 14)]
    [InlineData("podman", 17)]
    [InlineData("docker", 19)]
    [InlineData("buildah", 15)]
    public void Every_recorded_call_of_the_lifecycle_succeeds(string engine, int expected)
    {
        List<RecordedCall> calls = [.. RecordedCall.Of(engine).Where(call => !call.Has("--systemd-cgroup"))];
        calls.ForEach(Replay);
        calls.Count.Should().Be(expected);
    }

    private void Replay(RecordedCall call)
    {
        string command = call.Command, id = host.NewId(), log = Path.Combine(host.Work, id + ".log");
        string pidFile = Path.Combine(host.Work, id + ".pid"), console = Path.Combine(host.Work, id + ".tty");
        string bundle = host.Bundle(command == "run" ? "exit 0" : Endless, config =>
        {
            config["process"]!["terminal"] = call.Has("--console-socket") && command == "create";
            if (call.Has("--cgroup-manager"))
            {
                config["linux"]!.AsObject().Remove("resources");
            }
        });
        Prepare(command, call.Has("--force"), id, bundle);
        RecordedPlaces places = new(host.StateRoot, id, bundle, log, pidFile, console, RecordedCall.WriteProcess(host.Work, id, call.Has("--console-socket")), LimitFile(id));
        using DescriptorReceiver? receiver = call.Has("--console-socket") ? new(console) : null;

        string line = $"exec 3</dev/null 4</dev/null; '{host.Binary}' {call.Line(places)} < '{places.Limits}' > '{log}.out' 2> '{log}.err'";
        int code = ContainerFixture.Shell(line).Code;
        code.Should().Be(0, because: $"{line} says {File.ReadAllText(log + ".err")}");
        if (!call.Has("--debug"))
        {
            File.ReadAllText(log + ".err").Should().BeEmpty();
        }

        receiver?.Receive().Name.Should().Be("/dev/pts/0");
        Verify(call, id, pidFile, File.ReadAllText(log + ".out"));
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    /// <summary>What update reads: a limit where this host has one for every container.</summary>
    private string LimitFile(string id)
    {
        string path = Path.Combine(host.Work, id + ".limits");
        File.WriteAllText(path, Directory.Exists("/sys/fs/cgroup/pids") ? """{"pids":{"limit":77}}""" : "{}");
        return path;
    }

    private void Prepare(string command, bool force, string id, string bundle)
    {
        if (command is not ("create" or "run"))
        {
            host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        }

        if (command is "kill" or "delete" or "pause" or "resume" or "ps" or "exec" or "update")
        {
            host.Command($"start {id}").Code.Should().Be(0);
        }

        if (command == "delete" && !force)
        {
            host.Command($"kill {id} 9").Code.Should().Be(0);
            host.WaitFor(id, "stopped");
        }

        if (command == "resume")
        {
            host.Command($"pause {id}").Code.Should().Be(0);
        }
    }

    private void Verify(RecordedCall call, string id, string pidFile, string output)
    {
        switch (call.Command)
        {
            case "create":
                host.State(id)["status"]!.GetValue<string>().Should().Be("created");
                File.ReadAllText(pidFile).Should().MatchRegex("^[0-9]+$");
                break;
            case "start":
                host.State(id)["status"]!.GetValue<string>().Should().Be("running");
                break;
            case "state":
                using (JsonDocument state = JsonDocument.Parse(output))
                {
                    state.RootElement.GetProperty("id").GetString().Should().Be(id);
                }

                break;
            case "kill":
                host.WaitFor(id, "stopped");
                break;
            case "delete":
                host.Command($"state {id}").Code.Should().Be(1);
                break;
            case "pause":
                host.State(id)["status"]!.GetValue<string>().Should().Be("paused");
                break;
            case "resume":
                host.State(id)["status"]!.GetValue<string>().Should().Be("running");
                break;
            case "ps":
                JsonNode.Parse(output)!.AsArray().Should().NotBeEmpty();
                break;
            case "exec":
                Directory.Exists($"/proc/{File.ReadAllText(pidFile)}").Should().BeTrue(because: "the process goes on when exec has ended");
                JsonNode.Parse(host.Command($"ps --format json {id}").Output)!.AsArray().Should().Contain(pid => (string)pid!.ToJsonString() == File.ReadAllText(pidFile));
                break;
            case "update" when Directory.Exists("/sys/fs/cgroup/pids"):
                host.Command($"events --stats {id}").Output.Should().Contain("\"limit\":77");
                break;
            case "update":
                break;
            default:
                host.State(id)["status"]!.GetValue<string>().Should().Be("stopped", because: "it is kept");
                break;
        }
    }
}
