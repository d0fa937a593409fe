// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;

using FluentAssertions;

using Xunit;

namespace Ocirt.Cgroups.Tests;

public sealed class CgroupPathTests
{
    private static readonly HostHierarchy s_legacy = new("memory", "/sys/fs/cgroup/memory", "/user/shell");
    private static readonly HostHierarchy s_unified = new("", "/sys/fs/cgroup", "/user/shell");
    private static readonly HostHierarchy s_unifiedRoot = new("", "/sys/fs/cgroup", "/");

    [Theory]
    [InlineData("/docker/c1", "/docker/c1", "/docker/c1", "/docker/c1")]
    [InlineData("//docker/./c1/", "/docker/c1", "/docker/c1", "/docker/c1")]
    [InlineData("pod/c1", "/user/shell/pod/c1", "/user/pod/c1", "/pod/c1")]
    [InlineData(null, "/user/shell/id", "/user/id", "/id")]
    [InlineData("", "/user/shell/id", "/user/id", "/id")]
    public void Absolute_paths_start_at_the_root_and_relative_ones_at_our_own_cgroup(
        string? path, string legacy, string unified, string atRoot)
    {
        CgroupPath.Resolve(s_legacy, path, "id").Should().Be(legacy);
        CgroupPath.Resolve(s_unified, path, "id").Should().Be(unified);
        CgroupPath.Resolve(s_unifiedRoot, path, "id").Should().Be(atRoot);
    }

    [Theory]
    [InlineData("/a/../b", "linux.cgroupsPath: must not have a '..' component, got '/a/../b'")]
    [InlineData("..", "linux.cgroupsPath: must not have a '..' component, got '..'")]
    [InlineData("/", "linux.cgroupsPath: must name a cgroup of its own, got '/'")]
    [InlineData("./", "linux.cgroupsPath: must name a cgroup of its own, got './'")]
    public void Paths_that_lead_elsewhere_are_refused(string path, string message)
    {
        Action resolve = () => CgroupPath.Resolve(s_legacy, path, "id");

        resolve.Should().Throw<CgroupException>().Which.Message.Should().Be(message);
    }

    [Fact]
    public void A_cgroup_outside_of_our_view_is_no_start_for_a_relative_path()
    {
        Action resolve = () => CgroupPath.Resolve(s_legacy with { OwnPath = "/../other" }, "c1", "id");

        resolve.Should().Throw<CgroupException>().Which.Message.Should().Be(
            "linux.cgroupsPath: the runtime's own cgroup '/../other' is outside of '/sys/fs/cgroup/memory': use an absolute path");
    }

    [Fact]
    public void Controllers_are_compared_whole()
    {
        CgroupHierarchy hierarchy = new("cpu,cpuacct", "", "", 0);

        hierarchy.Has("cpu").Should().BeTrue();
        hierarchy.Has("cpuacct").Should().BeTrue();
        hierarchy.Has("cpua").Should().BeFalse();
        hierarchy.Has("cpuset").Should().BeFalse();
    }

    [Fact]
    public void A_missing_controller_is_named_with_the_field_before_anything_is_made()
    {
        string root = Directory.CreateTempSubdirectory("ocirt-cgroup-").FullName;
        try
        {
            Directory.CreateDirectory(root + "/memory");
            CgroupHost host = new(CgroupLayout.Legacy, root, [new HostHierarchy("memory", root + "/memory", "/")]);

            Action create = () => Cgroup.Create(host, "/c1", "c1", Resources.Parse("""{"pids": {"limit": 5}}"""));

            create.Should().Throw<CgroupException>().Which.Message.Should().Be(
                "linux.resources.pids.limit: the host has no cgroup v1 hierarchy mounted with the controller 'pids'");
            Directory.GetFileSystemEntries(root + "/memory").Should().BeEmpty();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void What_was_made_is_removed_when_a_limit_cannot_be_set_and_what_was_there_stays()
    {
        string root = Directory.CreateTempSubdirectory("ocirt-cgroup-").FullName;
        try
        {
            Directory.CreateDirectory(root + "/memory/old");
            CgroupHost host = new(CgroupLayout.Legacy, root, [new HostHierarchy("memory", root + "/memory", "/")]);

            Action create = () => Cgroup.Create(host, "/old/new/c1", "c1", Resources.Parse("""{"memory": {"limit": 4096}}"""));

            create.Should().Throw<CgroupException>().Which.Message.Should().Be(
                $"linux.resources.memory.limit: the kernel has no file '{root}/memory/old/new/c1/memory.limit_in_bytes'");
            Directory.GetFileSystemEntries(root + "/memory", "*", SearchOption.AllDirectories).Should().Equal(root + "/memory/old");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
