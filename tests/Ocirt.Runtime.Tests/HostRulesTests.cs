// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

using FluentAssertions;

using Ocirt.Runtime.Host;
using Ocirt.Spec.Parsing;

using Xunit;

namespace Ocirt.Runtime.Tests;

/// <summary>What <c>validate --host</c> finds, on hosts that are made up in a directory.</summary>
public sealed class HostRulesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ocirt-host-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_host_that_has_everything_has_no_findings()
    {
        MakeHost();
        Find(Everything, ["memory", "cpu", "cpuset", "pids", "io", "hugetlb", "rdma"]).Should().BeEmpty();
    }

    [Fact]
    public void What_an_empty_host_lacks_is_found_with_its_place()
    {
        Find(Everything, []).Should().Equal(
            "config.json:1:42: error OCI6001: root.path: there is no directory '/bundle/rootfs' on this host",
            "config.json:4:35: error OCI6002: mounts[0].source: there is no '/bundle/data' on this host",
            "config.json:5:33: warning OCI6007: mounts[1].type: this kernel does not list the file system 'tmpfs'",
            "config.json:3:34: error OCI6010: hooks.poststop[0].path: there is no program '/usr/bin/clean' on this host",
            "config.json:2:61: error OCI6006: process.apparmorProfile: AppArmor is not enabled on this host",
            "config.json:2:82: error OCI6006: process.selinuxLabel: SELinux is not enabled on this host",
            "config.json:7:27: error OCI6003: linux.namespaces[0].type: this kernel has no mount namespaces",
            "config.json:7:46: error OCI6003: linux.namespaces[1].type: this kernel has no time namespaces",
            "config.json:7:64: error OCI6003: linux.namespaces[2].type: this kernel has no network namespaces",
            "config.json:8:37: warning OCI6011: linux.sysctl['net.ipv4.ip_forward']: this kernel does not have 'net.ipv4.ip_forward'",
            "config.json:9:26: error OCI6012: linux.netDevices.eth7: there is no network device 'eth7' on this host",
            "config.json:10:17: error OCI6006: linux.mountLabel: SELinux is not enabled on this host",
            "config.json:11:15: error OCI6013: linux.intelRdt: this host has no resctrl file system mounted",
            "config.json:12:27: error OCI6005: linux.resources.memory: this host has no cgroup controller 'memory'",
            "config.json:12:54: error OCI6005: linux.resources.cpu: this host has no cgroup controller 'cpu'",
            "config.json:12:80: error OCI6005: linux.resources.pids: this host has no cgroup controller 'pids'",
            "config.json:12:105: error OCI6005: linux.resources.blockIO: this host has no cgroup controller 'io'",
            "config.json:12:140: error OCI6005: linux.resources.hugepageLimits: this host has no cgroup controller 'hugetlb'",
            "config.json:12:183: error OCI6005: linux.resources.rdma: this host has no cgroup controller 'rdma'");
    }

    [Fact]
    public void A_namespace_path_is_looked_for()
    {
        MakeHost();
        File.Delete(_root + "/run/netns/blue");
        Find(Everything, ["memory", "cpu", "cpuset", "pids", "blkio", "hugetlb", "rdma"]).Should().Equal(
            "config.json:7:83: error OCI6004: linux.namespaces[2].path: there is no '/run/netns/blue' on this host");
    }

    [Fact]
    public void Capabilities_above_the_kernels_highest_are_found()
    {
        MakeHost();
        Write("/proc/sys/kernel/cap_last_cap", "39\n");
        Find(
            """{"process": {"capabilities": {"bounding": ["CAP_BPF", "CAP_CHECKPOINT_RESTORE"]}}}""",
            []).Should().Equal(
            "config.json:1:55: warning OCI6009: process.capabilities.bounding[1]: this kernel does not have CAP_CHECKPOINT_RESTORE, ignoring");
    }

    [Fact]
    public void A_flag_that_the_kernel_does_not_know_is_found()
    {
        Find("""{"linux": {"seccomp": {"flags": ["SECCOMP_FILTER_FLAG_FUTURE"]}}}""", []).Should().Equal(
            "config.json:1:34: error OCI6008: linux.seccomp.flags[0]: this kernel does not know 'SECCOMP_FILTER_FLAG_FUTURE'");
    }

    [Fact]
    public void A_path_with_a_NUL_is_left_to_the_validator() =>
        Find("""{"root": {"path": "a\u0000b"}, "mounts": [{"type": "bind", "source": "\u0000"}]}""", [])
            .Should().OnlyContain(line => line.Contains("OCI1105", StringComparison.Ordinal));

    private const string Everything =
        """
        {"ociVersion": "1.3.0", "root": {"path": "rootfs"},
         "process": {"cwd": "/", "args": ["sh"], "apparmorProfile": "p", "selinuxLabel": "u:r:t:s0"},
         "hooks": {"poststop": [{"path": "/usr/bin/clean"}]}, "mounts": [
          {"destination": "/a", "source": "data", "type": "bind"},
          {"destination": "/t", "type": "tmpfs"}
         ], "linux": {
          "namespaces": [{"type": "mount"}, {"type": "time"}, {"type": "network", "path": "/run/netns/blue"}],
          "sysctl": {"net.ipv4.ip_forward": "1"},
          "netDevices": {"eth7": {}},
          "mountLabel": "u:r:t:s0",
          "intelRdt": {"closID": "c"},
          "resources": {"memory": {"limit": 1048576}, "cpu": {"quota": 50000}, "pids": {"limit": 5}, "blockIO": {"weight": 100}, "hugepageLimits": [{"pageSize": "2MB", "limit": 1}], "rdma": {"m": {"hcaHandles": 1}}}
         }}
        """;

    private void MakeHost()
    {
        Write("/bundle/rootfs/.keep", "");
        Write("/bundle/data", "");
        Write("/proc/filesystems", "nodev\tproc\nnodev\ttmpfs\n\text4\n");
        Write("/usr/bin/clean", "");
        Write("/sys/module/apparmor/parameters/enabled", "Y\n");
        Write("/sys/fs/selinux/enforce", "1");
        Write("/proc/self/ns/mnt", "");
        Write("/proc/self/ns/time", "");
        Write("/proc/self/ns/net", "");
        Write("/run/netns/blue", "");
        Write("/proc/sys/net/ipv4/ip_forward", "0");
        Write("/sys/class/net/eth7", "");
        Write("/sys/fs/resctrl/schemata", "");
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root + path)!);
        File.WriteAllText(_root + path, text);
    }

    private List<string> Find(string config, string[] controllers)
    {
        ConfigReadResult read = ConfigReader.Read(Encoding.UTF8.GetBytes(config), "config.json");
        HostRules.Check(read.Config!, "/bundle", new HostFiles(_root), controllers, read.Diagnostics);
        return read.Diagnostics.Items.Select(item => item.ToLine()).ToList();
    }
}
