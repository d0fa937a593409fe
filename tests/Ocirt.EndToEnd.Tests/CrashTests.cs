// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Commands that are interrupted, killed, or race for one container. The fixture looks for what is left.</summary>
public sealed class CrashTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "while true; do sleep 0.05; done";

    [Theory]
    [InlineData("create", "INT", 130)]
    [InlineData("create", "TERM", 143)]
    [InlineData("run -d", "INT", 130)]
    [InlineData("run -d", "TERM", 143)]
    [InlineData("run", "TERM", 143)]
    public void An_interrupted_launch_leaves_nothing_and_says_so(string command, string signal, int code)
    {
        // So many mounts that the launch is still under way when its process was written down.
        string id = host.NewId();
        string bundle = host.Bundle("trap 'exit 130' INT; trap 'exit 143' TERM; " + Endless, config =>
        {
            for (int i = 0; i < 2000; i++)
            {
                config["mounts"]!.AsArray().Add(JsonNode.Parse("""{"destination":"/tmp","type":"tmpfs","source":"tmpfs"}"""));
            }
        });
        string errors = Path.Combine(host.Work, id + ".err"), record = Path.Combine(host.StateRoot, id, "state.json");
        RunResult result = ContainerFixture.Shell(
            $"{host.CommandLine($"{command} -b '{bundle}' --pid-file '{host.Work}/{id}.pid' {id}")} >/dev/null 2>'{errors}' & pid=$!; "
            + $"until [ -e '{record}' ] || ! kill -0 $pid 2>/dev/null; do :; done; kill -{signal} $pid; wait $pid");

        if (result.Code == 0)
        {
            // This machine was quicker than its shell.
            host.Command($"delete -f {id}").Code.Should().Be(0);
            return;
        }

        result.Code.Should().Be(code, because: File.ReadAllText(errors));
        File.ReadAllText(errors).Should().BeOneOf($"ocirt: interrupted by SIG{signal}, nothing of the container is left\n", "");
        host.Command($"state {id}").Code.Should().Be(1);
        if (command != "run")
        {
            File.Exists(Path.Combine(host.Work, id + ".pid")).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("create")]
    [InlineData("run -d")]
    [InlineData("run")]
    public void A_launch_that_is_killed_at_a_random_moment_is_deleted_with_force(string command)
    {
        string bundle = host.Bundle(Endless);
        Random random = new(command.Length);
        for (int round = 0; round < 40; round++)
        {
            string id = host.NewId();
            ContainerFixture.Shell(
                $"setsid {host.CommandLine($"{command} -b '{bundle}' {id}")} >/dev/null 2>&1 & pid=$!; "
                + $"sleep 0.{random.Next(40):D3}; kill -KILL $pid 2>/dev/null; wait $pid");
            RunResult result = host.Command($"delete --force {id}");
            result.Should().Be(new RunResult(0, "", ""));
            Directory.Exists(Path.Combine(host.StateRoot, id)).Should().BeFalse();
            ContainerFixture.Eventually(() => ContainerFixture.Processes(id) == 0);
        }
    }

    [Fact]
    public void An_interrupted_exec_leaves_the_container_alone_and_says_so()
    {
        string id = host.NewId();
        host.Start($"run -d -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0);
        Random random = new(7);
        for (int round = 0; round < 30; round++)
        {
            // The process that stays keeps its streams open, so none may be the test's own pipe.
            string errors = Path.Combine(host.Work, id + ".err");
            int code = ContainerFixture.Shell(
                $"{host.CommandLine($"exec -d {id} sleep 1000")} >/dev/null </dev/null 2>'{errors}' & pid=$!; sleep 0.{random.Next(12):D3}; kill -TERM $pid; wait $pid").Code;
            string told = File.ReadAllText(errors);
            (code == 0 || (code == 143 && told is "" or "ocirt: interrupted by SIGTERM, the process was not started\n"))
                .Should().BeTrue(because: $"exit code {code}: {told}");
        }

        host.State(id)["status"]!.GetValue<string>().Should().Be("running");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Theory]
    [InlineData("INT", 130, "")]
    [InlineData("TERM", 143, "--detach")]
    public void An_exec_that_waits_for_a_paused_container_can_be_interrupted(string signal, int code, string options)
    {
        using RunningContainer container = RunningContainer.Start(host);
        host.Command($"pause {container.Id}").Should().Be(new RunResult(0, "", ""));
        RunResult processes = host.Command($"ps --format json {container.Id}");
        string errors = Path.Combine(host.Work, container.Id + ".err");
        ContainerFixture.Shell(
            $"{container.Line("true", $"--ignore-paused {options}")} </dev/null >/dev/null 2>'{errors}' & pid=$!; "
            + $"until [ \"$(cat /proc/$pid/task/$pid/children)\" ]; do sleep 0.01; done; sleep 0.2; kill -{signal} $pid; wait $pid").Code.Should().Be(code);
        File.ReadAllText(errors).Should().Be($"ocirt: interrupted by SIG{signal}, the process was not started\n");
        host.Command($"ps --format json {container.Id}").Should().Be(processes);
        host.Command($"resume {container.Id}").Should().Be(new RunResult(0, "", ""));
        container.Exec("true").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void Of_two_creations_one_wins_and_the_other_touches_nothing()
    {
        string bundle = host.Bundle(Endless);
        for (int round = 0; round < 10; round++)
        {
            string id = host.NewId();
            List<RunResult> results = Together(4, $"create -b '{bundle}' {id}");
            results.Count(result => result.Code == 0).Should().Be(1);
            results.Where(result => result.Code != 0).Should().OnlyContain(result => result.Error.StartsWith($"ocirt: container with given ID already exists: '{id}'"));
            host.State(id)["status"]!.GetValue<string>().Should().Be("created");
            host.Command($"delete {id}").Code.Should().Be(0);
        }
    }

    [Fact]
    public void Of_two_starts_one_wins()
    {
        string bundle = host.Bundle("echo started; " + Endless);
        for (int round = 0; round < 10; round++)
        {
            string id = host.NewId();
            host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
            List<RunResult> results = Together(4, $"start {id}");
            results.Count(result => result.Code == 0).Should().Be(1);
            results.Where(result => result.Code != 0).Should().OnlyContain(result => result.Error == $"ocirt: cannot start an already running container: '{id}'\n");
            host.WaitForOutput(id, "started\n");
            host.Command($"delete -f {id}").Code.Should().Be(0);
        }
    }

    [Theory]
    [InlineData("start {0}")]
    [InlineData("kill {0} KILL")]
    [InlineData("pause {0}")]
    [InlineData("delete --force {0}")]
    [InlineData("delete {0}")]
    [InlineData("state {0}")]
    public void A_deletion_and_another_command_do_not_disturb_each_other(string other)
    {
        string bundle = host.Bundle(Endless);
        for (int round = 0; round < 10; round++)
        {
            string id = host.NewId();
            host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
            string competitor = other.Replace("{0}", id, StringComparison.Ordinal);
            List<RunResult> results = Together([$"delete --force {id}", competitor, $"delete --force {id}"]);
            results[0].Should().Be(new RunResult(0, "", ""));
            results[2].Should().Be(new RunResult(0, "", ""));
            results[1].Code.Should().BeOneOf(0, 1);
            (results[1].Code == 0 || results[1].Error.StartsWith("ocirt: c", StringComparison.Ordinal))
                .Should().BeTrue(because: results[1].Error);
            host.Command($"state {id}").Error.Should().Be($"ocirt: container does not exist: '{id}'\n");
        }
    }

    [Fact]
    public void What_a_claim_alone_left_is_shown_and_deleted()
    {
        string id = host.NewId(), directory = Path.Combine(host.StateRoot, id);
        host.Bundle("true");
        Directory.CreateDirectory(directory);
        host.State(id)["status"]!.GetValue<string>().Should().Be("stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));

        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "journal"), "container /some/bundle 2026-01-02T03:04:05Z\ncgroup-pla");
        host.State(id)["bundle"]!.GetValue<string>().Should().Be("/some/bundle");
        host.Command($"kill {id}").Error.Should().Be($"ocirt: container not running: '{id}' is stopped\n");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        Directory.Exists(directory).Should().BeFalse();
    }

    [Fact]
    public void A_broken_record_is_told_and_deleted_with_force()
    {
        string id = host.NewId();
        host.Start($"run -d -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0);
        File.WriteAllText(Path.Combine(host.StateRoot, id, "state.json"), "{\"ocirt\":");
        host.Command($"state {id}").Error.Should().Be($"ocirt: '{host.StateRoot}/{id}/state.json' is broken: 'ocirt delete --force {id}' removes the container\n");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Eventually(() => ContainerFixture.Processes(id) == 0);
    }

    [Fact]
    public void A_pid_that_was_given_to_another_process_is_never_signalled()
    {
        string id = host.NewId();
        host.Start($"run -d -b '{host.Bundle("exit 0")}' {id}").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        string file = Path.Combine(host.StateRoot, id, "state.json");

        // No number comes round within one tick of the clock, so the other process must not start in the same one.
        RunResult result = ContainerFixture.Shell(
            $"sleep 0.05; sleep 100 & sed -i \"s/\\\"pid\\\":[0-9]*/\\\"pid\\\":$!/\" '{file}'; {host.CommandLine($"kill {id} KILL")}; {host.CommandLine($"delete --force {id}")}; kill $! && echo alive");
        result.Output.Should().Be("alive\n");
        result.Error.Should().Be($"ocirt: container not running: '{id}' is stopped\n");
    }

    [Fact]
    public void A_container_of_a_pid_namespace_that_is_gone_is_deleted_with_force()
    {
        string id = host.NewId(), bundle = host.Bundle(Endless);
        ContainerFixture.Shell($"unshare -p -f -m --mount-proc --propagation private {host.CommandLine($"create -b '{bundle}' {id}")} < /dev/null > /dev/null 2>&1").Code.Should().Be(0);
        host.Command($"state {id}").LastError.Should().MatchRegex(
            $"^ocirt: container '{id}' was created from another pid namespace, where its pid [0-9]+ counts: use ocirt from there, or 'delete --force' when that is gone$");
        host.Command("list").Error.Should().Contain($"container '{id}' was created from another pid namespace");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        Directory.Exists(Path.Combine(host.StateRoot, id)).Should().BeFalse();
    }

    private List<RunResult> Together(int count, string arguments) => Together([.. Enumerable.Repeat(arguments, count)]);

    private List<RunResult> Together(string[] commands)
    {
        Task<RunResult>[] tasks = [.. commands.Select(command => Task.Run(() => command.StartsWith("create", StringComparison.Ordinal)
            ? ContainerFixture.Shell($"f=$(mktemp -p '{host.Work}'); {host.CommandLine(command)} < /dev/null > /dev/null 2> $f; code=$?; cat $f >&2; exit $code")
            : host.Command(command)))];
        return [.. tasks.Select(task => task.GetAwaiter().GetResult())];
    }
}
