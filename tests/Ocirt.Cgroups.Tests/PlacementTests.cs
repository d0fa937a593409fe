// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;

using FluentAssertions;

using Ocirt.Linux;

using Xunit;

namespace Ocirt.Cgroups.Tests;

public sealed class PlacementTests
{
    [Fact]
    public void A_process_in_the_cgroup_is_confirmed()
    {
        using TestCgroup test = TestCgroup.Create(static _ => true, "this host has no cgroups");
        ChildProcess child = test.Start("/bin/sleep", ["sleep", "1000"]);

        Action confirm = () => test.Cgroup.Confirm(child.Pid);
        confirm.Should().NotThrow();
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void A_process_that_was_moved_away_is_refused(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        ChildProcess child = test.Start("/bin/sleep", ["sleep", "1000"], "/inner");
        CgroupHierarchy place = test.Cgroup.Hierarchies[0];

        Action confirm = () => test.Cgroup.Confirm(child.Pid);
        confirm.Should().Throw<CgroupException>().Which.Message.Should().Be(
            $"the container's process is in the cgroup '{place.Path}/inner' instead of '{place.Path}' on '{place.MountPoint}': something else moved it");
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void An_existing_cgroup_that_is_frozen_is_refused(string version)
    {
        using TestCgroup test = TestCgroup.CreateFor(version);
        test.Cgroup.Freeze();
        CgroupHierarchy place = test.Cgroup.Hierarchies[0];

        Use(place).Should().Throw<CgroupException>().Which.Message.Should().Be(
            $"linux.cgroupsPath: container's cgroup unexpectedly frozen: '{place.Directory}' is frozen: thaw it, or choose another path");
    }

    [Fact]
    public void An_existing_cgroup_with_processes_below_it_is_refused()
    {
        using TestCgroup test = TestCgroup.CreateFor("v2");
        test.Start("/bin/sleep", ["sleep", "1000"], "/inner");
        CgroupHierarchy place = test.Cgroup.Hierarchies[0];

        Use(place).Should().Throw<CgroupException>().Which.Message.Should().Be(
            $"linux.cgroupsPath: container's cgroup is not empty: '{place.Directory}' has processes already: choose another path");
    }

    [Fact]
    public void A_cgroup_below_a_threaded_one_is_refused()
    {
        using TestCgroup test = TestCgroup.Create(static h => h.IsUnified, "this host has no cgroup v2");
        CgroupHierarchy place = test.Cgroup.Hierarchies[0];
        Directory.CreateDirectory(place.Directory + "/threads");
        File.WriteAllText(place.Directory + "/threads/cgroup.type", "threaded");
        Directory.CreateDirectory(place.Directory + "/other");
        CgroupHost host = new(CgroupLayout.Unified, place.MountPoint, [new HostHierarchy("", place.MountPoint, "/")]);

        Action use = () => Cgroup.Create(host, place.Path + "/other", "c1", resources: null);
        use.Should().Throw<CgroupException>().Which.Message.Should().Be(
            $"linux.cgroupsPath: the cgroup '{place.Directory}/other' is 'domain invalid': a cgroup above it is threaded, and takes threads only: choose a path elsewhere");
    }

    [Fact]
    public void A_cgroup_is_given_to_the_users_of_the_container_with_the_delegated_files_only()
    {
        using TestCgroup test = TestCgroup.Create(static h => h.IsUnified, "this host has no cgroup v2");
        CgroupHierarchy place = test.Cgroup.Hierarchies[0];
        CgroupHost host = new(CgroupLayout.Unified, place.MountPoint, [new HostHierarchy("", place.MountPoint, "/")]);
        using Cgroup owned = Cgroup.Create(host, place.Path + "/owned", "c1", resources: null, owner: 100_000);

        Owner("").Should().Be(100_000u);
        Owner("/cgroup.procs").Should().Be(100_000u);
        Owner("/cgroup.subtree_control").Should().Be(100_000u);
        Owner("/cgroup.threads").Should().Be(100_000u);
        Owner("/cgroup.max.depth").Should().Be(0u);

        uint Owner(string file)
        {
            using FileDescriptor opened = FileDescriptor.Open(place.Directory + "/owned" + file, Ocirt.Abi.Linux.Fcntl.O_PATH);
            return opened.Stat().UserId;
        }
    }

    private static Action Use(CgroupHierarchy place) => () =>
    {
        CgroupHost host = CgroupHost.Detect();
        HostHierarchy[] one = [new HostHierarchy(place.Name, place.MountPoint, "/")];
        CgroupLayout layout = place.IsUnified ? CgroupLayout.Unified : host.Layout == CgroupLayout.Unified ? CgroupLayout.Unified : CgroupLayout.Legacy;
        Cgroup.Create(new CgroupHost(layout, place.MountPoint, one), place.Path, "c1", resources: null, DeviceTiming.Later).Dispose();
    };
}
