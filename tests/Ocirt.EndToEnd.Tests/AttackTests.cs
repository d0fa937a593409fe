// SPDX-License-Identifier: Apache-2.0

using System;
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
    private const string OutsideTheRoot = "it lies outside the root of the container";

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
        Refused(result, $"at '/{name}': must be mounted on ordinary directory, and its place is a symbolic link or lies behind one, which could lead the mount astray");
    }

    [Theory]
    [InlineData("/proc", "tmpfs")]
    [InlineData("/proc/self/attr", "tmpfs")]
    [InlineData("/proc/sys", "tmpfs")]
    [InlineData("/x/../proc/sys/kernel", "tmpfs")]
    public void Nothing_is_mounted_over_proc_or_into_it(string destination, string type)
    {
        RunResult result = host.Run("true", config => config["mounts"]!.AsArray().Add(Mount(destination, type, "tmpfs")));
        result.Code.Should().NotBe(0);
        if (ContainerFixture.Peer is null)
        {
            result.Error.Should().Contain("error OCI2107: mounts[7].destination: a mount at '" + destination + "' would cover a part of /proc");
        }
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
        Refused(result, $"cannot make the device '/dev/{name}': something else stands there already");
        ContainerFixture.Shell($"stat -c '%u %a' '{outside}/file'").Line.Should().Be("0 644", because: "neither owner nor mode of the host's file changes");
    }

    [Fact]
    public void A_masked_file_is_covered_by_the_hosts_null_device_whatever_the_rootfs_calls_null()
    {
        string rootfs = HostileRootfs("masked");
        File.WriteAllText(Path.Combine(rootfs, "secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(rootfs, "link"), "/etc/../../../../etc/hostname");
        RunResult result = host.Run("stat -c '%F %t:%T' /secret; echo x > /secret; wc -c < /secret; stat -c %d:%i /secret", config =>
        {
            config["root"]!["path"] = rootfs;
            config["linux"]!["maskedPaths"] = new JsonArray("/secret", "/link", "/nothing");
        });
        result.Line.Should().StartWith("character special file 1:3\n0\n");
        if (ContainerFixture.Peer is null)
        {
            result.Line.Should().EndWith("\n" + ContainerFixture.Shell("stat -c %d:%i /dev/null").Line, because: "it is the very node of the host");
        }

        File.ReadAllText(Path.Combine(rootfs, "secret")).Should().Be("secret");
    }

    [Fact]
    public void A_working_directory_is_never_one_of_the_hosts()
    {
        // Two directories of the host that the caller hands over are open until the end; all others must be closed.
        for (int descriptor = 3; descriptor < 24; descriptor++)
        {
            string bundle = host.Bundle("pwd; ls", config => config["process"]!["cwd"] = $"/proc/self/fd/{descriptor}");
            RunResult result = ContainerFixture.Shell($"exec 3< / 4< /etc; {host.RunCommand(bundle, $"--preserve-fds 2 {host.NewId()}")}");
            result.Code.Should().NotBe(0, because: $"descriptor {descriptor} leads to no directory of the container: {result.Output}");
            if (ContainerFixture.Peer is not null)
            {
                continue;
            }

            string problem = $"process.cwd: cannot change to the working directory '/proc/self/fd/{descriptor}': ";
            result.LastError.Should().MatchRegex($"{problem}({OutsideTheRoot}$|{(descriptor < 5 ? "$" : "chdir: ENOTDIR|chdir: ENOENT|mkdirat: ENOENT|openat2: ELOOP")})");
        }
    }

    [Fact]
    public void A_link_of_the_container_takes_no_process_of_exec_to_a_directory_of_the_host()
    {
        string rootfs = HostileRootfs("exec-link");
        File.CreateSymbolicLink(Path.Combine(rootfs, "srv"), "/proc/self/fd/3");
        using RunningContainer container = RunningContainer.Start(host, config => config["root"]!["path"] = rootfs);
        Refused(
            ContainerFixture.Shell($"exec 3< /; {container.Line("ls", "--preserve-fds 1 --cwd /srv")}"),
            $"ocirt: cannot change to the working directory '/srv': {OutsideTheRoot}",
            code: 255);
    }

    [Fact]
    public void The_runtime_cannot_be_written_through_proc_self_exe()
    {
        Assert.SkipWhen(ContainerFixture.Peer is not null, $"this host has {ContainerFixture.Peer} in the place of ocirt, which protects itself in another way");
        string before = ContainerFixture.Shell($"sha256sum < '{host.Binary}'").Line;
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
        ContainerFixture.Shell($"sha256sum < '{host.Binary}'").Line.Should().Be(before);
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
        Directory.CreateDirectory(rootfs + "/race");
        Directory.CreateDirectory(rootfs + outside);
        File.CreateSymbolicLink(rootfs + "/link", outside);
        string bundle = host.Bundle("true", config =>
        {
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = false;
            config["mounts"]!.AsArray().Add(Mount("/race/a/b", "bind", kind == "file" ? volume + "/file" : volume, "bind"));
        });
        long swaps;
        using (NameSwap attacker = new(rootfs + "/race", rootfs + "/link", rootfs + outside))
        {
            for (int i = 0; i < starts; i++)
            {
                RunResult result = host.RunBundle(bundle);
                result.Code.Should().BeOneOf([0, 1], because: result.Error);
            }

            swaps = attacker.Swaps;
        }

        Directory.GetFileSystemEntries(outside).Should().BeEmpty(because: "no directory and no file was made outside");
        File.ReadAllText(volume + "/file").Should().Be("content");
        swaps.Should().BeGreaterThan(starts, because: "it was an attack");
    }

    [Fact]
    public void Masked_and_read_only_paths_that_are_links_mean_what_they_lead_to_inside_the_rootfs()
    {
        string rootfs = HostileRootfs("covered-links");
        Directory.CreateDirectory(Path.Combine(rootfs, "kept"));
        File.WriteAllText(Path.Combine(rootfs, "hidden"), "secret");
        File.CreateSymbolicLink(Path.Combine(rootfs, "mask"), "/hidden");
        File.CreateSymbolicLink(Path.Combine(rootfs, "lock"), "/kept");
        RunResult result = host.Run("wc -c < /hidden; touch /kept/made", config =>
        {
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = false;
            config["linux"]!["maskedPaths"] = new JsonArray("/mask");
            config["linux"]!["readonlyPaths"] = new JsonArray("/lock");
        });
        result.Should().Be(new RunResult(1, "0\n", "touch: /kept/made: Read-only file system\n"));
    }

    [Fact]
    public void A_masked_path_is_not_covered_by_what_stands_in_the_place_of_the_hosts_null_device()
    {
        string file = Path.Combine(host.Work, "no-null");
        File.WriteAllText(file, "of the host");
        string bundle = host.Bundle("cat /etc/passwd", config => config["linux"]!["maskedPaths"] = new JsonArray("/etc/passwd"));
        RunResult result = Alone($"mount --bind {file} /dev/null && {host.RunCommand(bundle, host.NewId())}");
        Refused(result, "linux.maskedPaths[0]: cannot mask '/etc/passwd': /dev/null of the host is not the null device");
        File.ReadAllText(file).Should().Be("of the host");
    }

    [Fact]
    public void Kernel_parameters_are_not_written_to_files_of_the_rootfs()
    {
        string rootfs = HostileRootfs("false-proc");
        string parameter = Path.Combine(rootfs, "proc/sys/net/ipv4/ip_forward");
        Directory.CreateDirectory(Path.GetDirectoryName(parameter)!);
        File.WriteAllText(parameter, "of the rootfs");
        host.Run("cat /real/sys/net/ipv4/ip_forward", config =>
        {
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = false;
            config["mounts"] = new JsonArray(Mount("/real", "proc", "proc"), Mount("/dev", "tmpfs", "tmpfs"));
            config["linux"]!["maskedPaths"] = new JsonArray();
            config["linux"]!["readonlyPaths"] = new JsonArray();
            config["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.ip_forward"] = "1" };
        }).Should().Be(new RunResult(0, "1\n", ""));
        File.ReadAllText(parameter).Should().Be("of the rootfs");
    }

    [Fact]
    public void Where_the_hosts_procfs_has_to_do_nothing_that_covers_a_part_of_it_is_written_to()
    {
        // A procfs of a pid namespace of the host cannot be made in a user namespace.
        string cover = Outside("cover");
        Directory.CreateDirectory(cover + "/net/ipv4");
        File.WriteAllText(cover + "/net/ipv4/ip_forward", "of the host");
        Directory.CreateDirectory(cover + "/kernel/random");
        File.Copy("/proc/sys/kernel/random/boot_id", cover + "/kernel/random/boot_id");
        string rootfs = HostileRootfs("covered");
        string bundle = host.Bundle("true", config =>
        {
            Map(config);
            config["root"]!["path"] = rootfs;
            config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "pid");
            config["mounts"] = new JsonArray(Mount("/dev", "tmpfs", "tmpfs"));
            config["linux"]!["sysctl"] = new JsonObject { ["net.ipv4.ip_forward"] = "1" };
        });
        RunResult result = Alone($"mount --bind {cover} /proc/sys && {host.RunCommand(bundle, host.NewId())}");
        Refused(result, "linux.sysctl['net.ipv4.ip_forward']: cannot set '/proc/sys/net/ipv4/ip_forward' to '1': openat2: EXDEV: target: invalid cross-device link");
        File.ReadAllText(cover + "/net/ipv4/ip_forward").Should().Be("of the host");
    }

    [Fact]
    public void The_end_of_the_old_root_takes_no_mount_of_the_host_along()
    {
        string shared = Outside("old-root");
        string bundle = host.Bundle("true");
        Alone($"mount -t tmpfs shared {shared} && mount --make-shared {shared} && mkdir {shared}/below && mount -t tmpfs below {shared}/below && {host.RunCommand(bundle, host.NewId())}; grep -c old-root /proc/self/mounts")
            .Should().Be(new RunResult(0, "2\n", ""));
    }

    [Fact]
    public void A_mount_in_a_volume_of_a_user_namespace_does_not_reach_the_host()
    {
        string shared = Outside("mapped-volume");
        string rootfs = HostileRootfs("mapped");
        Directory.CreateDirectory(Path.Combine(rootfs, "v"));
        string bundle = host.Bundle("mount -t tmpfs inner /v/own && grep -c inner /proc/self/mounts", config =>
        {
            Map(config);
            config["root"]!["path"] = rootfs;
            config["process"]!["capabilities"] = Capabilities("CAP_SYS_ADMIN");
            config["mounts"]!.AsArray().Add(Mount("/v", "bind", shared, "rbind", "rshared"));
        });
        Alone($"mount -t tmpfs shared {shared} && mount --make-shared {shared} && mkdir {shared}/own && {host.RunCommand(bundle, host.NewId())}; grep -c inner /proc/self/mounts")
            .Should().Be(new RunResult(1, "1\n0\n", ""));
    }

    [Fact]
    public void Accounts_are_looked_up_inside_the_rootfs_and_numbers_are_numbers()
    {
        string rootfs = HostileRootfs("accounts");
        string outside = Outside("accounts-outside");
        File.WriteAllText(outside + "/passwd", "hosts:x:55:55::/:/bin/sh\n");
        File.WriteAllText(outside + "/group", "77:x:0:\n");
        File.Delete(Path.Combine(rootfs, "etc/passwd"));
        File.CreateSymbolicLink(Path.Combine(rootfs, "etc/passwd"), outside + "/passwd");
        File.WriteAllText(Path.Combine(rootfs, "etc/group"), "77:x:0:\n");
        using RunningContainer container = RunningContainer.Start(host, config =>
        {
            config["root"]!["path"] = rootfs;
            config["process"]!["env"] = new JsonArray("PATH=/bin", "HOME=/");
        });
        Refused(container.Exec("id", "--user hosts"), "ocirt: --user 'hosts': the container's /etc/passwd has no user 'hosts'", code: 255);
        container.Exec("sh -c 'id -u; id -g'", "--user 77:77").Should().Be(new RunResult(0, "77\n77\n", ""));
        File.Delete(Path.Combine(rootfs, "etc/passwd"));
        File.WriteAllText(Path.Combine(rootfs, "etc/passwd"), "77:x:0:0::/root:/bin/sh\n");
        container.Exec("sh -c 'id -u; id -g'", "--user 77").Should().Be(new RunResult(0, "77\n0\n", ""));
    }

    [Fact]
    public void The_session_is_the_containers_own() =>
        host.Run("cut -d ' ' -f 5,6,7 /proc/1/stat").Line.Should().Be("1 1 0", because: "group and session are led by the first process, and there is no terminal of the caller");

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

    /// <summary>An attack that must fail; the words are those of ocirt alone.</summary>
    private static void Refused(RunResult result, string words, int code = 1)
    {
        result.Code.Should().NotBe(0, because: result.Output);
        if (ContainerFixture.Peer is null)
        {
            result.Code.Should().Be(code);
            result.LastError.Should().EndWith(words);
        }
    }

    /// <summary>Runs a command in a mount namespace of its own, which stands in for the host's.</summary>
    private static RunResult Alone(string command) => ContainerFixture.Shell($"unshare --mount --propagation private bash -c '{command.Replace("'", "", StringComparison.Ordinal)}'");

    private static void Map(JsonObject config)
    {
        config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
        foreach (string field in (string[])["uidMappings", "gidMappings"])
        {
            config["linux"]![field] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 0, ["size"] = 65_536 });
        }
    }

    private static JsonObject Capabilities(string name) => new() { ["bounding"] = new JsonArray(name), ["permitted"] = new JsonArray(name), ["effective"] = new JsonArray(name) };

    private string Outside(string name) => Directory.CreateDirectory(Path.Combine(host.Work, name)).FullName;

    private static void WithoutDev(JsonObject config)
    {
        config["root"]!["readonly"] = false;
        config["mounts"]!.AsArray().RemoveAll(mount => ((string)mount!["destination"]!).StartsWith("/dev", StringComparison.Ordinal));
    }

    private static JsonObject Mount(string destination, string type, string source, params string[] options) =>
        new() { ["destination"] = destination, ["type"] = type, ["source"] = source, ["options"] = new JsonArray([.. options]) };
}
