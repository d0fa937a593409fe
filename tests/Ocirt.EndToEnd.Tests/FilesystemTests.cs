// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class FilesystemTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void The_default_mounts_stand_with_their_flags()
    {
        string mounts = host.Run("cat /proc/mounts").Output;
        mounts.Should().Contain("proc /proc proc rw,relatime")
            .And.Contain("tmpfs /dev tmpfs rw,nosuid,")
            .And.Contain("devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666")
            .And.Contain("mqueue /dev/mqueue mqueue rw,nosuid,nodev,noexec,relatime")
            .And.Contain("sysfs /sys sysfs ro,nosuid,nodev,noexec,relatime");
    }

    [Fact]
    public void A_readonly_root_refuses_writes_and_a_writable_one_takes_them()
    {
        host.Run("touch /x").Error.Should().Contain("Read-only file system");
        host.Run("touch /x && rm /x", config => config["root"]!["readonly"] = false).Code.Should().Be(0);
    }

    [Fact]
    public void Masked_paths_are_empty_and_readonly_paths_refuse_writes()
    {
        RunResult result = host.Run("wc -c < /proc/keys; ls /sys/firmware | wc -l; echo 1 > /proc/sys/vm/swappiness");
        result.Output.Should().Be("0\n0\n");
        result.Error.Should().Contain("Read-only file system");
    }

    [Fact]
    public void Default_devices_are_there_with_exact_modes()
    {
        host.Run("stat -c '%a %t:%T %n' /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty; readlink /dev/fd; readlink /dev/ptmx").Line.Should().Be(
            "666 1:3 /dev/null\n666 1:5 /dev/zero\n666 1:7 /dev/full\n666 1:8 /dev/random\n666 1:9 /dev/urandom\n666 5:0 /dev/tty\n/proc/self/fd\npts/ptmx");
    }

    [Fact]
    public void A_volume_is_bound_with_its_flags_and_its_target_is_made()
    {
        string volume = Path.Combine(host.Work, "volume");
        Directory.CreateDirectory(volume);
        File.WriteAllText(Path.Combine(volume, "file"), "from outside");
        RunResult result = host.Run("cat /a/b/file /one; touch /a/b/x; grep ' /a/b ' /proc/mounts | grep -o 'ro,nosuid,nodev,noexec'", config =>
        {
            config["root"]!["readonly"] = false;
            Mount(config, "/a/b", volume, "rbind", "ro", "nosuid", "nodev", "noexec");
            Mount(config, "/one", volume + "/file", "bind", "ro");
        });
        result.Output.Should().Be("from outsidefrom outsidero,nosuid,nodev,noexec\n");
        result.Error.Should().Contain("Read-only file system");
    }

    [Fact]
    public void A_link_of_the_rootfs_does_not_lead_a_mount_out_of_it()
    {
        string outside = Path.Combine(host.Work, "outside");
        Directory.CreateDirectory(outside);
        File.CreateSymbolicLink(Path.Combine(host.Rootfs, "escape"), outside);
        RunResult result = host.Run("true", config =>
        {
            config["root"]!["readonly"] = false;
            Mount(config, "/escape/made", outside, "bind");
        });
        Directory.GetFileSystemEntries(outside).Should().BeEmpty(because: "the link is resolved inside the root");
        result.Code.Should().Be(0);
        Directory.Exists(host.Rootfs + outside + "/made").Should().BeTrue(because: "what it leads to is made there");
    }

    [Fact]
    public void An_overlay_keeps_writes_apart_from_its_lower_layer()
    {
        foreach (string name in (string[])["lower", "upper", "overlay-work"])
        {
            Directory.CreateDirectory(Path.Combine(host.Work, name));
        }

        File.WriteAllText(Path.Combine(host.Work, "lower/file"), "lower");
        RunResult result = host.Run("cat /o/file; echo upper > /o/file", config =>
        {
            config["root"]!["readonly"] = false;
            config["mounts"]!.AsArray().Add(new JsonObject
            {
                ["destination"] = "/o",
                ["type"] = "overlay",
                ["source"] = "overlay",
                ["options"] = new JsonArray($"lowerdir={host.Work}/lower", $"upperdir={host.Work}/upper", $"workdir={host.Work}/overlay-work"),
            });
        });
        result.Line.Should().Be("lower");
        File.ReadAllText(Path.Combine(host.Work, "lower/file")).Should().Be("lower");
        File.ReadAllText(Path.Combine(host.Work, "upper/file")).Should().Be("upper\n");
    }

    [Fact]
    public void A_sysctl_of_the_network_namespace_is_set()
    {
        host.Run("cat /proc/sys/net/ipv4/ip_forward", config => config["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.ip_forward"] = "1" }).Line.Should().Be("1");
    }

    [Fact]
    public void Without_pivot_the_root_is_moved_and_the_hosts_is_out_of_reach()
    {
        RunResult result = ContainerFixture.Shell(
            $"{host.RunCommand(host.Bundle("ls -d /bin /../usr; mount | grep -c ' on / '"), "moved")} --no-pivot");
        result.Output.Should().Be("/bin\n1\n");
        result.Error.Should().Be("ls: /../usr: No such file or directory\n");
    }

    private static void Mount(JsonObject config, string destination, string source, params string[] options)
    {
        JsonArray list = [];
        foreach (string option in options)
        {
            list.Add(option);
        }

        config["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = destination, ["type"] = "bind", ["source"] = source, ["options"] = list });
    }
}
