// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Ocirt.Faults;

/// <summary>
/// Interrupts commands at random moments by a signal, to the command alone or to its whole process group, as a terminal
/// and engines do, and compares the machine with before. The moments follow from a seed, as far as the machine lets them.
/// </summary>
internal sealed class Interrupts(Runtime runtime, string layout, int seed, int rounds, TextWriter log)
{
    private const int Deadline = 30_000;

    /// <summary>How many times a command runs to its end, to know how long it takes.</summary>
    private const int Rehearsals = 15;

    private static readonly (string Name, int Number)[] s_signals = [("INT", Kernel.SIGINT), ("TERM", Kernel.SIGTERM), ("KILL", Kernel.SIGKILL)];

    private int _number;

    /// <summary>How many commands were started and sent a signal.</summary>
    internal int Tried { get; private set; }

    /// <summary>How many of them ended by it, or gave up because of it.</summary>
    internal int Interrupted { get; private set; }

    /// <summary>What was left, hung, or was told wrongly.</summary>
    internal List<string> Failures { get; } = [];

    /// <summary>Interrupts one operation as many times as there are rounds, by each signal and to both in turn.</summary>
    internal void Run(Operation operation)
    {
        TimeSpan usual = Rehearse(operation);

        // Every operation has numbers of its own, so that one alone can be tried again.
        Random random = new(seed ^ (operation.Name.Sum(static letter => letter) << 8));
        int tried = Tried, interrupted = Interrupted, failures = Failures.Count;
        for (int round = 0; round < rounds; round++)
        {
            (string name, int number) = s_signals[round % s_signals.Length];
            bool isGroup = round / s_signals.Length % 2 == 1;
            TimeSpan moment = usual * (random.NextDouble() * 1.5);
            if (Try(operation, number, isGroup, moment) is string complaint)
            {
                Failures.Add($"{layout} {operation.Name}: SIG{name} to the {(isGroup ? "group" : "command")} after {moment.TotalMilliseconds:0.000} ms, round {round}: {complaint}");
                log.WriteLine(Failures[^1]);
            }
        }

        log.WriteLine($"{layout} {operation.Name}: {Tried - tried} signals within {usual.TotalMilliseconds * 1.5:0.0} ms, {Interrupted - interrupted} interrupted, {Failures.Count - failures} failures");
    }

    /// <summary>How long the command usually takes.</summary>
    private TimeSpan Rehearse(Operation operation)
    {
        List<TimeSpan> times = [];
        for (int i = 0; i < Rehearsals; i++)
        {
            string id = NextId();
            HostState before = HostState.Take(runtime.Directories);
            runtime.Prepare(operation, id);
            using PseudoTerminal? terminal = operation.OnTerminal ? new() : null;
            long start = Stopwatch.GetTimestamp();
            int? code = Kernel.Wait(Spawn(operation, id, terminal), Deadline, terminal);
            times.Add(Stopwatch.GetElapsedTime(start));
            if (code != 0)
            {
                throw new IOException($"'{operation.Name}' fails without a signal: exit code {code}: {Output(terminal)}");
            }

            runtime.Console.HangUp();
            if (Delete(id, before) is string complaint && i != 0)
            {
                throw new IOException($"'{operation.Name}' leaves something without a signal: {complaint}");
            }
        }

        times.Sort();
        return times[Rehearsals / 2];
    }

    private string? Try(Operation operation, int signal, bool isGroup, TimeSpan moment)
    {
        string id = NextId();
        HostState before = HostState.Take(runtime.Directories);
        runtime.Prepare(operation, id);
        HostState prepared = HostState.Take(runtime.Directories);
        using PseudoTerminal? terminal = operation.OnTerminal ? new() : null;
        long start = Stopwatch.GetTimestamp();
        int pid = Spawn(operation, id, terminal);
        while (Stopwatch.GetElapsedTime(start) < moment)
        {
            // No sleep is short enough.
        }

        // SAFETY: the number stays the child's until it is waited for below, and the group is the child's own.
        _ = Kernel.kill(isGroup ? -pid : pid, signal);
        int? code = Kernel.Wait(pid, Deadline, terminal);
        Tried++;
        Interrupted += code > 128 ? 1 : 0;
        string output = Output(terminal);
        runtime.Console.HangUp();
        string? complaint = code switch
        {
            null => "hangs",
            0 => null,
            _ when code != 128 + signal => $"exit code {code}: {output}",
            _ when signal == Kernel.SIGKILL => null,
            _ when terminal is not null && terminal.Settings() != terminal.InitialSettings => "the terminal is not as before",
            _ => Contradiction(operation, before, output),
        };
        if (operation.Command[0] == "exec" && code != 0 && (signal != Kernel.SIGKILL || !operation.Command.Contains("--detach")))
        {
            complaint ??= Compare(prepared);
        }

        // What was started and not told of, since the command was killed, is part of the container.
        complaint ??= Delete(id, before);
        if (complaint is not null)
        {
            Delete(id, before);
            before.TakeAway(runtime.Directories);
        }

        return complaint;
    }

    /// <summary>What is untrue of the words of a command that gave up; one that was not that far has none.</summary>
    private string? Contradiction(Operation operation, HostState before, string output)
    {
        string told = output.TrimEnd();
        return operation.Command[0] switch
        {
            "create" or "run" when told.Length == 0 || (told.StartsWith("ocirt: interrupted by SIG", StringComparison.Ordinal) && told.EndsWith(", nothing of the container is left", StringComparison.Ordinal)) =>
                Compare(before),
            "exec" when told.Length == 0 || (told.StartsWith("ocirt: interrupted by SIG", StringComparison.Ordinal) && told.EndsWith(", the process was not started", StringComparison.Ordinal)) => null,
            _ when told.Length == 0 => null,
            _ => $"says: {told}",
        };
    }

    private string? Delete(string id, HostState before)
    {
        int? code = runtime.Run(["delete", "--force", "@id"], id);
        return code is null ? "delete --force hangs"
            : code != 0 || runtime.Output.Length != 0 ? $"delete --force: exit code {code}: {runtime.Output}"
            : Compare(before);
    }

    private string? Compare(HostState before)
    {
        IReadOnlyList<string> left = before.Leftovers(runtime.Directories), missing = left.Count == 0 ? before.Missing(runtime.Directories) : [];
        return left.Count != 0 ? $"left over: {string.Join(", ", left.Take(6))}"
            : missing.Count != 0 ? $"taken away: {string.Join(", ", missing.Take(6))}"
            : null;
    }

    private int Spawn(Operation operation, string id, PseudoTerminal? terminal) => Kernel.SpawnSession(
        runtime.Line(operation.Command, id), terminal?.Device ?? "/dev/null", terminal?.Device ?? runtime.OutputFile);

    private string Output(PseudoTerminal? terminal)
    {
        terminal?.Drain();
        return terminal is null ? runtime.Output : terminal.Shown;
    }

    private string NextId() => $"fault-{++_number}";
}
