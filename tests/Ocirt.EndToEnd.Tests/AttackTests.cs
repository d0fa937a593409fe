// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// Attacks by a hostile rootfs and by volumes that others write to. docs/security-model.md has the table: each row names
/// its test. What every test asserts beside its own: the fixture finds the host's mounts as they were.
/// </summary>
public sealed class AttackTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Theory]
    [InlineData("proc")]
    [InlineData("sys")]
    public void A_link_in_place_of_proc_or_sys_is_refused(string name)
    {
        string rootfs = HostileRootfs("link-" + name);
        Directory.Delete(Path.Combine(rootfs, name));
        Directory.CreateDirectory(Path.Combine(rootfs, "tmp/elsewhere"));
        File.CreateSymbolicLink(Path.Combine(rootfs, name), "tmp/elsewhere");
        RunResult result = host.Run("true", config => config["root"]!["path"] = rootfs);
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith($"at '/{name}': must be mounted on ordinary directory, and its place is a symbolic link or lies behind one, which could lead the mount astray");
    }

    [Theory]
    [InlineData("/proc", "tmpfs")]
    [InlineData("/proc/self/attr", "tmpfs")]
    [InlineData("/proc/sys", "tmpfs")]
    [InlineData("/x/../proc/sys/kernel", "tmpfs")]
    public void Nothing_is_mounted_over_proc_or_into_it(string destination, string type)
    {
        RunResult result = host.Run("true", config => config["mounts"]!.AsArray().Add(Mount(destination, type, "tmpfs")));
        result.Code.Should().Be(1);
        result.Error.Should().Contain("error OCI2107: mounts[7].destination: a mount at '" + destination + "' would cover a part of /proc");
    }

    [Fact]
    public void A_dev_that_leads_out_of_the_rootfs_gets_its_nodes_inside()
    {
        string rootfs = HostileRootfs("dev-link");
        string outside = Outside("dev-outside");
        File.WriteAllText(outside + "/ptmx", "of the host");
        Directory.Delete(Path.Combine(rootfs, "dev"));
        File.CreateSymbolicLink(Path.Combine(rootfs, "dev"), outside);
        RunResult result = host.Run("stat -c %t:%T /dev/null; readlink /dev/ptmx", config =>
        {
            config["root"]!["path"] = rootfs;
            WithoutDev(config);
        });
        result.Error.Should().BeEmpty();
        result.Line.Should().Be("1:3\npts/ptmx");
        Directory.GetFileSystemEntries(outside).Should().Equal([outside + "/ptmx"], because: "the host's directory is not touched");
        File.ReadAllText(outside + "/ptmx").Should().Be("of the host");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("tty")]
    public void A_device_that_is_a_link_or_something_else_is_refused_and_not_followed(string name)
    {
        string rootfs = HostileRootfs("device-" + name);
        string outside = Outside("device-outside-" + name);
        File.WriteAllText(outside + "/file", "of the host");
        File.CreateSymbolicLink(Path.Combine(rootfs, "dev", name), outside + "/file");
        RunResult result = host.Run("true", config =>
        {
            config["root"]!["path"] = rootfs;
            config["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
            WithoutDev(config);
        });
        result.LastError.Should().EndWith($"cannot make the device '/dev/{name}': something else stands there already");
        ContainerFixture.Shell($"stat -c '%u %a' '{outside}/file'").Line.Should().Be("0 644", because: "neither owner nor mode of the host's file changes");
    }

    [Fact]
    public void A_masked_file_is_covered_by_the_hosts_null_device_whatever_the_rootfs_calls_null()
    {
        string rootfs = HostileRootfs("masked");
        File.WriteAllText(Path.Combine(rootfs, "secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(rootfs, "link"), "/etc/../../../../etc/hostname");
        RunResult result = host.Run("stat -c '%F %t:%T' /secret; echo x > /secret; wc -c < /secret", config =>
        {
            config["root"]!["path"] = rootfs;
            config["linux"]!["maskedPaths"] = new JsonArray("/secret", "/link", "/nothing");
        });
        result.Line.Should().Be("character special file 1:3\n0");
        File.ReadAllText(Path.Combine(rootfs, "secret")).Should().Be("secret");
    }

    [Fact]
    public void A_working_directory_is_never_one_of_the_hosts()
    {
        for (int descriptor = 3; descriptor < 24; descriptor++)
        {
            RunResult result = host.Run("pwd; ls", config => config["process"]!["cwd"] = $"/proc/self/fd/{descriptor}");
            result.Code.Should().Be(1, because: $"descriptor {descriptor} leads to no directory of the container: {result.Output}");
            result.LastError.Should().Contain($"cannot change to the working directory '/proc/self/fd/{descriptor}'");
        }
    }

    [Fact]
    public void The_runtime_cannot_be_written_through_proc_self_exe()
    {
        string before = ContainerFixture.Shell($"sha256sum < '{ContainerFixture.Root}/out/ocirt'").Line;
        host.Run("true", config => config["process"]!["args"] = new JsonArray("/proc/self/exe")).Code.Should().Be(64, because: "it is init, which does nothing without the runtime");
        host.Run("true", config =>
        {
            // The interpreter of a script: the kernel opens init's image by the path that the container gave.
            File.WriteAllText(Path.Combine(host.Rootfs, "tmp/script"), "#!/proc/self/exe\n");
            File.SetUnixFileMode(Path.Combine(host.Rootfs, "tmp/script"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            config["process"]!["args"] = new JsonArray("/tmp/script");
        }).Code.Should().Be(64);

        // A descriptor of init's image from the time when init ran, which a write through it would wait for to end.
        string id = host.NewId();
        host.Start($"create -b '{host.Bundle("sleep 1000")}' {id}").Code.Should().Be(0);
        int pid = host.State(id)["pid"]!.GetValue<int>();
        RunResult written = ContainerFixture.Shell(
            $"exec 9< /proc/{pid}/exe; {host.CommandLine($"start {id}")}; while readlink /proc/{pid}/exe | grep -q memfd; do :; done; : > /proc/self/fd/9; echo x >> /proc/self/fd/9");
        written.Code.Should().Be(1);
        written.Error.Should().MatchRegex("(.*/proc/self/fd/9: Operation not permitted\n.*Operation not permitted\n)", because: "the image is sealed");
        host.Command($"delete -f {id}").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Shell($"sha256sum < '{ContainerFixture.Root}/out/ocirt'").Line.Should().Be(before);
    }

    [Fact]
    public void Links_of_a_shared_volume_do_not_lead_a_mount_out_of_the_rootfs()
    {
        string volume = Outside("shared-volume");
        string outside = Outside("shared-outside");
        File.CreateSymbolicLink(Path.Combine(volume, "up"), "../../../../../../../.." + outside);
        File.CreateSymbolicLink(Path.Combine(volume, "magic"), "/proc/self/cwd");
        string rootfs = HostileRootfs("shared");
        foreach (string way in (string[])["up", "magic"])
        {
            host.Run("true", config =>
            {
                config["root"]!["path"] = rootfs;
                config["root"]!["readonly"] = false;
                config["mounts"]!.AsArray().Add(Mount("/vol", "bind", volume, "bind"));
                config["mounts"]!.AsArray().Add(Mount($"/vol/{way}/made", "tmpfs", "tmpfs"));
            });
        }

        Directory.GetFileSystemEntries(outside).Should().BeEmpty();
    }

    [Theory]
    [InlineData("directory")]
    [InlineData("file")]
    public void An_attacker_who_swaps_the_target_while_containers_start_reaches_nothing(string kind)
    {
        // `make attacks` gives the long form.
        int starts = int.Parse(Environment.GetEnvironmentVariable("OCIRT_STARTS") ?? "40", CultureInfo.InvariantCulture);
        string rootfs = HostileRootfs("race-" + kind);
        string outside = Outside("race-outside-" + kind);
        string volume = Outside("race-volume-" + kind);
        File.WriteAllText(volume + "/file", "content");
        string bundle = host.Bundle("true", config =>
        {
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = false;
            config["mounts"]!.AsArray().Add(Mount("/race/a/b", "bind", kind == "file" ? volume + "/file" : volume, "bind"));
        });
        using Process attacker = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", $"cd '{rootfs}' && while :; do mkdir -p race/a; ln -sfT '{outside}' link; mv -T race old; mv -T link race; rm -rf old race; done 2>/dev/null"]))!;
        try
        {
            for (int i = 0; i < starts; i++)
            {
                RunResult result = host.RunBundle(bundle);
                result.Code.Should().BeOneOf([0, 1], because: result.Error);
            }
        }
        finally
        {
            attacker.Kill();
            attacker.WaitForExit();
        }

        Directory.GetFileSystemEntries(outside).Should().BeEmpty(because: "no directory and no file was made outside");
        File.ReadAllText(volume + "/file").Should().Be("content");
    }

    [Fact]
    public void A_container_without_a_cgroup_namespace_cannot_write_to_cgroups_that_are_mounted_read_only()
    {
        host.Run("for f in $(find /sys/fs/cgroup -name cgroup.procs 2>/dev/null | head -20); do (echo 1 > $f) 2>/dev/null && echo wrote $f; done; echo done").Line.Should().Be("done");
    }

    private string HostileRootfs(string name)
    {
        string path = Path.Combine(host.Work, name);
        ContainerFixture.Shell($"cp -a '{host.Rootfs}' '{path}'").Code.Should().Be(0);
        return path;
    }

    private string Outside(string name) => Directory.CreateDirectory(Path.Combine(host.Work, name)).FullName;

    private static void WithoutDev(JsonObject config)
    {
        config["root"]!["readonly"] = false;
        config["mounts"]!.AsArray().RemoveAll(mount => ((string)mount!["destination"]!).StartsWith("/dev", StringComparison.Ordinal));
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
