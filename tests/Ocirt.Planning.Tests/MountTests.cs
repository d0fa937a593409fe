// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class MountTests
{
    [Theory]
    [InlineData("'ro'", "ro [nothing inherited]")]
    [InlineData("'ro','rw'", "rw [nothing inherited]")]
    [InlineData("'rw','ro'", "ro [nothing inherited]")]
    [InlineData("'nosuid','nodev','noexec'", "nosuid,nodev,noexec [nothing inherited]")]
    [InlineData("'suid','dev','exec'", "suid,dev,exec [nothing inherited]")]
    [InlineData("'nosuid','suid'", "suid [nothing inherited]")]
    [InlineData("'noatime'", "noatime [nothing inherited]")]
    [InlineData("'noatime','strictatime'", "strictatime [nothing inherited]")]
    [InlineData("'noatime','atime'", "relatime [nothing inherited]")]
    [InlineData("'strictatime','nostrictatime'", "relatime [nothing inherited]")]
    [InlineData("'relatime'", "relatime [nothing inherited]")]
    [InlineData("'norelatime'", "")]
    [InlineData("'nodiratime'", "nodiratime [nothing inherited]")]
    [InlineData("'diratime'", "diratime [nothing inherited]")]
    [InlineData("'nosymfollow'", "nosymfollow [nothing inherited]")]
    [InlineData("'symfollow'", "symfollow [nothing inherited]")]
    [InlineData("'rro'", "rro")]
    [InlineData("'rrw'", "rrw")]
    [InlineData("'ro','rrw'", "ro,rrw [nothing inherited]")]
    [InlineData("'rnosuid','rnodev','rnoexec'", "rnosuid,rnodev,rnoexec")]
    [InlineData("'rnoatime'", "rnoatime")]
    [InlineData("'rrelatime'", "rrelatime")]
    [InlineData("'rnosymfollow'", "rnosymfollow")]
    [InlineData("'private'", "private")]
    [InlineData("'rprivate'", "rprivate")]
    [InlineData("'shared'", "shared")]
    [InlineData("'rshared'", "rshared")]
    [InlineData("'slave'", "slave")]
    [InlineData("'rslave'", "rslave")]
    [InlineData("'unbindable'", "unbindable")]
    [InlineData("'runbindable'", "runbindable")]
    [InlineData("'defaults',''", "")]
    public void A_bind_mount_takes_the_option(string options, string expected)
    {
        Mount("bind", "/src", "/data", "'bind'," + options).Should().Equal(("bind           /src on /data " + expected).TrimEnd());
    }

    [Theory]
    [InlineData("'ro'", "[mode of the target]")]
    [InlineData("'nosuid','nodev','noexec','noatime'", "nosuid,nodev,noexec,noatime [mode of the target]")]
    [InlineData("'strictatime'", "strictatime [mode of the target]")]
    [InlineData("'relatime'", "[mode of the target]")]
    [InlineData("'rnosuid'", "nosuid [mode of the target]")]
    [InlineData("'sync','dirsync','lazytime','mand'", "sync,dirsync,lazytime,mand [mode of the target]")]
    [InlineData("'sync','async','lazytime','nolazytime','mand','nomand'", "[mode of the target]")]
    [InlineData("'iversion'", "iversion [classic, mode of the target]")]
    [InlineData("'iversion','noiversion','silent','loud'", "[mode of the target]")]
    [InlineData("'silent'", "silent [classic, mode of the target]")]
    [InlineData("'size=64k','mode=0755'", "size=64k,mode=0755")]
    [InlineData("'size=64k,mode=0755'", "size=64k,mode=0755 [classic]")]
    [InlineData("'nosuid','noswap','rshared'", "nosuid,noswap,rshared [mode of the target]")]
    public void A_new_file_system_takes_the_option(string options, string expected)
    {
        Mount("tmpfs", "tmpfs", "/t", options)[0].Should().Be(("mount          tmpfs on /t (tmpfs) " + expected).TrimEnd());
    }

    [Fact]
    public void A_file_system_is_made_read_only_by_its_mount_alone()
    {
        Mount("sysfs", "sysfs", "/sys", "'ro'").Should().Equal("mount          sysfs on /sys (sysfs) ro [real directory]");
    }

    [Fact]
    public void A_read_only_block_device_gets_a_read_only_superblock_too()
    {
        Mount("ext4", "/dev/sda1", "/d", "'ro'").Should().Equal("mount          /dev/sda1 on /d (ext4) ro,ro-superblock");
    }

    [Fact]
    public void A_read_only_tmpfs_stays_writable_until_the_container_is_put_together()
    {
        Mount("tmpfs", "tmpfs", "/dev", "'ro','nosuid'").Should().Equal(
            "mount          tmpfs on /dev (tmpfs) nosuid [mode of the target]",
            "change-mount   /dev ro");
    }

    [Fact]
    public void A_remount_changes_the_mount_or_with_its_type_the_file_system()
    {
        Mount("none", "/src", "/data", "'bind','remount','ro','rnosuid'").Should().Equal("change-mount   /data ro", "change-mount   /data nosuid [recursive]");
        Mount("tmpfs", "tmpfs", "/t", "'remount','size=8k'").Should().Equal("mount          tmpfs on /t (tmpfs) size=8k [classic]");
    }

    [Theory]
    [InlineData("'src-nofollow'", "[source link itself]")]
    [InlineData("'copy-symlink'", "[copy a link]")]
    [InlineData("'dest-nofollow'", "[target link itself]")]
    public void Links_are_treated_as_the_option_asks(string option, string expected)
    {
        Mount("bind", "/src", "/data", option).Should().Equal("bind           /src on /data " + expected);
    }

    [Fact]
    public void A_copy_up_is_for_tmpfs_alone()
    {
        Mount("tmpfs", "tmpfs", "/t", "'tmpcopyup','mode=700'").Should().Equal("mount          tmpfs on /t (tmpfs) mode=700 [copy up]");
        Mount("ext4", "/dev/sda", "/t", "'tmpcopyup'").Should().Equal("mount          /dev/sda on /t (ext4) tmpcopyup");
    }

    [Fact]
    public void Rbind_takes_the_tree()
    {
        Mount("none", "/src", "/data", "'rbind','ro'").Should().Equal("bind           /src on /data ro [recursive, nothing inherited]");
    }

    [Fact]
    public void The_type_bind_alone_binds_one_mount()
    {
        Mount("bind", "/src", "/data", "'ro'").Should().Equal("bind           /src on /data ro [nothing inherited]");
    }

    [Fact]
    public void A_relative_source_is_below_the_bundle()
    {
        Mount("bind", "vol/a", "/data", "'bind'").Should().Equal("bind           /bundle/vol/a on /data");
    }

    [Theory]
    [InlineData("data", "/data")]
    [InlineData("/data/", "/data")]
    [InlineData("//data//x", "/data/x")]
    [InlineData("/data/../x", "/x")]
    [InlineData("/../../x", "/x")]
    [InlineData("/a/./b/..", "/a")]
    [InlineData("/.hidden", "/.hidden")]
    [InlineData("/a/..b", "/a/..b")]
    [InlineData("/a b", "'/a b'")]
    public void A_destination_is_made_clean_and_absolute(string destination, string expected)
    {
        Mount("bind", "/src", destination, "'bind'").Should().Equal("bind           /src on " + expected);
    }

    [Fact]
    public void A_long_parameter_is_left_to_mount_2()
    {
        string lower = "lowerdir=/" + new string('l', 255);

        Mount("overlay", "overlay", "/o", "'" + lower + "'").Should().Equal("mount          overlay on /o (overlay) " + lower + " [classic]");
    }

    [Fact]
    public void A_parameter_of_255_bytes_is_not()
    {
        string lower = "lowerdir=/" + new string('l', 254);

        Mount("overlay", "overlay", "/o", "'" + lower + "'").Should().Equal("mount          overlay on /o (overlay) " + lower);
    }

    [Fact]
    public void Cgroup_of_version_2_with_a_namespace_is_a_new_mount()
    {
        Cgroup(TestBundle.V2, hasNamespace: true).Should().Equal("mount          cgroup on /sys/fs/cgroup (cgroup2) ro,nosuid");
    }

    [Fact]
    public void Cgroup_of_version_2_without_a_namespace_is_the_whole_tree()
    {
        Cgroup(TestBundle.V2, hasNamespace: false).Should().Equal("bind           /sys/fs/cgroup on /sys/fs/cgroup ro,nosuid");
    }

    [Fact]
    public void Cgroup_of_version_1_with_a_namespace_is_a_mount_for_each_hierarchy()
    {
        Cgroup(TestBundle.V1, hasNamespace: true).Should().Equal(
            "mount          tmpfs on /sys/fs/cgroup (tmpfs) nosuid,mode=755",
            "mount          cgroup on /sys/fs/cgroup/cpu,cpuacct (cgroup) ro,nosuid,cpu,cpuacct",
            "symlink        /sys/fs/cgroup/cpu -> cpu,cpuacct",
            "symlink        /sys/fs/cgroup/cpuacct -> cpu,cpuacct",
            "mount          cgroup on /sys/fs/cgroup/memory (cgroup) ro,nosuid,memory",
            "mount          cgroup on /sys/fs/cgroup/systemd (cgroup) ro,nosuid,name=systemd",
            "change-mount   /sys/fs/cgroup ro");
    }

    [Fact]
    public void Cgroup_of_both_versions_without_a_namespace_is_a_bind_mount_for_each_hierarchy()
    {
        Cgroup(TestBundle.Hybrid, hasNamespace: false).Should().Equal(
            "mount          tmpfs on /sys/fs/cgroup (tmpfs) nosuid,mode=755",
            "bind           /sys/fs/cgroup/cpu,cpuacct/ocirt/c1 on /sys/fs/cgroup/cpu,cpuacct ro,nosuid",
            "symlink        /sys/fs/cgroup/cpu -> cpu,cpuacct",
            "symlink        /sys/fs/cgroup/cpuacct -> cpu,cpuacct",
            "bind           /sys/fs/cgroup/memory/ocirt/c1 on /sys/fs/cgroup/memory ro,nosuid",
            "bind           /sys/fs/cgroup/systemd/ocirt/c1 on /sys/fs/cgroup/systemd ro,nosuid",
            "bind           /sys/fs/cgroup/unified/ocirt/c1 on /sys/fs/cgroup/unified ro,nosuid",
            "change-mount   /sys/fs/cgroup ro");
    }

    [Fact]
    public void The_type_rbind_takes_the_tree()
    {
        Mount("rbind", "/src", "/data", "").Should().Equal("bind           /src on /data [recursive]");
    }

    [Theory]
    [InlineData("proc", "proc", "/proc")]
    [InlineData("rbind", "/proc", "/proc")]
    [InlineData("bind", "/x", "/proc/meminfo")]
    [InlineData("bind", "/x", "/proc/sys/kernel/ns_last_pid")]
    [InlineData("tmpfs", "tmpfs", "/process")]
    public void Proc_stays_a_procfs_and_lxcfs_may_cover_its_files(string type, string source, string destination)
    {
        Mount(type, source, destination, "").Should().HaveCount(1);
    }

    [Theory]
    [InlineData("tmpfs", "tmpfs", "/proc", "/proc")]
    [InlineData("bind", "/x", "/proc", "/proc")]
    [InlineData("tmpfs", "tmpfs", "/proc/acpi", "/proc/acpi")]
    [InlineData("bind", "/x", "/proc/self/attr", "/proc/self/attr")]
    [InlineData("proc", "proc", "/a/../proc/1", "/proc/1")]
    public void Any_other_mount_over_proc_is_refused(string type, string source, string destination, string target)
    {
        Finding(type, source, destination, "", TestBundle.V2, hasPlan: false).Should().EndWith(
            $"error OCI2107: mounts[0].destination: a mount at '{target}' would cover a part of /proc");
    }

    [Fact]
    public void A_mount_over_the_root_is_refused()
    {
        Finding("tmpfs", "tmpfs", "/a/..", "", TestBundle.V2, hasPlan: false).Should().EndWith(
            "error OCI4002: mounts[0].destination: a mount at '/' would cover the root itself");
    }

    [Fact]
    public void Control_groups_that_the_host_does_not_have_cannot_be_mounted()
    {
        HostFacts host = TestBundle.V2 with { CgroupMode = CgroupMode.None, CgroupHandleCount = 0 };

        Finding("cgroup", "cgroup", "/sys/fs/cgroup", "", host, hasPlan: false).Should().EndWith(
            "error OCI4001: mounts[0]: control groups cannot be mounted, the host has none");
    }

    [Fact]
    public void An_option_of_a_file_system_on_a_bind_mount_is_ignored_with_a_warning()
    {
        Finding("bind", "/x", "/y", "\"ro\",\"size=4m\"", TestBundle.V2, hasPlan: true).Should().EndWith(
            "warning OCI4003: mounts[0].options[1]: 'size=4m' is an option of a file system and means nothing to a bind mount, ignoring");
    }

    private static string Finding(string type, string source, string destination, string options, HostFacts host, bool hasPlan)
    {
        string mount = $"{{\"type\":\"{type}\",\"source\":\"{source}\",\"destination\":\"{destination}\",\"options\":[{options}]}}";
        ContainerConfig config = TestBundle.Config(mounts: mount);
        var findings = new DiagnosticBag(config.Source);

        LaunchPlan? plan = PlanBuilder.Build(config, host, TestBundle.Options, findings);

        (plan is not null).Should().Be(hasPlan);
        return findings.Items.Should().ContainSingle().Which.ToLine();
    }

    private static string[] Mount(string type, string source, string destination, string options)
    {
        string mount = $"{{'type':'{type}','source':'{source}','destination':'{destination}','options':[{options}]}}";
        return TestBundle.Lines(TestBundle.Build(TestBundle.Config(mounts: mount.Replace('\'', '"'))), "mounts[0]");
    }

    private static string[] Cgroup(HostFacts host, bool hasNamespace)
    {
        const string Mount = "{\"type\":\"cgroup\",\"source\":\"cgroup\",\"destination\":\"/sys/fs/cgroup\",\"options\":[\"ro\",\"nosuid\"]}";
        string linux = hasNamespace ? "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"cgroup\"}]" : "";
        return TestBundle.Lines(TestBundle.Build(TestBundle.Config(mounts: Mount, linux: linux), host), "mounts[0]");
    }
}
