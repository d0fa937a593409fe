// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The processes of a container: those of its cgroup.</summary>
public static class ContainerProcesses
{
    private const int TableLimit = 64 << 20;
    private const int TableDeadline = 30_000;
    private const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Lists the pids, as this process sees them, sorted.</summary>
    /// <exception cref="ContainerException">There is no such container, or its cgroup cannot be read.</exception>
    public static List<int> Read(StateStore store, string id)
    {
        using Container container = Container.Open(store, id);
        try
        {
            using Cgroup cgroup = container.OpenCgroup();
            List<int> pids = cgroup.Processes();
            pids.Sort();
            return pids;
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    /// <summary>The table of ps(1), with the heading and the lines of some processes.</summary>
    /// <param name="pids">The processes.</param>
    /// <param name="arguments">The options of ps.</param>
    /// <exception cref="ContainerException">There is no ps, it fails, or its table has no column PID.</exception>
    public static string Table(List<int> pids, IReadOnlyList<string> arguments) =>
        Filter(Encoding.UTF8.GetString(RunPs(arguments)), pids);

    /// <summary>Keeps the heading of a table and the lines of some processes.</summary>
    internal static string Filter(string table, List<int> pids)
    {
        StringBuilder kept = new();
        int column = -1;
        foreach (ReadOnlySpan<char> line in table.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
            {
                continue;
            }

            if (column < 0)
            {
                column = Find(line, "PID");
                kept.Append(line).Append('\n');
            }
            else if (int.TryParse(Word(line, column), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pids.BinarySearch(pid) >= 0)
            {
                kept.Append(line).Append('\n');
            }
        }

        return kept.ToString();
    }

    private static int Find(ReadOnlySpan<char> heading, string name)
    {
        for (int column = 0; ; column++)
        {
            ReadOnlySpan<char> word = Word(heading, column);
            if (word.IsEmpty)
            {
                throw new ContainerException(FailureKind.Host, $"the table of ps has no column '{name}': its options must show one");
            }

            if (word.SequenceEqual(name))
            {
                return column;
            }
        }
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> line, int index)
    {
        while (true)
        {
            line = line.TrimStart();
            int end = line.IndexOfAny(' ', '\t');
            ReadOnlySpan<char> word = end < 0 ? line : line[..end];
            if (index-- == 0 || end < 0)
            {
                return index < 0 ? word : [];
            }

            line = line[end..];
        }
    }

    private static byte[] RunPs(IReadOnlyList<string> arguments)
    {
        using FileDescriptor program = FindPs();
        using FileDescriptor table = SealedMemfd.CreateUnsealed("ps");
        string[] all = new string[arguments.Count + 1];
        all[0] = "ps";
        for (int i = 0; i < arguments.Count; i++)
        {
            all[i + 1] = arguments[i];
        }

        using ChildProcess process = ChildProcess.Open(Spawn.Start(program, all, [(table.Value, 1)]));
        if (!process.WaitForEnd(TableDeadline))
        {
            process.TrySignal(Signal.SIGKILL);
            process.Wait();
            throw new ContainerException(FailureKind.Host, $"ps did not end within {TableDeadline / 1000} s");
        }

        ExitStatus status = process.Wait();
        if (status.ShellCode != 0)
        {
            throw new ContainerException(FailureKind.Host, $"ps failed with exit code {status.ShellCode}");
        }

        using FileDescriptor written = FileDescriptor.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{table.Value}"), Fcntl.O_RDONLY);
        return written.ReadAllBytes(TableLimit);
    }

    private static FileDescriptor FindPs()
    {
        string path = Environment.GetEnvironmentVariable("PATH") is { Length: > 0 } given ? given : UsualPath;
        foreach (string directory in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (FileDescriptor.TryOpen(directory + "/ps", Fcntl.O_RDONLY, out _) is FileDescriptor program)
            {
                return program;
            }
        }

        throw new ContainerException(FailureKind.Host, "ps: executable file not found in $PATH ('--format json' does without it)");
    }
}
