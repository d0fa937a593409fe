// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using FluentAssertions;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

using Xunit;

namespace Ocirt.Cgroups.Tests;

/// <summary>Runs on whatever cgroups the host has; the end-to-end suite provides each layout.</summary>
public sealed class CgroupOnThisHostTests : IDisposable
{
    private readonly string _parent = $"/ocirt-test-{Environment.ProcessId}";
    private readonly List<Cgroup> _made = [];

    public void Dispose()
    {
        foreach (Cgroup cgroup in _made)
        {
            cgroup.Kill();
            cgroup.Delete();
            cgroup.Dispose();
        }
    }

    [Fact]
    public void A_cgroup_is_made_entered_killed_and_removed_with_its_parents()
    {
        Cgroup cgroup = Create("/c1", """{"devices": [{"allow": false, "access": "rwm"}]}""");
        cgroup.IsOwn.Should().BeTrue();
        cgroup.Hierarchies.Should().OnlyContain(h => Directory.Exists(h.Directory) && h.CreatedDepth == 2);

        using FileDescriptor program = FileDescriptor.Open("/bin/sleep", Fcntl.O_RDONLY);
        using ChildProcess child = ChildProcess.Open(Spawn.Start(program, ["sleep", "100"], []));
        foreach (CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            File.WriteAllText(hierarchy.Directory + "/cgroup.procs", $"{child.Pid}");
        }

        Action again = () => Create("/c1", "{}");
        again.Should().Throw<CgroupException>().Which.Message.Should().Be(
            $"linux.cgroupsPath: container's cgroup is not empty: '{cgroup.Hierarchies[0].Directory}' has processes already: choose another path");

        cgroup.Kill().Should().BeTrue();
        child.Wait().Signal.Should().Be(Signal.SIGKILL);
        Directory.CreateDirectory(cgroup.Hierarchies[^1].Directory + "/child/grandchild");
        string[] made = cgroup.Hierarchies.Select(h => h.MountPoint + _parent).ToArray();
        cgroup.Delete();

        made.Should().OnlyContain(directory => !Directory.Exists(directory));
    }

    [Fact]
    public void A_cgroup_that_was_there_is_used_and_neither_killed_nor_removed()
    {
        Cgroup first = Create("/c1", "{}");
        using Cgroup second = Cgroup.Create(CgroupHost.Detect(), _parent + "/c1", "c1", resources: null);

        second.IsOwn.Should().BeFalse();
        second.Kill().Should().BeFalse();
        second.Delete();

        first.Hierarchies.Should().OnlyContain(h => Directory.Exists(h.Directory));
    }

    [Fact]
    public void Limits_stand_in_the_files_before_anyone_enters()
    {
        Cgroup cgroup = Create("/c1", """{"pids": {"limit": 20}}""");

        CgroupHierarchy pids = cgroup.Hierarchies.First(h => h.IsUnified || h.Has("pids"));
        File.ReadAllText(pids.Directory + "/pids.max").Should().Be("20\n");
    }

    [Fact]
    public void Every_field_of_cgroup_v1_is_set()
    {
        if (CgroupHost.Detect().Layout == CgroupLayout.Unified)
        {
            Assert.Skip("this host has cgroup v2");
        }

        Cgroup cgroup = Create("/c1", """
            {"memory": {"limit": 67108864, "reservation": 33554432}, "cpu": {"shares": 512, "cpus": "0"}, "pids": {"limit": 20},
             "devices": [{"allow": false}, {"allow": true, "type": "c", "major": 10, "minor": 200, "access": "rw"}]}
            """);

        Read(cgroup, "memory", "memory.limit_in_bytes").Should().Be("67108864");
        Read(cgroup, "memory", "memory.soft_limit_in_bytes").Should().Be("33554432");
        Read(cgroup, "cpu", "cpu.shares").Should().Be("512");
        Read(cgroup, "cpuset", "cpuset.cpus").Should().Be("0");
        Read(cgroup, "pids", "pids.max").Should().Be("20");
        Read(cgroup, "devices", "devices.list").Split('\n').Should().StartWith("c 10:200 rw")
            .And.Contain("c 1:3 rwm").And.NotContain("a *:* rwm");
    }

    private static string Read(Cgroup cgroup, string controller, string file) =>
        File.ReadAllText(cgroup.Hierarchies.First(h => h.Has(controller)).Directory + "/" + file).Trim();

    private Cgroup Create(string path, string resources)
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("making cgroups needs root");
        }

        Cgroup cgroup;
        try
        {
            cgroup = Cgroup.Create(CgroupHost.Detect(), _parent + path, "c1", Resources.Parse(resources));
        }
        catch (CgroupException failure) when (failure.Message.Contains("does not have the controller", StringComparison.Ordinal))
        {
            Assert.Skip(failure.Message);
            throw;
        }

        _made.Add(cgroup);
        return cgroup;
    }
}
