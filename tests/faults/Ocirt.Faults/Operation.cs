// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Ocirt.Faults;

/// <summary>One command of the runtime, with what has to be there before it.</summary>
/// <param name="Name">The name that the campaign and its results use.</param>
/// <param name="Before">The commands that bring the container into the state that this one needs.</param>
/// <param name="Command">The command in which faults happen.</param>
/// <param name="WithInit">Whether the container's first process takes part: it waits for 'start'.</param>
/// <param name="Controller">The cgroup controller that it needs, or 'unified' for version 2; empty for none.</param>
/// <param name="OnTerminal">Whether the command runs in the foreground on a terminal.</param>
internal sealed record Operation(
    string Name, string[][] Before, string[] Command, bool WithInit = false, string Controller = "", bool OnTerminal = false)
{
    private static readonly string[] s_create = ["create", "--bundle", "@sleeping", "@id"];
    private static readonly string[] s_start = ["start", "@id"];
    private static readonly string[] s_kill = ["kill", "@id", "KILL"];
    private static readonly string[] s_pause = ["pause", "@id"];

    /// <summary>Everything that changes a container.</summary>
    internal static IReadOnlyList<Operation> All { get; } =
    [
        new("create", [], s_create),
        new("start", [s_create], s_start, WithInit: true),
        new("run", [], ["run", "--bundle", "@short", "@id"]),
        new("run-detached", [], ["run", "--detach", "--bundle", "@sleeping", "@id"]),
        new("exec", [s_create, s_start], ["exec", "@id", "/bin/true"]),
        new("exec-detached", [s_create, s_start], ["exec", "--detach", "@id", "/bin/sleep", "1000"]),
        new("kill", [s_create, s_start], s_kill),
        new("pause", [s_create, s_start], s_pause),
        new("resume", [s_create, s_start, s_pause], ["resume", "@id"]),
        new("update", [s_create, s_start], ["update", "--pids-limit", "50", "@id"], Controller: "pids"),
        new("delete", [s_create, s_start, s_kill, ["wait"]], ["delete", "@id"]),
        new("delete-created", [s_create], ["delete", "--force", "@id"]),
        new("delete-running", [s_create, s_start], ["delete", "--force", "@id"]),
        new("delete-paused", [s_create, s_start, s_pause], ["delete", "--force", "@id"]),
        new("create-hooked", [], ["create", "--bundle", "@hooked", "@id"]),
        new("start-hooked", [["create", "--bundle", "@hooked", "@id"]], s_start, WithInit: true),
        new("delete-hooked", [["create", "--bundle", "@hooked", "@id"], s_start], ["delete", "--force", "@id"]),
        new("create-mapped", [], ["create", "--bundle", "@mapped", "@id"]),
        new("create-shared", [], ["create", "--bundle", "@shared", "@id"]),
        new("delete-shared", [["create", "--bundle", "@shared", "@id"], s_start], ["delete", "--force", "@id"]),
        new("create-terminal", [], ["create", "--bundle", "@terminal", "--console-socket", "@socket", "@id"]),
        new("run-terminal", [], ["run", "--bundle", "@shown", "@id"], OnTerminal: true),
        new("run-detached-terminal", [], ["run", "--detach", "--bundle", "@terminal", "--console-socket", "@socket", "@id"]),
        new("exec-terminal", [s_create, s_start], ["exec", "--tty", "@id", "/bin/true"], OnTerminal: true),
        new("exec-socket", [s_create, s_start], ["exec", "--tty", "--detach", "--console-socket", "@socket", "@id", "/bin/sleep", "1000"]),
        new("update-unified", [s_create, s_start], ["update", "--resources", "@limits.json", "@id"], Controller: "unified"),
    ];

    /// <summary>What is interrupted at random moments: all that an engine starts and may have to give up, one for each way to a terminal.</summary>
    internal static IReadOnlyList<Operation> Interruptible { get; } =
        [.. All.Where(static operation => operation.Name is "create" or "start" or "run" or "run-detached" or "exec" or "exec-detached" or "delete" or "delete-running"
            or "create-hooked" or "create-terminal" or "run-terminal" or "run-detached-terminal" or "exec-terminal" or "exec-socket")];

    /// <summary>Whether this machine has what the operation needs.</summary>
    internal bool IsPossible
    {
        get
        {
            const string Controllers = "/sys/fs/cgroup/cgroup.controllers";
            return Controller.Length == 0
                || (Controller == "unified" && File.Exists(Controllers))
                || Directory.Exists($"/sys/fs/cgroup/{Controller}")
                || (File.Exists(Controllers) && File.ReadAllText(Controllers).Split([' ', '\n']).Contains(Controller));
        }
    }
}

/// <summary>The runtime under test, with a directory for its state and one for each bundle.</summary>
internal sealed class Runtime(string ocirt, string work, bool withSystemd) : IDisposable
{
    private const int Deadline = 30_000;

    /// <summary>The directories that belong to what is compared.</summary>
    internal string[] Directories { get; } = [Path.Combine(work, "state"), Path.Combine(work, "bundles")];

    /// <summary>The output of the last command.</summary>
    internal string Output => File.Exists(OutputFile) ? File.ReadAllText(OutputFile).TrimEnd() : string.Empty;

    /// <summary>The file that commands write to.</summary>
    internal string OutputFile { get; } = Path.Combine(work, "output");

    /// <summary>The socket for terminals of commands that do not wait.</summary>
    internal ConsoleSocket Console { get; } = new(Path.Combine(work, "console.sock"));

    /// <inheritdoc/>
    public void Dispose() => Console.Dispose();

    /// <summary>Whether the runtime has a command.</summary>
    internal bool Has(string command) => Run(["help", command], "none") == 0;

    /// <summary>A command line in full.</summary>
    internal string[] Line(string[] command, string id) =>
    [
        ocirt, "--root", Directories[0], .. withSystemd ? ["--systemd-cgroup"] : Array.Empty<string>(),
        .. command.Select(word => word switch
        {
            "@id" => id,
            "@socket" => Console.Path,
            _ when word[0] == '@' => Path.Combine(Directories[1], word[1..]),
            _ => word,
        }),
    ];

    /// <summary>Runs a command without faults.</summary>
    /// <returns>The exit code; null when it did not end in time.</returns>
    internal int? Run(string[] command, string id)
    {
        (int pid, _) = Kernel.Spawn(Line(command, id), OutputFile, withInput: false);
        return Kernel.Wait(pid, Deadline);
    }

    /// <summary>Brings a container into the state that an operation needs.</summary>
    internal void Prepare(Operation operation, string id)
    {
        foreach (string[] command in operation.Before)
        {
            if (command is ["wait"])
            {
                WaitForEnd(id);
            }
            else if (Run(command, id) != 0)
            {
                throw new IOException($"'{string.Join(' ', command)}' fails without a fault: {Output}");
            }
        }
    }

    /// <summary>The container's first process, as 'state' tells it; 0 for none.</summary>
    internal int Pid(string id) => State(id) is JsonDocument state ? state.RootElement.GetProperty("pid").GetInt32() : 0;

    private void WaitForEnd(string id)
    {
        long end = Environment.TickCount64 + Deadline;
        while (State(id)?.RootElement.GetProperty("status").GetString() != "stopped" && Environment.TickCount64 < end)
        {
            Kernel.Reap();
        }
    }

    private JsonDocument? State(string id)
    {
        if (Run(["state", "@id"], id) != 0)
        {
            return null;
        }

        string text = Output;
        return text.StartsWith('{') ? JsonDocument.Parse(text) : null;
    }
}
