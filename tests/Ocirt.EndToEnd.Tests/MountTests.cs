// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class MountTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    // "silent" is a flag that only mount(2) takes.
    [Theory]
    [InlineData("nodev")]
    [InlineData("silent")]
    public void Tmpcopyup_begins_with_a_copy_of_what_is_covered(string option)
    {
        string rootfs = OwnRootfs("copyup-" + option);
        ContainerFixture.Shell($"""
            cd '{rootfs}' && mkdir -p data/sub && echo content > data/file && chown 7:8 data/file && chmod 4755 data/file &&
            ln -s /nowhere data/link && mkfifo data/sub/pipe && chmod 1700 data && head -c 100000 /dev/zero > data/sub/large
            """).Code.Should().Be(0);

        RunResult result = host.Run(
            "cat /data/file; stat -c '%n %A %u:%g' /data /data/file /data/sub/pipe; readlink /data/link; wc -c < /data/sub/large; grep -c ' /data tmpfs ro' /proc/mounts; rm /data/file",
            config =>
            {
                config["root"]!["path"] = rootfs;
                Add(config, "/data", "tmpfs", "tmpfs", "tmpcopyup", "ro", "nosuid", option);
            });

        result.Line.Should().Be("content\n/data drwx-----T 0:0\n/data/file -rwsr-xr-x 7:8\n/data/sub/pipe prw-r--r-- 0:0\n/nowhere\n100000\n1");
        result.Error.Should().Contain("Read-only file system");
        File.Exists(Path.Combine(rootfs, "data/file")).Should().BeTrue();
    }

    [Fact]
    public void A_destination_with_the_path_of_the_rootfs_before_it_means_the_same()
    {
        string rootfs = OwnRootfs("prefixed");
        string volume = Volume("prefixed-volume");
        host.Run("cat /inside/file /again/file", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/inside", "bind", volume, "bind");
            Add(config, rootfs + "/again", "bind", rootfs + "/inside", "rbind");
        }).Should().Be(host.Run("cat /a/file /a/file", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/a", "bind", volume, "bind");
        }), because: "runc takes it so, and a source in the rootfs is looked up after the mounts before it");
    }

    [Theory]
    [InlineData("", "ro,nosuid,noexec")]
    [InlineData("rprivate", "ro,nosuid,noexec")]
    [InlineData("rw", "rw")]
    [InlineData("nodev", "rw,nodev")]
    [InlineData("ro", "ro")]
    [InlineData("suid", "rw")]
    public void A_bind_mount_has_the_attributes_that_it_is_given_and_without_any_those_of_its_source(string option, string expected)
    {
        string source = Path.Combine(host.Work, "attributes-" + option);
        string bundle = host.Bundle("grep ' /volume ' /proc/self/mounts", config => Add(config, "/volume", "bind", source, ["bind", .. option.Length == 0 ? (string[])[] : [option]]));
        RunResult result = ContainerFixture.Shell(
            $"mkdir -p '{source}'; unshare -m --propagation private sh -c \"mount -t tmpfs t '{source}' && mount -o remount,bind,ro,nosuid,noexec '{source}' && {host.RunCommand(bundle, host.NewId())}\"");
        result.Error.Should().BeEmpty();
        result.Line.Split(' ')[3].Split(',').Where(word => word is "ro" or "rw" or "nosuid" or "nodev" or "noexec")
            .Should().Equal(expected.Split(','), because: "runc and crun do so");
    }

    [Fact]
    public void A_tmpfs_without_a_mode_gets_that_of_the_directory_it_covers()
    {
        string rootfs = OwnRootfs("mode");
        ContainerFixture.Shell($"mkdir '{rootfs}/secret' '{rootfs}/other' && chmod 710 '{rootfs}/secret' '{rootfs}/other'").Code.Should().Be(0);
        host.Run("stat -c %a /secret /other /new", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/secret", "tmpfs", "tmpfs", "ro");
            Add(config, "/other", "tmpfs", "tmpfs", "mode=705");
            Add(config, "/new", "tmpfs", "tmpfs");
        }).Line.Should().Be("710\n705\n1777", because: "a tmpfs that covers nothing has the default of the kernel");
    }

    [Fact]
    public void Links_are_bound_copied_or_covered_as_the_options_ask()
    {
        string rootfs = OwnRootfs("links");
        string volume = Volume("links-volume");
        File.CreateSymbolicLink(Path.Combine(volume, "link"), "file");
        File.CreateSymbolicLink(Path.Combine(rootfs, "pointer"), "/elsewhere");
        RunResult result = host.Run("readlink /bound; readlink /copied; cat /followed; readlink /pointer || cat /pointer", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/bound", "bind", volume + "/link", "bind", "src-nofollow");
            Add(config, "/copied", "bind", volume + "/link", "bind", "copy-symlink");
            Add(config, "/followed", "bind", volume + "/link", "bind");
            Add(config, "/pointer", "bind", volume + "/file", "bind", "dest-nofollow");
        });
        result.Error.Should().BeEmpty();
        result.Line.Should().Be("file\nfile\ncontentcontent");
        new FileInfo(Path.Combine(rootfs, "copied")).LinkTarget.Should().Be("file");
    }

    [Fact]
    public void A_target_behind_an_absolute_link_to_nothing_is_made_inside_the_rootfs()
    {
        string rootfs = OwnRootfs("absolute");
        string volume = Volume("absolute-volume");
        string outside = Path.Combine(host.Work, "absolute-outside");
        Directory.CreateDirectory(outside);
        File.CreateSymbolicLink(Path.Combine(rootfs, "way"), outside + "/deep");
        File.CreateSymbolicLink(Path.Combine(rootfs, "up"), "../../../../up-there");
        RunResult result = host.Run($"cat /way/a/file {outside}/deep/a/file /up-there/file", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/way/a", "bind", volume, "bind");
            Add(config, "/up", "bind", volume, "bind");
        });
        result.Error.Should().BeEmpty();
        result.Output.Should().Be("contentcontentcontent");
        Directory.GetFileSystemEntries(outside).Should().BeEmpty(because: "the link is resolved inside the root");
    }

    [Fact]
    public void A_ring_of_links_is_refused()
    {
        string rootfs = OwnRootfs("ring");
        File.CreateSymbolicLink(Path.Combine(rootfs, "one"), "two");
        File.CreateSymbolicLink(Path.Combine(rootfs, "two"), "one");
        host.Run("true", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/one/a", "bind", Volume("ring-volume"), "bind");
        }).LastError.Should().EndWith("to '/one/a': openat2: ELOOP: target: too many levels of symbolic links");
    }

    [Fact]
    public void Recursive_attributes_reach_the_mounts_below_and_plain_ones_do_not()
    {
        string rootfs = OwnRootfs("recursive");
        RunResult result = host.Run("grep -E ' /(tree|plain)' /proc/mounts | cut -d' ' -f2,4 | cut -d, -f1-4 | sed s/,inode64//", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/a", "tmpfs", "tmpfs", "mode=755");
            Add(config, "/a/b", "tmpfs", "tmpfs", "mode=755");
            Add(config, "/tree", "bind", rootfs + "/a", "rbind", "rro", "rnosuid", "rnoexec");
            Add(config, "/plain", "bind", rootfs + "/a", "rbind", "ro", "nosuid", "nodev");
        });
        result.Line.Should().Be(
            "/tree ro,nosuid,noexec,relatime\n/tree/b ro,nosuid,noexec,relatime\n/plain ro,nosuid,nodev,relatime\n/plain/b rw,relatime,mode=755");
    }

    [Fact]
    public void A_mount_that_stands_is_changed_by_remount()
    {
        string rootfs = OwnRootfs("remount");
        RunResult result = host.Run("grep -E ' /(t|v) ' /proc/mounts | cut -d' ' -f2,4", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, "/t", "tmpfs", "tmpfs", "mode=755", "size=4096k");
            Add(config, "/t", "tmpfs", "tmpfs", "remount", "size=8192k", "nosuid");
            Add(config, "/v", "bind", Volume("remount-volume"), "bind");
            Add(config, "/v", "none", "none", "bind", "remount", "ro", "noexec");
        });
        result.Error.Should().BeEmpty();
        result.Line.Should().MatchRegex(@"^/t rw,nosuid,relatime,size=8192k.*\n/v ro,noexec,relatime");
    }

    [Fact]
    public void Mounts_are_made_in_their_order_and_a_later_one_covers_an_earlier_one()
    {
        host.Run("ls /m", config =>
        {
            config["root"]!["path"] = OwnRootfs("order");
            Add(config, "/m", "bind", Volume("order-one"), "bind");
            Add(config, "/m/../m", "tmpfs", "tmpfs");
        }).Line.Should().BeEmpty();
    }

    [Fact]
    public void Masked_directories_share_one_superblock_and_a_path_given_twice_is_masked_once()
    {
        RunResult result = host.Run("stat -c %d /one /two | sort -u | wc -l; grep -c ' /one ' /proc/mounts; ls -A /one", config =>
        {
            string rootfs = OwnRootfs("masks");
            ContainerFixture.Shell($"mkdir '{rootfs}/one' '{rootfs}/two' && touch '{rootfs}/one/x'").Code.Should().Be(0);
            config["root"]!["path"] = rootfs;
            config["linux"]!["maskedPaths"] = new JsonArray("/one", "/two", "/one", "//one/");
        });
        result.Line.Should().Be("1\n1");
    }

    [Fact]
    public void A_file_against_a_directory_is_told_with_both()
    {
        string volume = Volume("types");
        string rootfs = OwnRootfs("types-root");
        RunResult Bound(string destination, string source) => host.Run("true", config =>
        {
            config["root"]!["path"] = rootfs;
            Add(config, destination, "bind", source, "bind");
        });

        Bound("/etc", volume + "/file").LastError.Should().MatchRegex(
            $"config\\.json:1:\\d+: mounts\\[7\\]: cannot bind '{volume}/file' to '/etc': move_mount: ENOTDIR: the source is no directory and the target is one$");
        Bound("/etc/passwd", volume).LastError.Should().EndWith(
            $"cannot bind '{volume}' to '/etc/passwd': move_mount: ENOTDIR: the source is a directory and the target is none");
        Bound("/etc/passwd/x", volume).LastError.Should().EndWith(
            $"cannot bind '{volume}' to '/etc/passwd/x': openat2: ENOTDIR: target: not a directory");
    }

    [Fact]
    public void The_first_component_of_a_source_that_is_missing_is_named()
    {
        host.Run("true", config => Add(config, "/v", "bind", host.Work + "/absent/deeper/file", "bind")).LastError.Should().EndWith(
            $"cannot bind '{host.Work}/absent/deeper/file' to '/v': open_tree: ENOENT: source: no such file or directory ('{host.Work}/absent' is missing)");
    }

    [Fact]
    public void An_option_that_no_file_system_knows_is_named()
    {
        ContainerFixture.NeedsNewerCalls("fsconfig", exceptOn: "5.10");
        host.Run("true", config => Add(config, "/v", "tmpfs", "tmpfs", "frobnicate=7")).LastError.Should().EndWith(
            "mounts[7]: cannot mount tmpfs at '/v': fsconfig: EINVAL: option 'frobnicate': invalid argument");
    }

    [Fact]
    public void Nosymfollow_keeps_links_from_being_followed()
    {
        string volume = Volume("nosymfollow");
        File.CreateSymbolicLink(Path.Combine(volume, "link"), "file");
        host.Run("cat /v/file; cat /v/link", config =>
        {
            config["root"]!["path"] = OwnRootfs("nosymfollow-root");
            Add(config, "/v", "bind", volume, "bind", "nosymfollow");
        }).Error.Should().Contain("link").And.Contain("ymbolic link");
    }

    [Fact]
    public void A_slave_volume_still_gets_what_the_host_mounts_later()
    {
        // The mount namespace of the script stands in for the host's; the test waits for the container and it for the mount.
        // A descriptor of its own: bash closes that of a coprocess the moment it has ended.
        string bundle = host.Bundle("echo ready; while [ ! -e /v/sub/late ]; do :; done; echo seen; mount -t tmpfs inner /v/own 2>/dev/null; true", config =>
        {
            config["root"]!["path"] = OwnRootfs("slave");
            Add(config, "/v", "bind", host.Work + "/shared", "rbind", "rslave");
            Add(config, "/w", "bind", host.Work + "/shared", "rbind", "rprivate");
        });
        RunResult result = ContainerFixture.Shell($"""
            unshare -m --propagation private bash -c '
            cd {host.Work} && mkdir -p shared later && touch later/late && mount -t tmpfs shared shared && mount --make-shared shared && mkdir shared/sub shared/own &&
            coproc RUN (exec {host.RunCommand(bundle, Path.GetFileName(host.Work) + "-slave")}) &&
            exec 7<&"${"{"}RUN[0]{"}"}" && read -r word <&7 && mount --bind later shared/sub && read -r second <&7 && wait; echo $word $second; grep -c inner /proc/self/mounts'
            """);
        result.Line.Should().Be("ready seen\n0", because: result.Error);
    }

    [Fact]
    public void Without_a_cgroup_namespace_the_whole_tree_of_version_2_is_bound()
    {
        if (!ContainerFixture.IsUnified)
        {
            Assert.Skip("this host has cgroup v1");
        }

        host.Run("p=$(grep ^0:: /proc/self/cgroup | cut -d: -f3); ls -d /sys/fs/cgroup$p/cgroup.procs >/dev/null && echo found", config =>
        {
            config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "cgroup");
            Add(config, "/sys/fs/cgroup", "cgroup", "cgroup", "ro");
        }).Line.Should().EndWith("found");
    }

    private string Volume(string name)
    {
        string volume = Path.Combine(host.Work, name);
        Directory.CreateDirectory(volume);
        File.WriteAllText(Path.Combine(volume, "file"), "content");
        return volume;
    }

    private string OwnRootfs(string name)
    {
        string path = Path.Combine(host.Work, name);
        ContainerFixture.Shell($"cp -a '{host.Rootfs}' '{path}'").Code.Should().Be(0);
        return path;
    }

    private static void Add(JsonObject config, string destination, string type, string source, params string[] options)
    {
        JsonArray list = [];
        foreach (string option in options)
        {
            list.Add(option);
        }

        config["root"]!["readonly"] = false;
        config["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = destination, ["type"] = type, ["source"] = source, ["options"] = list });
    }
}
