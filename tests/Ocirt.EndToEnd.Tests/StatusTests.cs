// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Every operation in every status: the exit code, and the words that engines look for.</summary>
public sealed class StatusTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "while true; do sleep 0.05; done";

    private static readonly string[] s_operations =
        ["state {0}", "start {0}", "kill {0} 0", "kill {0} CONT", "kill --all {0} CONT", "pause {0}", "resume {0}", "ps --format json {0}", "create -b {1} {0}", "run -b {1} {0}"];

    [Fact]
    public void A_container_that_does_not_exist()
    {
        string id = host.NewId();
        foreach (string operation in s_operations[..8])
        {
            host.Command(string.Format(CultureInfo.InvariantCulture, operation, id))
                .Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"), because: operation);
        }

        host.Command($"delete {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_container_that_was_killed_is_deleted_without_a_wait_between()
    {
        string bundle = host.Bundle(Endless);
        for (int round = 0; round < 40; round++)
        {
            string id = host.NewId();
            host.Start($"run --detach --bundle '{bundle}' {id}").Code.Should().Be(0);
            ContainerFixture.Shell($"{host.CommandLine($"kill {id} KILL")}; {host.CommandLine($"delete {id}")}").Should().Be(new RunResult(0, "", ""));
        }
    }

    [Fact]
    public void A_start_whose_process_is_killed_meanwhile_says_that_it_has_stopped()
    {
        string id = host.NewId(), mark = Path.Combine(host.Rootfs, "tmp", id), bundle = host.Bundle(Endless, config =>
        {
            config["root"]!["readonly"] = false;
            config["hooks"] = new JsonObject
            {
                ["startContainer"] = new JsonArray(new JsonObject { ["path"] = "/bin/sh", ["args"] = new JsonArray("sh", "-c", $"touch /tmp/{id}; sleep 1000") }),
            };
        });
        host.Start($"create --bundle '{bundle}' {id}").Code.Should().Be(0);

        // KERNEL: the first process of a pid namespace ends when the parent of every other one has waited for it; this parent does not.
        RunResult result = ContainerFixture.Shell(
            $"nsenter --target {host.State(id)["pid"]} --pid sleep 1000 & parent=$!; until [ \"$(cat /proc/$parent/task/$parent/children)\" ]; do sleep 0.01; done; kill -STOP $parent; "
            + $"{host.CommandLine($"start {id}")} & start=$!; for i in $(seq 6000); do [ ! -e '{mark}' ] || break; sleep 0.01; done; {host.CommandLine($"kill {id} KILL")}; wait $start; code=$?; "
            + "kill -KILL $parent; exit $code");
        result.Should().Be(Failure("cannot start a container that has stopped: '{0}'", id));
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_created_container()
    {
        string id = Create();
        Check(id, "created", null, null, null, null, null, "container not paused: '{0}' is created", null, InUse, InUse);
        host.Command($"pause {id}").Should().Be(new RunResult(0, "", ""));
        Check(id, "paused", "cannot start a container in the paused state: '{0}'", null, null, null, "container not running: '{0}' is paused", null, null, InUse, InUse);
        host.State(id)["status"]!.GetValue<string>().Should().Be("created", because: "it was resumed");
        host.Command($"start {id}").Code.Should().Be(0);
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_running_and_a_paused_container()
    {
        string id = Create();
        host.Command($"start {id}").Code.Should().Be(0);
        Check(id, "running", "cannot start an already running container: '{0}'", null, null, null, null, "container not paused: '{0}' is running", null, InUse, InUse);
        host.Command($"delete {id}").Should().Be(Failure("cannot delete container {0} that is not stopped: running (--force kills it first)", id));
        host.Command($"pause {id}").Should().Be(new RunResult(0, "", ""));
        host.State(id)["status"]!.GetValue<string>().Should().Be("paused");
        host.Command($"delete {id}").Should().Be(Failure("cannot delete container {0} that is not stopped: paused (--force kills it first)", id));
        Check(id, "paused", "cannot start a container in the paused state: '{0}'", null, null, null, "container not running: '{0}' is paused", null, null, InUse, InUse);
        host.State(id)["status"]!.GetValue<string>().Should().Be("running", because: "it was resumed");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Theory]
    [InlineData("kill {0} KILL")]
    [InlineData("kill --all {0} 9")]
    [InlineData("delete --force {0}")]
    public void A_paused_container_dies_of_a_kill(string operation)
    {
        string id = Create();
        host.Command($"start {id}").Code.Should().Be(0);
        host.Command($"pause {id}").Code.Should().Be(0);
        host.Command(string.Format(CultureInfo.InvariantCulture, operation, id)).Should().Be(new RunResult(0, "", ""));
        if (!operation.StartsWith("delete", System.StringComparison.Ordinal))
        {
            host.WaitFor(id, "stopped");
            host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        }
    }

    [Fact]
    public void A_stopped_container()
    {
        string id = Create();
        host.Command($"start {id}").Code.Should().Be(0);
        host.Command($"kill {id} 9").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        Check(
            id, "stopped", "cannot start a container that has stopped: '{0}'", NotRunning, NotRunning, null, NotRunning, "container not paused: '{0}' is stopped", null, InUse, InUse);
        host.Command($"ps --format json {id}").Output.Should().Be("[]\n");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void Paused_processes_stand_still_and_go_on()
    {
        string id = host.NewId(), bundle = host.Bundle("i=0; while true; do i=$((i+1)); echo $i; sleep 0.01; done");
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0);
        ContainerFixture.Eventually(() => host.Output(id).Contains('3', System.StringComparison.Ordinal));
        host.Command($"pause {id}").Code.Should().Be(0);
        string before = host.Output(id);
        ContainerFixture.Shell("sleep 0.2");
        host.Output(id).Should().Be(before);
        host.Command($"resume {id}").Code.Should().Be(0);
        ContainerFixture.Eventually(() => host.Output(id) != before);
        host.Command($"delete -f {id}").Code.Should().Be(0);
    }

    [Fact]
    public void The_processes_are_listed_as_numbers_and_as_the_table_of_ps()
    {
        string id = host.NewId(), bundle = host.Bundle("sleep 1000 & sleep 1000 & echo ready; wait");
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0);
        host.WaitForOutput(id, "ready\n");
        JsonArray pids = JsonNode.Parse(host.Command($"ps -f json {id}").Output)!.AsArray();
        pids.Should().HaveCount(3).And.Contain(pid => (int)pid! == (int)host.State(id)["pid"]!);
        string[] table = host.Command($"ps {id}").Line.Split('\n');
        table.Should().HaveCount(4);
        table[0].Should().StartWith("UID ").And.Contain(" PID ");
        host.Command($"ps {id} -o pid,comm").Line.Split('\n').Should().HaveCount(4).And.Contain(line => line.EndsWith(" sleep", System.StringComparison.Ordinal));
        host.Command($"ps {id} -o comm").LastError.Should().Be("ocirt: the table of ps has no column 'PID': its options must show one");
        host.Command($"delete -f {id}").Code.Should().Be(0);
    }

    [Fact]
    public void A_pattern_reaches_every_container_whose_name_it_is_in()
    {
        string first = Create(), second = Create(), third = Create();
        host.Command($"kill --regex '^({first}|{second})$' KILL").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(first, "stopped");
        host.WaitFor(second, "stopped");
        host.State(third)["status"]!.GetValue<string>().Should().Be("created");
        host.Command($"start {third}").Code.Should().Be(0);
        RunResult result = host.Command($"delete --regex '^({first}|{third})$'");
        result.Should().Be(Failure("1 of 2 containers failed, the first: cannot delete container {0} that is not stopped: running (--force kills it first)", third));
        host.Command($"delete --force --regex '^({second}|{third})$'").Should().Be(new RunResult(0, "", ""));
        host.Command($"delete --regex '^({first}|{second}|{third})$'").Should().Be(new RunResult(0, "", ""), because: "none is left");
        host.Command("kill --regex '('").LastError.Should().Be("ocirt: the pattern '(' is no extended regular expression");
    }

    [Fact]
    public void Checkpoints_are_refused_so_that_callers_who_ask_know()
    {
        foreach (string command in (string[])["checkpoint --help", "restore --help"])
        {
            RunResult result = host.Command(command);
            result.Code.Should().Be(1);
            result.Output.Should().BeEmpty();
            result.Error.TrimEnd('\n').Split('\n').Should().ContainSingle().Which.Should().StartWith($"ocirt: unknown command '{command.Split(' ')[0]}'");
        }
    }

    private const string InUse = "container with given ID already exists: '{0}' (below the state root '{2}')";
    private const string NotRunning = "container not running: '{0}' is stopped";

    private static RunResult Failure(string message, string id) =>
        new(1, "", "ocirt: " + string.Format(CultureInfo.InvariantCulture, message, id) + "\n");

    private string Create()
    {
        string id = host.NewId();
        host.Start($"create -b '{host.Bundle(Endless)}' {id}").Code.Should().Be(0, because: host.Output(id));
        return id;
    }

    /// <summary>Asks for every operation but delete. Null means success; what succeeds must not change the status, but for pause and resume, which come in pairs.</summary>
    private void Check(
        string id,
        string status,
        string? start,
        string? ask,
        string? signal,
        string? signalAll,
        string? pause,
        string? resume,
        string? processes,
        string? create,
        string? run)
    {
        string?[] expected = [null, start, ask, signal, signalAll, pause, resume, processes, create, run];
        host.State(id)["status"]!.GetValue<string>().Should().Be(status);
        for (int i = 0; i < s_operations.Length; i++)
        {
            if (expected[i] is null && s_operations[i].StartsWith("start", System.StringComparison.Ordinal))
            {
                continue;
            }

            if (expected[i] is null && s_operations[i].StartsWith("pause", System.StringComparison.Ordinal))
            {
                host.Command($"pause {id}").Should().Be(new RunResult(0, "", ""));
                host.Command($"resume {id}").Should().Be(new RunResult(0, "", ""));
                continue;
            }

            RunResult result = host.Command(string.Format(CultureInfo.InvariantCulture, s_operations[i], id, host.Work));
            result.Code.Should().Be(expected[i] is null ? 0 : 1, because: $"{s_operations[i]} says {result.Error}");
            result.Error.Should().Be(expected[i] is string message
                ? "ocirt: " + string.Format(CultureInfo.InvariantCulture, message, id, host.Work, host.StateRoot) + "\n"
                : "");
        }
    }
}
