// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// systemd as the first process of a container: it makes cgroups of its own below the container's, which takes a cgroup
/// namespace, a writable mount of cgroup v2 and, with a user namespace, a cgroup that belongs to the container's root
/// (config-linux.md, Cgroup ownership). The programs are the host's own, mounted with the container's ids.
/// </summary>
public sealed class InitSystemTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Systemd = "/usr/lib/systemd/systemd";
    private const uint First = 300_000;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void It_comes_up_runs_a_unit_in_a_cgroup_of_its_own_and_ends_on_its_signal(bool mapsUsers, bool inScope)
    {
        string id = Boot(mapsUsers, inScope), directory = "/sys/fs/cgroup" + CgroupOf(id);

        host.Command($"exec {id} cat /run/box").Line.Should().Be("0::/system.slice/box.service\n0");
        host.Command($"exec {id} grep ^0: /proc/1/cgroup").Line.Should().Be("0::/init.scope");
        host.Command($"exec {id} systemctl show --property=ActiveState,ControlGroup,TasksMax box.service").Line.Split('\n')
            .Should().BeEquivalentTo("ActiveState=active", "ControlGroup=/system.slice/box.service", "TasksMax=20");
        if (File.ReadAllText(directory + "/cgroup.controllers").Contains("pids"))
        {
            File.ReadAllText(directory + "/system.slice/box.service/pids.max").Should().Be("20\n");
        }

        // The kernel's list names what its holder needs to make cgroups; the limits of the container's own are not in it.
        string delegated = ContainerFixture.Shell($"cd '{directory}' && stat -c %u . $(ls $(cat /sys/kernel/cgroup/delegate) 2>/dev/null) | sort -u").Line;
        delegated.Should().Be(mapsUsers ? $"{First}" : "0");
        ContainerFixture.Shell($"cd '{directory}' && stat -c %u cgroup.max.depth cgroup.freeze cgroup.controllers | sort -u").Line.Should().Be("0");

        host.Command($"kill {id} RTMIN+3").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        Directory.Exists(directory).Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deleting_it_by_force_ends_every_unit_and_removes_its_cgroups(bool inScope)
    {
        string id = Boot(mapsUsers: true, inScope), directory = "/sys/fs/cgroup" + CgroupOf(id);

        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));

        Directory.Exists(directory).Should().BeFalse();
    }

    /// <summary>Starts a container around systemd and waits until it is up.</summary>
    private string Boot(bool mapsUsers, bool inScope)
    {
        Assert.SkipUnless(ContainerFixture.IsUnified, "this host has no cgroup v2 on /sys/fs/cgroup");
        Assert.SkipUnless(File.Exists(Systemd), $"this host has no {Systemd} to run in a container");
        if (inScope)
        {
            SystemdHost.Need();
        }

        string id = host.NewId(), bundle = host.Bundle("", config => Edit(config, Rootfs(id, mapsUsers), id, mapsUsers, inScope));
        host.Start($"{(inScope ? "--systemd-cgroup" : "")} run --detach --bundle '{bundle}' {id}").Code.Should().Be(0, because: host.Output(id));
        ContainerFixture.Eventually(() => host.Command($"exec {id} systemctl is-system-running").Line is "running" or "degraded");
        return id;
    }

    private string Rootfs(string id, bool mapsUsers)
    {
        string rootfs = Path.Combine(host.Work, id + "-rootfs"), units = Path.Combine(rootfs, "etc/systemd/system");
        ContainerFixture.Shell($"""
            mkdir -p '{rootfs}'/usr '{rootfs}'/proc '{rootfs}'/sys '{rootfs}'/dev '{rootfs}'/run '{rootfs}'/tmp '{rootfs}'/var/log '{units}' &&
            for link in bin sbin lib lib64; do ln -s usr/$link '{rootfs}'/$link; done && chmod 755 '{host.Work}'
            """).Code.Should().Be(0);
        File.WriteAllText(Path.Combine(rootfs, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n");
        File.WriteAllText(Path.Combine(rootfs, "etc/group"), "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
        File.WriteAllText(Path.Combine(rootfs, "etc/machine-id"), "0123456789abcdef0123456789abcdef\n");
        File.WriteAllText(Path.Combine(units, "box.target"), "[Unit]\nRequires=basic.target box.service\n");
        File.WriteAllText(
            Path.Combine(units, "box.service"),
            "[Service]\nType=oneshot\nRemainAfterExit=yes\nTasksMax=20\nExecStart=/bin/sh -c '(grep ^0: /proc/self/cgroup; id -u) > /run/box; sleep 1000 &'\n");
        if (mapsUsers)
        {
            ContainerFixture.Shell($"chown -hR {First}:{First} '{rootfs}'").Code.Should().Be(0);
        }

        return rootfs;
    }

    private static void Edit(JsonObject config, string rootfs, string id, bool mapsUsers, bool inScope)
    {
        JsonObject process = config["process"]!.AsObject(), linux = config["linux"]!.AsObject();
        config["root"] = new JsonObject { ["path"] = rootfs, ["readonly"] = false };
        process["args"] = new JsonArray(Systemd, "--unit=box.target");
        process["env"]!.AsArray().Add("container=oci");
        process["noNewPrivileges"] = false;
        foreach (string set in (string[])["bounding", "effective", "permitted"])
        {
            process["capabilities"]![set] = JsonNode.Parse("""
                ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_ADMIN"]
                """);
        }

        JsonArray mounts = config["mounts"]!.AsArray();
        mounts.RemoveAll(mount => (string)mount!["destination"]! == "/sys/fs/cgroup");
        mounts.Add(JsonNode.Parse("""{"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["nosuid", "noexec", "nodev", "rw"]}"""));
        mounts.Add(JsonNode.Parse("""{"destination": "/run", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "mode=755"]}"""));
        mounts.Add(JsonNode.Parse("""{"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev"]}"""));
        JsonObject programs = JsonNode.Parse("""{"destination": "/usr", "type": "bind", "source": "/usr", "options": ["bind", "ro"]}""")!.AsObject();
        mounts.Add(programs);
        linux["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "cgroup" });
        linux["cgroupsPath"] = inScope ? $"system.slice::{id}" : null;
        if (mapsUsers)
        {
            linux["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            foreach (string ids in (string[])["uidMappings", "gidMappings"])
            {
                JsonArray map = [new JsonObject { ["containerID"] = 0, ["hostID"] = First, ["size"] = 65_536 }];
                linux[ids] = map;
                programs[ids] = map.DeepClone();
            }
        }
    }

    /// <summary>The container's cgroup: its first process has moved into one below.</summary>
    private string CgroupOf(string id) => Path.GetDirectoryName(File.ReadLines($"/proc/{host.State(id)["pid"]}/cgroup")
        .Single(line => line.StartsWith("0::", System.StringComparison.Ordinal))["0::".Length..])!;
}
