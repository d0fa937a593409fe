// SPDX-License-Identifier: Apache-2.0

using System;
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

    private static readonly string[] s_commands = ["create", "start", "state", "kill", "delete", "pause", "resume", "ps", "run"];

    /// <summary>What another test tries, or what needs more than a container.</summary>
    private static readonly string[] s_elsewhere = ["--systemd-cgroup", "--cgroup-manager", "--console-socket"];

    [Theory]
    [InlineData("containerd", 10)]
    [InlineData("podman", 10)]
    [InlineData("docker", 15)]
    [InlineData("buildah", 12)]
    public void Every_recorded_call_of_the_lifecycle_succeeds(string engine, int atLeast)
    {
        string file = Path.Combine(ContainerFixture.Root, "..", "shared", "reference", "contracts", engine + ".json");
        Assert.SkipUnless(File.Exists(file), "the recorded calls of engines are not beside the repository");
        int replayed = 0;
        foreach (JsonNode? pattern in JsonNode.Parse(File.ReadAllText(file))!["patterns"]!.AsArray())
        {
            List<string> arguments = [.. pattern!["example"]!.AsArray().Skip(1).Select(argument => argument!.GetValue<string>())];
            string? command = arguments.Find(argument => s_commands.Contains(argument));
            if (command is not null && !arguments.Exists(s_elsewhere.Contains) && !arguments.Contains("checkpoint") && !arguments.Contains("restore"))
            {
                Replay(command, arguments);
                replayed++;
            }
        }

        replayed.Should().BeGreaterThanOrEqualTo(atLeast);
    }

    private void Replay(string command, List<string> recorded)
    {
        string id = host.NewId(), bundle = host.Bundle(command == "run" ? "exit 0" : Endless), log = Path.Combine(host.Work, id + ".log");
        string pidFile = Path.Combine(host.Work, id + ".pid");
        Prepare(command, recorded.Contains("--force"), id, bundle);
        List<string> arguments = ["--root", host.StateRoot];
        string recordedId = recorded.Last(argument => !argument.StartsWith('-') && argument.Any(char.IsLetter) && argument is not ("KILL" or "SIGKILL" or "TERM" or "SIGTERM"));
        for (int i = 0; i < recorded.Count; i++)
        {
            string before = i == 0 ? "" : recorded[i - 1];
            arguments.Add(before switch
            {
                "--root" => host.StateRoot,
                "--log" => log,
                "--bundle" => bundle,
                "--pid-file" => pidFile,
                _ => recorded[i] == recordedId ? id : recorded[i],
            });
        }

        string line = $"exec 3</dev/null 4</dev/null; '{host.Binary}' '{string.Join("' '", arguments)}' < /dev/null > '{log}.out' 2> '{log}.err'";
        int code = ContainerFixture.Shell(line).Code;
        code.Should().Be(0, because: $"{string.Join(' ', arguments)} says {File.ReadAllText(log + ".err")}");
        if (!recorded.Contains("--debug"))
        {
            File.ReadAllText(log + ".err").Should().BeEmpty();
        }

        Verify(command, recorded, id, pidFile, File.ReadAllText(log + ".out"));
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    private void Prepare(string command, bool force, string id, string bundle)
    {
        if (command is not ("create" or "run"))
        {
            host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        }

        if (command is "kill" or "delete" or "pause" or "resume" or "ps")
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

    private void Verify(string command, List<string> recorded, string id, string pidFile, string output)
    {
        switch (command)
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
            default:
                host.State(id)["status"]!.GetValue<string>().Should().Be("stopped", because: $"{string.Join(' ', recorded)} keeps it");
                break;
        }
    }
}
