// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// The rungs of docs/kernel-requirements.md: newer system calls are taken away from the runtime by a filter around it.
/// `make ladder` runs whole classes of tests that way; here is what each rung must do and say.
/// </summary>
public sealed class LadderTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private static string Without => Path.Combine(ContainerFixture.Root, "tests/ladder/Ocirt.Without/bin/x64/ocirt-without");

    [Theory]
    [InlineData("enosys")]
    [InlineData("eperm")]
    [InlineData("5.10")]
    public void A_container_is_the_same_on_every_rung(string rung)
    {
        string bundle = host.Bundle(
            "cut -d ' ' -f 5,6 /proc/self/mountinfo; cat /proc/kcore | wc -c; touch /proc/sys/kernel/x /x; ls /secret; cat /v/file; hostname",
            Everything);
        RunResult expected = host.RunBundle(bundle);
        RunResult result = host.RunBundle(bundle, prefix: $"'{Without}' {rung}");
        result.Code.Should().Be(expected.Code, because: result.Error);
        result.Output.Should().Be(expected.Output);
        result.Error.Should().Be(expected.Error);
        expected.Output.Should().Contain("/v ro,nosuid,nodev,noexec").And.Contain("of the host");
    }

    [Theory]
    [InlineData("enosys")]
    [InlineData("eperm")]
    [InlineData("5.10")]
    public void Attributes_reach_every_mount_of_a_tree_on_every_rung(string rung)
    {
        string tree = Directory.CreateDirectory(Path.Combine(host.Work, "tree-" + rung)).FullName;
        string bundle = host.Bundle("grep ' /v' /proc/self/mountinfo | cut -d ' ' -f 5,6 | sort", config =>
            config["mounts"]!.AsArray().Add(new JsonObject
            {
                ["destination"] = "/v",
                ["type"] = "bind",
                ["source"] = tree,
                ["options"] = new JsonArray("rbind", "rro", "rnosuid", "rnodev", "rnoexec", "rprivate"),
            }));

        // The mounts below the source, one of them covered and one with a blank in its name, are in a namespace of their own.
        string mounts = $"mount -t tmpfs a '{tree}' && cd '{tree}' && mkdir 'x y' z && mount -t tmpfs b 'x y' && mkdir 'x y/deep' && mount -t tmpfs c 'x y/deep' && mount -t tmpfs d z && mount -t tmpfs e z && cd /";
        string run = host.RunCommand(bundle, host.NewId());
        RunResult result = ContainerFixture.Shell($"unshare -m --propagation private sh -c \"{mounts}; '{Without}' {rung} {run}\"");
        result.Error.Should().BeEmpty();
        string flags = "ro,nosuid,nodev,noexec,relatime";
        result.Line.Should().Be(string.Join('\n', $"/v {flags}", $"/v/x\\040y {flags}", $"/v/x\\040y/deep {flags}", $"/v/z {flags}", "/v/z rw,relatime"),
            because: "only what another mount of the tree covers is out of reach, for the container as well");
    }

    [Theory]
    [InlineData("enosys")]
    [InlineData("eperm")]
    public void Id_mappings_of_a_mount_are_refused_where_nothing_gives_them(string rung)
    {
        string bundle = host.Bundle("true", config => config["mounts"]!.AsArray().Add(new JsonObject
        {
            ["destination"] = "/v",
            ["type"] = "bind",
            ["source"] = host.Work,
            ["options"] = new JsonArray("bind"),
            ["uidMappings"] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 1000, ["size"] = 10 }),
            ["gidMappings"] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 1000, ["size"] = 10 }),
        }));
        RunResult result = host.RunBundle(bundle, prefix: $"'{Without}' {rung}");
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("they take Linux 5.12, and a profile around the runtime that allows mount_setattr and open_tree");
    }

    [Fact]
    public void A_root_that_propagates_to_the_host_is_not_used_as_a_stage()
    {
        string rootfs = Directory.CreateDirectory(Path.Combine(host.Work, "shared")).FullName;
        string bundle = host.Bundle("true", config =>
        {
            config["root"]!["path"] = rootfs + "/rootfs";
            config["linux"]!["rootfsPropagation"] = "shared";
        });
        string before = File.ReadAllText("/proc/self/mountinfo");
        string run = host.RunCommand(bundle, host.NewId());
        string prepare = $"mount --make-rshared / && mount -t tmpfs t '{rootfs}' && cp -a '{host.Rootfs}' '{rootfs}/rootfs'";
        RunResult result = ContainerFixture.Shell(
            $"unshare -m --propagation private sh -c \"{prepare}; '{Without}' enosys {run}; cut -d ' ' -f 5 /proc/self/mountinfo | grep -cx /\"");
        result.LastError.Should().EndWith("without this call the rootfs must not propagate its mounts to the host: set linux.rootfsPropagation to 'slave' or 'private'");
        result.Line.Should().Be("1", because: "nothing lies over the root of the runtime's own namespace");
        File.ReadAllText("/proc/self/mountinfo").Should().Be(before);
    }

    [Theory]
    [InlineData("enosys", "open_tree, which this kernel lacks (Linux 5.12 has all of them)")]
    [InlineData("eperm", "open_tree, which this process may not call")]
    [InlineData("5.10", "mount_setattr, which this kernel lacks (Linux 5.12 has all of them)")]
    public void Without_detached_mounts_nothing_is_mounted_in_the_hosts_mount_namespace(string rung, string reason)
    {
        string bundle = host.Bundle("true", config =>
        {
            config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "mount");
            config["linux"]!.AsObject().Remove("maskedPaths");
            config["linux"]!.AsObject().Remove("readonlyPaths");
        });
        string run = host.RunCommand(bundle, host.NewId());
        ContainerFixture.Shell($"unshare -m --propagation private '{Without}' {rung} {run}").LastError.Should()
            .EndWith("root.path: a container without a mount namespace of its own takes " + reason);
    }

    [Fact]
    public void A_process_that_cannot_be_held_is_an_error_and_not_taken_for_ended()
    {
        const string Reason = "processes are held by pidfds, which take Linux 5.3, and pidfd_open and pidfd_send_signal in the seccomp profile of a container around ocirt";
        host.RunBundle(host.Bundle("true"), prefix: $"'{Without}' pidfd").LastError.Should().EndWith(Reason);
        using RunningContainer container = RunningContainer.Start(host);
        RunResult kill = ContainerFixture.Shell($"'{Without}' pidfd {host.CommandLine($"kill {container.Id} KILL")}");
        kill.Code.Should().Be(1);
        kill.LastError.Should().EndWith(Reason);
        RunResult state = ContainerFixture.Shell($"'{Without}' pidfd {host.CommandLine($"state {container.Id}")}");
        state.Output.Should().Contain("\"status\": \"running\"");
    }

    [Fact]
    public void A_walk_that_is_raced_without_end_is_given_up()
    {
        const string Reason = "somebody keeps moving directories on the way";
        host.RunBundle(host.Bundle("true"), prefix: $"'{Without}' raced").LastError.Should().EndWith($"openat2: EAGAIN: target: {Reason}");
        using RunningContainer container = RunningContainer.Start(host);
        ContainerFixture.Shell($"'{Without}' raced {container.Line("true", "--user web")}").Should().Be(
            new RunResult(255, "", $"ocirt: --user: cannot open the container's /etc/passwd: {Reason}\n"));
    }

    /// <summary>Something of each kind of mount, and paths that are hidden and protected.</summary>
    private void Everything(JsonObject config)
    {
        string volume = Directory.CreateDirectory(Path.Combine(host.Work, "volume")).FullName;
        File.WriteAllText(volume + "/file", "of the host\n");
        Directory.CreateDirectory(Path.Combine(host.Rootfs, "secret/inner"));
        config["linux"]!["maskedPaths"]!.AsArray().Add("/secret");
        config["linux"]!["maskedPaths"]!.AsArray().Add("/etc/passwd");
        JsonArray mounts = config["mounts"]!.AsArray();
        mounts.Add(Mount("/v", "bind", volume, "rbind", "ro", "nosuid", "nodev", "noexec", "rprivate"));
        mounts.Add(Mount("/w", "bind", volume, "bind", "noatime", "rslave"));
        mounts.Add(Mount("/one", "bind", volume + "/file", "bind", "rro"));
        mounts.Add(Mount("/etc", "tmpfs", "tmpfs", "tmpcopyup", "ro", "size=1m"));
        mounts.Add(Mount("/own", "tmpfs", "tmpfs", "rshared", "ro", "size=1m"));
        mounts.Add(Mount("/own/inner", "tmpfs", "tmpfs", "unbindable", "silent"));
    }

    private static JsonObject Mount(string destination, string type, string source, params string[] options)
    {
        JsonArray list = [];
        foreach (string option in options)
        {
            list.Add(option);
        }

        return new JsonObject { ["destination"] = destination, ["type"] = type, ["source"] = source, ["options"] = list };
    }
}
