// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

using Xunit;

namespace Ocirt.Cgroups.Tests;

/// <summary>A cgroup on this host with processes in it, killed and removed at the end of a test.</summary>
internal sealed class TestCgroup : IDisposable
{
    /// <summary>How long the kernel may take for anything, in milliseconds: the machine may be very busy.</summary>
    internal const int Patience = 60_000;

    private static int s_count;
    private readonly List<ChildProcess> _children = [];
    private readonly Cgroup _made;

    private TestCgroup(Cgroup made, CgroupHierarchy[] used)
    {
        _made = made;
        Cgroup = new Cgroup(made.Layout, used);
    }

    /// <summary>The cgroup under test: all hierarchies, or some of them.</summary>
    internal Cgroup Cgroup { get; }

    /// <summary>Makes a cgroup and uses the hierarchies that are chosen; skips where there is none.</summary>
    internal static TestCgroup Create(Func<CgroupHierarchy, bool> choose, string reason)
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("making cgroups needs root");
        }

        Cgroup made = Cgroup.Create(CgroupHost.Detect(), $"/ocirt-test-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}", "c1", resources: null);
        CgroupHierarchy[] used = made.Hierarchies.Where(choose).ToArray();
        TestCgroup test = new(made, used);
        if (used.Length == 0)
        {
            test.Dispose();
            Assert.Skip(reason);
        }

        return test;
    }

    /// <summary>Makes a cgroup whose v1 freezer is used, or whose cgroup v2 directory is.</summary>
    internal static TestCgroup CreateFor(string version) => version == "v1"
        ? Create(static h => h.Has("freezer"), "this host has no v1 freezer")
        : Create(static h => h.IsUnified, "this host has no cgroup v2");

    /// <summary>Starts a program in the cgroup, or in one below it, which is made.</summary>
    internal ChildProcess Start(string path, string[] arguments, string below = "")
    {
        using FileDescriptor program = FileDescriptor.Open(path, Fcntl.O_RDONLY);
        ChildProcess child = ChildProcess.Open(Spawn.Start(program, arguments, []));
        _children.Add(child);
        foreach (CgroupHierarchy hierarchy in Cgroup.Hierarchies)
        {
            Directory.CreateDirectory(hierarchy.Directory + below);
            File.WriteAllText(hierarchy.Directory + below + "/cgroup.procs", $"{child.Pid}");
        }

        return child;
    }

    public void Dispose()
    {
        // Each step whatever becomes of the one before: a frozen cgroup that is left stays until somebody thaws it by hand.
        try
        {
            _made.Thaw(Patience);
        }
        finally
        {
            try
            {
                _made.SignalAll(Signal.SIGKILL, Patience);
            }
            finally
            {
                _children.ForEach(End);
                _made.Delete();
                _made.Dispose();
            }
        }
    }

    private static void End(ChildProcess child)
    {
        // False: the test has waited for it.
        if (child.TrySignal(Signal.SIGKILL) && child.WaitForEnd(Patience))
        {
            child.Wait();
        }

        child.Dispose();
    }
}
