// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;

using FluentAssertions;

using Ocirt.Cgroups;
using Ocirt.Runtime.Host;

using Xunit;

namespace Ocirt.Runtime.Tests;

/// <summary>What <c>doctor</c> finds.</summary>
public sealed class HostReportTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ocirt-doctor-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Whatever_is_limited_or_missing_comes_with_advice()
    {
        foreach (HostCheck check in Make())
        {
            check.Effect.Should().NotBeEmpty();
            (check.Advice is null).Should().Be(check.Status == HostStatus.Good, because: $"{check}");
        }
    }

    [Theory]
    [InlineData(CgroupLayout.Unified, "hugetlb,pids")]
    [InlineData(CgroupLayout.Hybrid, "cpu,cpuacct")]
    public void A_controller_that_a_hybrid_host_has_left_to_version_2_is_none_of_the_runtimes(CgroupLayout layout, string expected)
    {
        Directory.CreateDirectory(_root + "/v2");
        File.WriteAllText(_root + "/v2/cgroup.controllers", "hugetlb pids\n");
        HostHierarchy[] hierarchies = layout == CgroupLayout.Unified
            ? [new("", "/v2", "/")]
            : [new("cpu,cpuacct", "/cpu", "/"), new("name=systemd", "/systemd", "/"), new("", "/v2", "/")];

        string.Join(',', HostControllers.Find(new CgroupHost(layout, "/", hierarchies), new HostFiles(_root))).Should().Be(expected);
    }

    [Fact]
    public void The_checks_of_an_area_stand_together()
    {
        List<string> areas = Make().ConvertAll(check => check.Area);
        for (int i = 1; i < areas.Count; i++)
        {
            (areas[i] == areas[i - 1] || areas.IndexOf(areas[i]) == i).Should().BeTrue(because: areas[i]);
        }
    }

    [Theory]
    [InlineData("/proc/sys/vm/memfd_noexec", "2", "memfd", HostStatus.Missing, "set the sysctl vm.memfd_noexec to 0 or 1")]
    [InlineData("/proc/sys/vm/memfd_noexec", "1", "memfd", HostStatus.Good, null)]
    [InlineData("/proc/sys/user/max_user_namespaces", "0", "user.max_user_namespaces", HostStatus.Limited, "set the sysctl user.max_user_namespaces to more than 0")]
    [InlineData("/proc/sys/user/max_user_namespaces", "5", "user.max_user_namespaces", HostStatus.Good, null)]
    [InlineData("/sys/module/apparmor/parameters/enabled", "N", "apparmor", HostStatus.Limited, "boot with 'apparmor=1' and 'apparmor' in 'lsm='")]
    [InlineData("/sys/module/apparmor/parameters/enabled", "Y", "apparmor", HostStatus.Good, null)]
    [InlineData("/sys/fs/selinux/enforce", "0", "selinux", HostStatus.Good, null)]
    [InlineData("/proc/filesystems", "nodev\toverlay", "overlay", HostStatus.Good, null)]
    [InlineData("/proc/filesystems", "nodev\toverlayer", "overlay", HostStatus.Limited, "load its module: modprobe overlay")]
    [InlineData("/proc/self/ns/time", "", "time", HostStatus.Good, null)]
    [InlineData("/dev/null", "", "/dev/null", HostStatus.Limited, "make it: mknod /dev/null c 1 3")]
    public void What_a_file_says_is_told(string path, string text, string name, HostStatus status, string? advice)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root + path)!);
        File.WriteAllText(_root + path, text);

        HostCheck check = Make().Find(item => item.Name == name)!;

        check.Status.Should().Be(status);
        check.Advice.Should().Be(advice);
    }

    [Fact]
    public void A_state_directory_that_is_no_directory_is_told()
    {
        string file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        HostCheck check = HostReport.Make(new HostFiles(_root), file)[^1];
        check.Should().Be(new HostCheck("state", file, HostStatus.Missing, $"{file}: not a directory", "give another directory by --root"));
    }

    private List<HostCheck> Make() => HostReport.Make(new HostFiles(_root), _root);
}
