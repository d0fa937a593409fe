// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Ocirt.Faults;

/// <summary>
/// Goes through the points of every operation, each with each fault, and writes one line for each into a file, by which
/// an interrupted campaign goes on where it was.
/// </summary>
internal sealed class Campaign(Runtime runtime, string layout, string resultFile, TextWriter log)
{
    private static readonly Fault[] s_errors = [Fault.EIO, Fault.ENOMEM, Fault.EPERM, Fault.EINTR];

    private static readonly Fault[] s_signals = [Fault.Terminate];

    private readonly HashSet<string> _done = File.Exists(resultFile)
        ? [.. File.ReadLines(resultFile).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])]
        : [];

    private int _number;

    /// <summary>How many points there are, over all operations.</summary>
    internal int Points { get; private set; }

    /// <summary>How many times a fault was tried in this run.</summary>
    internal int Tried { get; private set; }

    /// <summary>The points at which something was left or hung, in this run.</summary>
    internal List<string> Failures { get; } = [];

    /// <summary>Goes through one operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="isShort">Whether only some points are tried, each with one fault.</param>
    internal void Run(Operation operation, bool isShort)
    {
        List<Point> points = Enumerate(operation);
        Points += points.Count;
        log.WriteLine($"{layout} {operation.Name}: {points.Count} points");
        HashSet<uint> programs = HostState.Programs();
        for (int i = 0; i < points.Count; i++)
        {
            foreach (Fault fault in Faults(points[i], i, isShort))
            {
                string name = $"{layout} {operation.Name} {points[i]} {fault}";
                if (_done.Add(name))
                {
                    Try(operation, points[i], fault, name);
                }
            }
        }

        // KERNEL: the programs of a removed cgroup go when a work queue has the time, which a busy machine gives it late.
        long end = Environment.TickCount64 + 180_000;
        while (HostState.Programs().Except(programs).Any() && Environment.TickCount64 < end)
        {
            // Programs of other containers of this host come and go.
            Thread.Sleep(100);
        }

        uint[] left = [.. HostState.Programs().Except(programs)];
        if (left.Length != 0)
        {
            Fail($"{layout} {operation.Name}", $"{left.Length} BPF programs are left, the first {left[0]}");
        }
    }

    /// <summary>The points of an operation: the first run may make what stays for all, a cache; the second counts.</summary>
    private List<Point> Enumerate(Operation operation)
    {
        List<Point> points = [];
        for (int i = 0; i < 2; i++)
        {
            string id = NextId();
            HostState before = HostState.Take(runtime.Directories);
            runtime.Prepare(operation, id);
            Tracer tracer = Trace(operation, id, null, Fault.Kill);
            points = tracer.Points;
            if (tracer.ExitCode != 0)
            {
                throw new IOException($"'{operation.Name}' fails without a fault: exit code {tracer.ExitCode}: {runtime.Output}");
            }

            string? complaint = Complaint(before, id);
            if (complaint is not null && i != 0)
            {
                throw new IOException($"'{operation.Name}' leaves something without a fault: {complaint}");
            }
        }

        return points;
    }

    /// <summary>
    /// What is tried at a point. The short form takes every fourth point, others in each layout, and the faults in turn.
    /// </summary>
    private Fault[] Faults(Point point, int index, bool isShort)
    {
        Fault[] all =
        [
            Fault.Kill,
            .. SystemCalls.CanFail(point.Call) ? s_errors : [],
            .. point.Role == "brain" ? s_signals : [],
        ];
        if (!isShort)
        {
            return all;
        }

        bool isChosen = index % 4 == (layout == "v2" ? 0 : 2);
        int turn = index / 4;
        return !isChosen ? [] : turn % 2 == 0 ? [Fault.Kill] : [all[turn / 2 % all.Length]];
    }

    private void Try(Operation operation, Point point, Fault fault, string name)
    {
        string id = NextId();
        HostState before = HostState.Take(runtime.Directories);
        runtime.Prepare(operation, id);
        long start = Environment.TickCount64;
        Tracer tracer = Trace(operation, id, point, fault);
        string output = runtime.Output;
        Tried++;
        string? complaint = tracer.Hung ? "hangs" : null;
        string? left = Complaint(before, id);
        if (complaint is not null || left is not null)
        {
            Fail(name, $"{complaint ?? left}; exit code {tracer.ExitCode}: {output.ReplaceLineEndings(" ")}");
            before.TakeAway(runtime.Directories);
        }
        else
        {
            string outcome = tracer.Reached ? $"clean, exit code {tracer.ExitCode}" : "not reached";
            File.AppendAllText(resultFile, $"{name}: {outcome}, {Environment.TickCount64 - start} ms: {output.ReplaceLineEndings(" ")}\n");
        }

        if (Tried % 100 == 0)
        {
            log.WriteLine($"{name}: {Tried} tried, {Failures.Count} failures");
        }
    }

    private Tracer Trace(Operation operation, string id, Point? target, Fault fault)
    {
        using PseudoTerminal? terminal = operation.OnTerminal ? new() : null;
        Tracer tracer = Tracer.Run(runtime.Line(operation.Command, id), runtime.OutputFile, Init(operation, id), terminal?.Device, target, fault);
        runtime.Console.HangUp();
        return tracer;
    }

    /// <summary>Deletes the container by force and compares the machine with before.</summary>
    private string? Complaint(HostState before, string id)
    {
        int? code = runtime.Run(["delete", "--force", "@id"], id);
        if (code != 0)
        {
            return code is null ? "delete --force hangs" : $"delete --force: exit code {code}: {runtime.Output}";
        }

        IReadOnlyList<string> left = before.Leftovers(runtime.Directories);
        if (left.Count != 0)
        {
            return $"left over: {string.Join(", ", left.Take(6))}";
        }

        IReadOnlyList<string> missing = before.Missing(runtime.Directories);
        return missing.Count == 0 ? null : $"taken away: {string.Join(", ", missing.Take(6))}";
    }

    private void Fail(string name, string complaint)
    {
        string line = $"{name}: FAILED {complaint}";
        Failures.Add(line);
        log.WriteLine(line);
        File.AppendAllText(resultFile, line + "\n");
    }

    private int Init(Operation operation, string id) => operation.WithInit ? runtime.Pid(id) : 0;

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"fault-{++_number}");
}
