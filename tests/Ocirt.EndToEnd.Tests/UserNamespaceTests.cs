// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class UserNamespaceTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const uint First = 300_000;

    [Fact]
    public void All_ranges_of_the_mappings_are_in_force()
    {
        RunResult result = host.Run("cat /proc/self/uid_map; cat /proc/self/gid_map; id -u; readlink /proc/self/ns/user", config =>
        {
            Map(config, "uidMappings", (0, First, 1000), (5000, 900_000, 7));
            Map(config, "gidMappings", (0, First + 5, 1000));
        });
        string[] words = result.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        words[..10].Should().Equal("0", "300000", "1000", "5000", "900000", "7", "0", "300005", "1000", "0");
        words[10].Should().NotBe(new FileInfo("/proc/self/ns/user").LinkTarget);
    }

    [Fact]
    public void What_is_made_belongs_to_mapped_ids_and_unreadable_paths_of_the_host_can_be_bound()
    {
        string closed = Path.Combine(host.Work, "closed");
        string rootfs = OwnedRootfs("closed/rootfs");
        Directory.CreateDirectory(Path.Combine(closed, "volume"));
        File.WriteAllText(Path.Combine(closed, "volume/file"), "from a closed directory");
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        RunResult result = host.Run("cat /a/b/file; touch /made", config =>
        {
            MapAll(config);
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = false;
            config["mounts"]!.AsArray().Add(Bind("/a/b", Path.Combine(closed, "volume"), "bind", "ro"));
        });

        result.Error.Should().BeEmpty();
        result.Line.Should().Be("from a closed directory");
        ContainerFixture.Shell($"stat -c '%u:%g' '{rootfs}/made' '{rootfs}/a/b'").Line.Should().Be("300000:300000\n300000:300000");
    }

    [Fact]
    public void The_devices_are_those_of_the_host_and_work()
    {
        host.Run("stat -c '%n %t:%T' /dev/null /dev/zero /dev/tty; echo x > /dev/null; head -c 3 /dev/zero | wc -c; readlink /dev/fd", MapAll).Line
            .Should().Be("/dev/null 1:3\n/dev/zero 1:5\n/dev/tty 5:0\n3\n/proc/self/fd");
    }

    [Fact]
    public void A_device_that_the_host_lacks_is_refused_by_name()
    {
        host.Run("true", config =>
        {
            MapAll(config);
            config["linux"]!["devices"] = new JsonArray(new JsonObject { ["path"] = "/dev/no-such", ["type"] = "c", ["major"] = 1, ["minor"] = 3 });
        }).LastError.Should().EndWith(
            "linux.devices[0]: cannot make the device '/dev/no-such': open_tree: ENOENT: it cannot be made in a user namespace, and the host has no such device at that path to be bound instead");
    }

    [Fact]
    public void The_scheduling_takes_the_hosts_rights_and_hooks_inside_those_of_the_container()
    {
        host.Run("awk '{print $19, $41}' /proc/1/stat", config =>
        {
            MapAll(config);
            config["process"]!["scheduler"] = new JsonObject { ["policy"] = "SCHED_BATCH", ["nice"] = -5 };
            config["process"]!["ioPriority"] = new JsonObject { ["class"] = "IOPRIO_CLASS_RT", ["priority"] = 1 };
        }).Line.Should().Be("-5 3");

        RunResult result = host.Run("true", config =>
        {
            MapAll(config);
            config["hooks"] = new JsonObject
            {
                ["createContainer"] = new JsonArray(new JsonObject
                {
                    ["path"] = "/bin/sh",
                    ["args"] = new JsonArray("sh", "-c", "PATH=/usr/bin:/bin; id -u; cat /proc/self/uid_map; exit 3"),
                }),
            };
        });
        result.LastError.Should().MatchRegex(@"error running createContainer hook #0: '/bin/sh': exit code 3 after \d+\.\d\d s, its output ends with '0 +0 +300000 +\d+'$");
    }

    [Fact]
    public void Sysctls_of_its_own_namespaces_are_set_and_masked_paths_hide()
    {
        RunResult result = host.Run("cat /proc/sys/net/ipv4/ip_forward; wc -c < /proc/keys; hostname; grep -c . /proc/self/cgroup", config =>
        {
            MapAll(config);
            config["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.ip_forward"] = "1" };
            config["hostname"] = "mapped";
        });
        result.Output.Should().StartWith("1\n0\nmapped\n");
    }

    [Fact]
    public void A_user_that_is_not_mapped_is_refused_with_the_reason()
    {
        host.Run("true", config =>
        {
            MapAll(config);
            config["process"]!["user"] = new JsonObject { ["uid"] = 99_999, ["gid"] = 0 };
        }).LastError.Should().EndWith("process.user: cannot become user 99999, group 0: setresuid: EINVAL: the user namespace does not map it");
        host.Run("true", config =>
        {
            MapAll(config);
            config["process"]!["user"] = new JsonObject { ["uid"] = 0, ["gid"] = 0, ["additionalGids"] = new JsonArray(70_000) };
        }).LastError.Should().EndWith("process.user.additionalGids: cannot set the supplementary groups: setgroups: EINVAL: the user namespace does not map one of them");
    }

    [Fact]
    public void A_new_user_namespace_without_mappings_is_refused()
    {
        RunResult result = host.Run("true", config => config["linux"]!["namespaces"]!.AsArray().Insert(0, new JsonObject { ["type"] = "user" }));
        result.Code.Should().Be(1);
        result.Error.Should().Contain("error OCI2313: linux.namespaces[0]: a new user namespace needs uidMappings");
    }

    [Fact]
    public void A_user_namespace_is_joined_with_the_namespaces_that_it_owns_and_one_of_the_hosts()
    {
        using NamespaceHolder pod = new("--user --net --ipc --uts", $"0 {First} 65536\n");
        RunResult result = host.Run("cat /proc/self/uid_map; for n in user net ipc uts; do readlink /proc/self/ns/$n; done; mount | grep -c 'sysfs on /sys '", config =>
        {
            foreach (string kind in (string[])["user", "network", "ipc"])
            {
                Join(config, kind, pod.PathOf(kind == "network" ? "net" : kind));
            }

            // The host's own: the joined user namespace has no rights over it, the runtime has.
            Join(config, "uts", "/proc/self/ns/uts");
            config["hostname"] = null;
        });

        result.Error.Should().BeEmpty();
        string[] lines = result.Line.Split('\n');
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Should().Equal("0", "300000", "65536");
        lines[1..].Should().Equal(
            pod.IdentityOf("user"), pod.IdentityOf("net"), pod.IdentityOf("ipc"), new FileInfo("/proc/self/ns/uts").LinkTarget!, "1");
    }

    [Fact]
    public void The_runtimes_own_user_namespace_cannot_be_joined()
    {
        host.Run("true", config => Join(config, "user", "/proc/self/ns/user")).LastError.Should().EndWith(
            "cannot enter the user namespace: setns: EINVAL: it is the user namespace that the runtime itself is in");
    }

    [Fact]
    public void An_idmapped_volume_shows_its_files_under_the_ids_of_the_container()
    {
        ContainerFixture.NeedsNewerCalls("id-mapped mounts");
        string volume = Volume("mapped", 5, 6);
        RunResult result = host.Run("stat -c '%u:%g' /v/file; echo x > /v/new", config =>
        {
            MapAll(config);
            config["mounts"]!.AsArray().Add(Bind("/v", volume, "bind", "idmap"));
        });
        result.Error.Should().BeEmpty();
        result.Line.Should().Be("5:6");
        ContainerFixture.Shell($"stat -c '%u:%g' '{volume}/new'").Line.Should().Be("0:0", because: "the ids are mapped on the way back too");
    }

    [Fact]
    public void A_mount_can_have_mappings_of_its_own_with_and_without_a_user_namespace()
    {
        ContainerFixture.NeedsNewerCalls("id-mapped mounts");
        string volume = Volume("own", 5, 6);
        void Mount(JsonObject config, uint outside)
        {
            JsonObject bind = Bind("/v", volume, "rbind", "ridmap");
            bind["uidMappings"] = Ranges((0, outside, 10));
            bind["gidMappings"] = Ranges((0, outside + 20, 10));
            config["mounts"]!.AsArray().Add(bind);
        }

        host.Run("stat -c '%u:%g' /v/file", config => Mount(config, 1000)).Line.Should().Be("1005:1026");
        host.Run("stat -c '%u:%g' /v/file", config =>
        {
            MapAll(config);
            Mount(config, First + 100);
        }).Line.Should().Be("105:126");
    }

    [Theory]
    [InlineData("idmap=uids=0-1000-10;gids=0-1020-4#6-2000-1", false, "1005:2000")]
    [InlineData("ridmap=gids=0-300120-10;uids=0-300100-10", true, "105:126")]
    [InlineData("idmap=uids=@0-40-10;gids=@0-50-3#@3-60-7", true, "45:63")]
    [InlineData("idmap=", true, "5:6")]
    public void A_mount_can_have_mappings_of_its_own_in_the_form_of_crun(string option, bool hasUserNamespace, string owner)
    {
        ContainerFixture.NeedsNewerCalls("id-mapped mounts");
        string volume = Volume("crun-" + (uint)option.GetHashCode(System.StringComparison.Ordinal), 5, 6);
        RunResult result = host.Run("stat -c '%u:%g' /v/file", config =>
        {
            if (hasUserNamespace)
            {
                MapAll(config);
            }

            config["mounts"]!.AsArray().Add(Bind("/v", volume, "bind", option));
        });
        result.Should().Be(new RunResult(0, owner + "\n", ""));
    }

    [Theory]
    [InlineData("idmap", "5:6")]
    [InlineData("idmap=uids=0-300100-10;gids=0-300120-10", "105:126")]
    public void An_idmapped_mount_can_show_what_an_earlier_mount_put_into_the_rootfs(string option, string owner)
    {
        ContainerFixture.NeedsNewerCalls("id-mapped mounts");
        string volume = Volume("inside-" + option.Length, 5, 6);
        Directory.CreateDirectory(Path.Combine(host.Rootfs, "first"));
        RunResult result = host.Run("stat -c '%u:%g' /first/file /v/file", config =>
        {
            MapAll(config);
            config["mounts"]!.AsArray().Add(Bind("/first", volume, "bind"));
            config["mounts"]!.AsArray().Add(Bind("/v", host.Rootfs + "/first", "bind", option));
        });
        result.Should().Be(new RunResult(0, $"65534:65534\n{owner}\n", ""));
    }

    [Fact]
    public void A_file_system_without_id_mappings_is_named()
    {
        ContainerFixture.NeedsNewerCalls("id-mapped mounts");
        RunResult result = host.Run("true", config =>
        {
            JsonObject bind = Bind("/v", "/proc", "bind");
            bind["uidMappings"] = Ranges((0, 1000, 10));
            bind["gidMappings"] = Ranges((0, 1000, 10));
            config["mounts"]!.AsArray().Add(bind);
        });
        result.LastError.Should().EndWith("cannot bind '/proc' to '/v': mount_setattr: EINVAL: its file system or this kernel cannot map ids");
    }

    [Fact]
    public void A_missing_source_is_named_although_the_runtime_opens_it()
    {
        host.Run("true", config =>
        {
            MapAll(config);
            config["mounts"]!.AsArray().Add(Bind("/v", "/no/such", "bind"));
        }).LastError.Should().MatchRegex(@"config\.json:1:\d+: mounts\[7\]: cannot bind '/no/such' to '/v': open_tree: ENOENT: source: no such file or directory \('/no' is missing\)$");
    }

    [Fact]
    public void A_source_inside_the_rootfs_is_what_an_earlier_mount_put_there()
    {
        string rootfs = OwnedRootfs("inner");
        foreach (bool mapped in (bool[])[false, true])
        {
            host.Run("ls /copy", config =>
            {
                if (mapped)
                {
                    MapAll(config);
                }

                config["root"]!["path"] = rootfs;
                config["root"]!["readonly"] = false;
                string volume = Volume("inner-" + mapped, 0, 0);
                config["mounts"]!.AsArray().Add(Bind("/place", volume, "bind"));
                config["mounts"]!.AsArray().Add(Bind("/copy", rootfs + "/place", "bind"));
            }).Line.Should().Be("file");
        }
    }

    private string Volume(string name, uint uid, uint gid)
    {
        string volume = Path.Combine(host.Work, name);
        Directory.CreateDirectory(volume);

        // The mapped root may not make a mount point in a rootfs of the host's root.
        Directory.CreateDirectory(Path.Combine(host.Rootfs, "v"));
        File.WriteAllText(Path.Combine(volume, "file"), "content");
        ContainerFixture.Shell($"chown {uid}:{gid} '{volume}/file'").Code.Should().Be(0);
        return volume;
    }

    /// <summary>A copy of the rootfs that belongs to the mapped root.</summary>
    private string OwnedRootfs(string name)
    {
        string path = Path.Combine(host.Work, name);
        ContainerFixture.Shell($"mkdir -p '{path}' && cp -a '{host.Rootfs}/.' '{path}' && chown -hR {First}:{First} '{path}'").Code.Should().Be(0);
        return path;
    }

    private static void MapAll(JsonObject config)
    {
        Map(config, "uidMappings", (0, First, 65_536));
        Map(config, "gidMappings", (0, First, 65_536));
    }

    private static void Map(JsonObject config, string field, params (uint Inside, uint Outside, uint Count)[] ranges)
    {
        config["linux"]![field] = Ranges(ranges);
        if (field == "uidMappings")
        {
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
        }
    }

    private static JsonArray Ranges(params (uint Inside, uint Outside, uint Count)[] ranges)
    {
        JsonArray list = [];
        foreach ((uint inside, uint outside, uint count) in ranges)
        {
            list.Add(new JsonObject { ["containerID"] = inside, ["hostID"] = outside, ["size"] = count });
        }

        return list;
    }

    private static void Join(JsonObject config, string kind, string path)
    {
        JsonArray namespaces = config["linux"]!["namespaces"]!.AsArray();
        namespaces.RemoveAll(entry => (string)entry!["type"]! == kind);
        namespaces.Add(new JsonObject { ["type"] = kind, ["path"] = path });
    }

    private static JsonObject Bind(string destination, string source, params string[] options)
    {
        JsonArray list = [];
        foreach (string option in options)
        {
            list.Add(option);
        }

        return new JsonObject { ["destination"] = destination, ["type"] = "bind", ["source"] = source, ["options"] = list };
    }
}
