// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// Two commands on one id at the same time, one of them a little later: each ends in one of few ways and says so in the
/// known words, and 'delete --force' leaves nothing. OCIRT_PAIR_ROUNDS and OCIRT_PAIR_SEED ask for more and for other moments.
/// </summary>
public sealed class PairTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "while true; do sleep 0.05; done";

    /// <summary>How much later one of the two begins at most, in microseconds: longer than any of them takes on an idle machine.</summary>
    private const int LongestDelay = 12_000;

    private const string Done = "0";
    private const string Killed = "137";
    private const string WasKilled = "1 the container's first process ended while it waited for start: killed by signal 9";
    private const string Missing = "1 container does not exist: '{0}'";
    private const string InUse = "1 container with given ID already exists: '{0}' (below the state root '{1}')";
    private const string NotRunning = "1 container not running: '{0}' is stopped";
    private const string IsPaused = "1 container not running: '{0}' is paused";
    private const string IsCreating = "1 container not running: '{0}' is creating";
    private const string NotStopped = "1 cannot delete container {0} that is not stopped: running (--force kills it first)";
    private const string HasStopped = "1 cannot start a container that has stopped: '{0}'";
    private const string HasEnded = "1 container not running: '{0}' has ended, and has no limits to change";
    private const string NoEvents = "1 container not running: '{0}' has ended, nothing happens to it any more";

    private static readonly string[] s_nothing = [];
    private static readonly string[] s_created = ["create --bundle {2} {0}"];
    private static readonly string[] s_running = [.. s_created, "start {0}"];
    private static readonly string[] s_paused = [.. s_running, "pause {0}"];
    private static readonly string[] s_exec =
    [
        Done, Killed, "255 container does not exist: '{0}'", "255 container is not running: '{0}'", "255 cannot exec in a stopped container: '{0}'",
        "255 cannot exec in a container that is being created: '{0}'",
    ];

    private static readonly Dictionary<string, Pair> s_pairs = new()
    {
        ["create, create"] = new(s_nothing, s_created[0], [Done, InUse], s_created[0], [Done, InUse], OneIsDone: true),
        ["run, run"] = new(s_nothing, "run --detach --bundle {2} {0}", [Done, InUse], "run --detach --bundle {2} {0}", [Done, InUse], OneIsDone: true),
        ["create, kill"] = new(s_nothing, s_created[0], [Done, WasKilled], "kill {0} KILL", [Done, Missing, IsCreating]),
        ["create, state"] = new(s_nothing, s_created[0], [Done], "state {0}", [Done, Missing]),
        ["create, delete --force"] = new(
            s_nothing, s_created[0], [Done, WasKilled], "delete --force {0}", [Done]),
        ["run, delete --force"] = new(s_nothing, "run --bundle {2} {0}", [Done, Killed], "delete --force {0}", [Done], Program: "sleep 0.1"),
        ["start, start"] = new(
            s_created, "start {0}", [Done, "1 cannot start an already running container: '{0}'"], "start {0}", [Done, "1 cannot start an already running container: '{0}'"], OneIsDone: true),
        ["start, delete"] = new(s_created, "start {0}", [Done, Missing], "delete {0}", [Done, NotStopped], OneIsDone: true),
        ["start, delete --force"] = new(s_created, "start {0}", [Done, Missing, HasStopped], "delete --force {0}", [Done]),
        ["start, kill"] = new(s_created, "start {0}", [Done, HasStopped], "kill {0} KILL", [Done]),
        ["start, pause"] = new(s_created, "start {0}", [Done, "1 cannot start a container in the paused state: '{0}'"], "pause {0}", [Done]),
        ["start, exec"] = new(s_created, "start {0}", [Done], "exec {0} true", [Done]),
        ["kill, kill"] = new(s_running, "kill {0} KILL", [Done, NotRunning], "kill {0} KILL", [Done, NotRunning]),
        ["kill, delete"] = new(s_running, "kill {0} KILL", [Done, Missing], "delete {0}", [Done, NotStopped]),
        ["kill --all, delete --force"] = new(s_running, "kill --all {0} KILL", [Done, Missing, IsCreating], "delete --force {0}", [Done]),
        ["exec, kill"] = new(s_running, "exec {0} true", s_exec, "kill {0} KILL", [Done]),
        ["exec, delete --force"] = new(s_running, "exec {0} true", s_exec, "delete --force {0}", [Done]),
        ["exec, pause"] = new(
            s_running, "exec {0} true", [Done, "255 cannot exec in a paused container: '{0}' (--ignore-paused starts it once the container is resumed)"], "pause {0}", [Done], Behind: "resume {0}"),
        ["pause, pause"] = new(s_running, "pause {0}", [Done, IsPaused], "pause {0}", [Done, IsPaused], OneIsDone: true),
        ["pause, kill"] = new(s_running, "pause {0}", [Done, NotRunning], "kill {0} KILL", [Done], Ends: true),
        ["pause, delete --force"] = new(s_running, "pause {0}", [Done, Missing, NotRunning], "delete --force {0}", [Done]),
        ["resume, kill"] = new(
            s_paused, "resume {0}", [Done, "1 container not paused: '{0}' is stopped", "1 container not paused: '{0}' is running"], "kill {0} KILL", [Done], Ends: true),
        ["resume, delete --force"] = new(
            s_paused, "resume {0}", [Done, Missing, "1 container not paused: '{0}' is stopped", "1 container not paused: '{0}' is running"], "delete --force {0}", [Done]),
        ["update, update"] = new(s_running, "update {3} {0}", [Done], "update {3} {0}", [Done]),
        ["update, kill"] = new(s_running, "update {3} {0}", [Done, HasEnded], "kill {0} KILL", [Done]),
        ["update, delete --force"] = new(s_running, "update {3} {0}", [Done, Missing, HasEnded], "delete --force {0}", [Done]),
        ["state, delete --force"] = new(s_running, "state {0}", [Done, Missing], "delete --force {0}", [Done]),
        ["list, create"] = new(s_nothing, "list", [Done], s_created[0], [Done]),
        ["list, delete --force"] = new(s_running, "list", [Done], "delete --force {0}", [Done]),
        ["ps, kill"] = new(s_running, "ps --format json {0}", [Done], "kill {0} KILL", [Done]),
        ["ps, delete --force"] = new(s_running, "ps --format json {0}", [Done, Missing], "delete --force {0}", [Done]),
        ["events, delete --force"] = new(s_running, "events --stats {0}", [Done, Missing, NoEvents], "delete --force {0}", [Done]),
        ["events that follow, delete --force"] = new(s_running, "events --interval 1s {0}", [Done, Missing, NoEvents], "delete --force {0}", [Done]),
        ["delete, delete"] = new(s_created, "delete {0}", [Done, Missing], "delete {0}", [Done, Missing], OneIsDone: true),
        ["delete --force, create"] = new(s_running, "delete --force {0}", [Done], s_created[0], [Done, InUse]),
    };

    /// <summary>The pairs.</summary>
    public static TheoryData<string> Names { get; } = [.. s_pairs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_commands_at_once_end_in_known_ways_and_leave_nothing(string name)
    {
        Pair pair = s_pairs[name];
        string bundle = host.Bundle(pair.Program);

        // Every pair has numbers of its own, so that one alone can be tried again.
        Random random = new(Setting("OCIRT_PAIR_SEED", 1) ^ (name.Sum(static letter => letter) << 8));
        for (int round = Setting("OCIRT_PAIR_ROUNDS", 2); round > 0; round--)
        {
            int delay = random.Next(-LongestDelay, LongestDelay);
            Try(pair, bundle, delay, $"of '{name}', the second {delay} microseconds after the first");
        }
    }

    private void Try(Pair pair, string bundle, int delay, string because)
    {
        string id = host.NewId();
        string update = ContainerFixture.IsUnified ? $"--resources '{UnifiedLimits()}'" : "--pids-limit 50";
        string Fill(string text) => string.Format(CultureInfo.InvariantCulture, text, id, host.StateRoot, bundle, update);
        string before = string.Concat(pair.Before.Select(command => Quiet(Fill(command), "before") + " || exit 1; "));
        ContainerFixture.Shell(
            before + Later(-delay, Quiet(Fill(pair.First), "first") + Told("first"))
            + Later(delay, Quiet(Fill(pair.Second), "second") + Told("second") + (pair.Behind is null ? "" : "; sleep 0.02; " + Quiet(Fill(pair.Behind), "behind"))) + "wait")
            .Should().Be(new RunResult(0, "", ""), because);

        string first = Outcome("first"), second = Outcome("second");
        pair.FirstMay.Select(Fill).Should().Contain(first, because);
        pair.SecondMay.Select(Fill).Should().Contain(second, because);
        if (pair.OneIsDone)
        {
            (first == Done).Should().NotBe(second == Done, because);
        }

        if (pair.Ends)
        {
            host.WaitFor(id, "stopped");
        }

        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""), because);
        Directory.Exists(Path.Combine(host.StateRoot, id)).Should().BeFalse(because);
        EnumerationOptions deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true };
        Directory.EnumerateDirectories("/sys/fs/cgroup", "*" + id, deep).Should().BeEmpty(because);
    }

    /// <summary>A command, all that it and its container print going to files.</summary>
    private string Quiet(string arguments, string name) =>
        $"{host.CommandLine(arguments)} </dev/null >'{host.Work}/{name}.out' 2>'{host.Work}/{name}.err'";

    private string Told(string name) => $"; echo $? >'{host.Work}/{name}.code'";

    private static string Later(int microseconds, string command) => $"( sleep 0.{Math.Max(microseconds, 0):D6}; {command} ) & ";

    /// <summary>The exit code, and behind it the one line that was said.</summary>
    private string Outcome(string name)
    {
        string said = File.ReadAllText($"{host.Work}/{name}.err");
        const string Prefix = "ocirt: ";
        return File.ReadAllText($"{host.Work}/{name}.code").TrimEnd() + (said.StartsWith(Prefix, StringComparison.Ordinal) ? " " + said[Prefix.Length..^1] : said);
    }

    private string UnifiedLimits()
    {
        string file = Path.Combine(host.Work, "limits.json");
        File.WriteAllText(file, """{ "unified": { "cgroup.max.depth": "50" } }""");
        return file;
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : usual;

    /// <summary>Two commands: {0} in them is the id, {1} the state root, {2} the bundle, {3} a change of limits.</summary>
    /// <param name="Before">The commands that come before both.</param>
    /// <param name="First">The one.</param>
    /// <param name="FirstMay">How it may end: an exit code, and what it says.</param>
    /// <param name="Second">The other.</param>
    /// <param name="SecondMay">How that may end.</param>
    /// <param name="OneIsDone">Whether exactly one of them succeeds.</param>
    /// <param name="Ends">Whether the container ends of it.</param>
    /// <param name="Behind">What follows the second, and may fail.</param>
    /// <param name="Program">The program of the container.</param>
    private sealed record Pair(
        string[] Before,
        string First,
        string[] FirstMay,
        string Second,
        string[] SecondMay,
        bool OneIsDone = false,
        bool Ends = false,
        string? Behind = null,
        string Program = Endless);
}
