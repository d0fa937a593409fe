// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Ocirt.Faults;

/// <summary>
/// Everything of this machine that a container could leave behind. The driver has namespaces and cgroups of its own, so
/// what is listed here is its own doing.
/// </summary>
internal sealed class HostState
{
    /// <summary>How long what is ending may take to be gone, in milliseconds.</summary>
    private const int Patience = 5_000;

    /// <summary>The same for keyrings: the kernel collects those of dead processes when it finds the time.</summary>
    private const int PatienceForKeyrings = 60_000;

    private const string Keyring = "keyring ";

    private readonly HashSet<string> _things;

    private HostState(HashSet<string> things) => _things = things;

    /// <summary>Looks at the machine.</summary>
    /// <param name="directories">Directories whose whole content belongs to the state.</param>
    internal static HostState Take(IEnumerable<string> directories)
    {
        Kernel.Reap();
        HashSet<string> things = [.. Processes(), .. Mounts(), .. Devices(), .. Keyrings()];
        foreach (string directory in directories.Concat(CgroupMounts()))
        {
            things.UnionWith(Tree(directory));
        }

        return new HostState(things);
    }

    /// <summary>Waits until nothing is there that was not there before.</summary>
    /// <returns>What is left in the end; empty when all is gone.</returns>
    internal IReadOnlyList<string> Leftovers(IReadOnlyList<string> directories)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            List<string> left = [.. Take(directories)._things.Except(_things).Order(StringComparer.Ordinal)];
            bool isKeyring = left.TrueForAll(thing => thing.StartsWith(Keyring, StringComparison.Ordinal));
            if (left.Count == 0 || Environment.TickCount64 - start > (isKeyring ? PatienceForKeyrings : Patience))
            {
                return left;
            }

            Thread.Sleep(5);
        }
    }

    /// <summary>What is gone that was there before: nothing may take away what is not its own.</summary>
    internal IReadOnlyList<string> Missing(IReadOnlyList<string> directories) =>
        [.. _things.Except(Take(directories)._things).Where(thing => !thing.StartsWith(Keyring, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Takes away by hand what is there that was not there before, so that the next try starts clean.</summary>
    internal void TakeAway(IReadOnlyList<string> directories)
    {
        for (int i = 0; i < 20; i++)
        {
            IReadOnlyList<string> left = Leftovers(directories);
            foreach (string thing in left.Reverse())
            {
                string[] words = thing.Split(' ');
                try
                {
                    switch (words[0])
                    {
                        case "process" when int.Parse(words[1], CultureInfo.InvariantCulture) > 1:
                            Kernel.kill(int.Parse(words[1], CultureInfo.InvariantCulture), Kernel.SIGKILL);
                            break;
                        case "directory" when words[1].StartsWith("/sys/", StringComparison.Ordinal):
                            Thaw(words[1]);
                            Directory.Delete(words[1]);
                            break;
                        case "directory":
                            Directory.Delete(words[1], recursive: true);
                            break;
                        case "file":
                            File.Delete(words[1]);
                            break;
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // Not yet: a process in it has to end first.
                }
            }

            if (left.Count == 0)
            {
                return;
            }
        }

        throw new IOException("what a container left cannot be taken away");
    }

    private static void Thaw(string cgroup)
    {
        foreach ((string file, string value) in new[] { ("freezer.state", "THAWED"), ("cgroup.freeze", "0") })
        {
            if (File.Exists(Path.Combine(cgroup, file)))
            {
                File.WriteAllText(Path.Combine(cgroup, file), value);
            }
        }
    }

    /// <summary>The BPF programs of the whole host, by number: others may come and go.</summary>
    internal static HashSet<uint> Programs()
    {
        HashSet<uint> programs = [];
        for (uint program = Kernel.NextProgram(0); program != 0; program = Kernel.NextProgram(program))
        {
            programs.Add(program);
        }

        return programs;
    }

    private static IEnumerable<string> Processes()
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                || pid == Environment.ProcessId)
            {
                continue;
            }

            string command;
            try
            {
                string status = File.ReadAllText($"{directory}/stat");
                command = status[status.LastIndexOf(')')..].StartsWith(") Z", StringComparison.Ordinal)
                    ? string.Empty
                    : File.ReadAllText($"{directory}/comm").TrimEnd();
            }
            catch (IOException)
            {
                continue;
            }

            if (command.Length != 0)
            {
                yield return $"process {pid} '{command}'";
            }
        }
    }

    private static IEnumerable<string> Mounts() =>
        from line in File.ReadLines("/proc/self/mountinfo")
        let words = line.Split(' ')
        select $"mount {words[4]}";

    private static IEnumerable<string> Devices() =>
        from line in File.ReadLines("/proc/self/net/dev").Skip(2)
        select $"network device {line.Split(':')[0].Trim()}";

    /// <summary>Session keyrings by name. Those of other programs of the host do not carry the driver's names.</summary>
    private static IEnumerable<string> Keyrings() =>
        from line in File.ReadLines("/proc/keys")
        where line.Contains("fault-", StringComparison.Ordinal)
        select $"{Keyring}{line[(line.IndexOf("keyring", StringComparison.Ordinal) + 7)..].Trim()}";

    private static IEnumerable<string> CgroupMounts() =>
        from line in File.ReadLines("/proc/self/mountinfo")
        let separator = line.IndexOf(" - cgroup", StringComparison.Ordinal)
        where separator > 0
        select line.Split(' ')[4];

    private static List<string> Tree(string directory)
    {
        List<string> found = [];
        Queue<string> open = new([directory]);
        while (open.TryDequeue(out string? current))
        {
            try
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(current).EnumerateFileSystemInfos())
                {
                    bool isDirectory = entry is DirectoryInfo && entry.LinkTarget is null;
                    if (isDirectory)
                    {
                        open.Enqueue(entry.FullName);
                    }

                    // The files of a cgroup come with its directory.
                    if (isDirectory || !directory.StartsWith("/sys/", StringComparison.Ordinal))
                    {
                        found.Add($"{(isDirectory ? "directory" : "file")} {entry.FullName}");
                    }
                }
            }
            catch (IOException)
            {
                // Gone meanwhile.
            }
        }

        return found;
    }
}
