// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// Containers without a mount namespace of their own. Each test plays the host in a mount namespace that it makes, whose
/// mounts are shared, and which a service follows in another one; it ends with all mounts of both as they were.
/// </summary>
public sealed class SharedMountTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Endless = "while true; do sleep 0.05; done";

    [Theory]
    [InlineData("", false)]
    [InlineData("--no-pivot", false)]
    [InlineData("", true)]
    public void A_container_in_the_hosts_mount_namespace_has_its_mounts_there_until_it_ends(string option, bool isJoined)
    {
        string bundle = Bundle("readlink /proc/self/ns/mnt; pwd; ls -d /bin/sh; awk '{print $5, $7}' /proc/self/mountinfo | grep -v cgroup | sed 's/:.*//'; touch /x", config =>
        {
            config["root"]!["readonly"] = true;
            if (isJoined)
            {
                config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "mount", ["path"] = "/proc/self/ns/mnt" });
            }
        });
        RunResult result = OnHost($"readlink /proc/self/ns/mnt; {host.CommandLine($"run {option} -b '{bundle}' {host.NewId()}")}");
        result.Error.Should().Be("touch: /x: Read-only file system\n");
        string[] lines = result.Line.Split('\n');
        lines[1].Should().Be(lines[0], because: "the mount namespace is the host's");
        lines[2..].Should().Equal("/", "/bin/sh", "/ master", "/proc -", "/dev -", "/dev/pts -", "/dev/shm -", "/dev/mqueue -", "/sys -");
    }

    [Fact]
    public void A_created_container_shows_the_host_its_mounts_and_nobody_else_and_delete_takes_them_away()
    {
        string id = host.NewId();
        string bundle = Bundle(Endless);
        string detached = $"</dev/null >'{host.Work}/{id}.out' 2>&1";
        OnHost($$"""
            {{host.CommandLine($"create -b '{bundle}' {id}")}} {{detached}} || cat '{{host.Work}}/{{id}}.out'
            grep -c ' {{host.Rootfs}}/proc ' /proc/self/mountinfo
            grep -c ' {{host.Rootfs}}/' /proc/$service/mountinfo
            {{host.CommandLine($"start {id}")}}
            {{host.CommandLine($"exec {id} sh -c 'ls -d /bin/sh; cat /proc/1/comm; pwd; readlink /proc/self/root'")}}
            {{host.CommandLine($"kill {id} KILL")}}
            until {{host.CommandLine($"state {id}")}} | grep stopped > /dev/null; do sleep 0.01; done
            grep -c ' {{host.Rootfs}}/proc ' /proc/self/mountinfo
            {{host.CommandLine($"delete {id}")}}
            """).Should().Be(new RunResult(0, "1\n0\n/bin/sh\nsh\n/\n/\n1\n", ""));
    }

    [Fact]
    public void A_volume_that_the_host_shares_keeps_its_mounts_and_gets_none()
    {
        string volume = Directory.CreateDirectory(Path.Combine(host.Work, "shared-volume/sub")).Parent!.FullName;
        string bundle = Bundle("mkdir /volume/sub/own; mount -t tmpfs none /volume/sub/own && cat /volume/sub/file; mkdir /volume/own; mount -t tmpfs none /volume/own && echo mounted", config =>
        {
            Add(config, "/volume", volume, "rbind", "rw");
            foreach (string set in (string[])["bounding", "effective", "permitted"])
            {
                config["process"]!["capabilities"]![set]!.AsArray().Add("CAP_SYS_ADMIN");
            }
        });
        OnHost($"""
            mount -t tmpfs none '{volume}/sub'; echo content > '{volume}/sub/file'
            {host.CommandLine($"run -b '{bundle}' {host.NewId()}")}
            grep -c ' {volume}/' /proc/self/mountinfo; cat '{volume}/sub/file'
            umount '{volume}/sub'
            """).Should().Be(new RunResult(0, "content\nmounted\n1\ncontent\n", ""));
    }

    [Fact]
    public void A_source_in_the_rootfs_is_what_earlier_mounts_made_of_it()
    {
        string bundle = Bundle("echo of the container > /tmp/a/file; cat /tmp/b/file", config =>
        {
            Add(config, "/tmp/a", "tmpfs");
            config["mounts"]!.AsArray()[^1]!["type"] = "tmpfs";
            Add(config, "/tmp/b", host.Rootfs + "/tmp/a", "bind");
        });
        OnHost(host.CommandLine($"run -b '{bundle}' {host.NewId()}")).Should().Be(new RunResult(0, "of the container\n", ""));
        Directory.GetFileSystemEntries(host.Rootfs + "/tmp/a").Should().BeEmpty();
    }

    [Fact]
    public void The_root_takes_its_propagation_and_the_hosts_mounts_keep_theirs()
    {
        string bundle = Bundle("awk '$5 == \"/\" {print $7}' /proc/self/mountinfo | cut -d: -f1", config => config["linux"]!["rootfsPropagation"] = "rshared");
        OnHost(host.CommandLine($"run -b '{bundle}' {host.NewId()}")).Should().Be(new RunResult(0, "shared\n", ""));
    }

    [Fact]
    public void A_launch_that_fails_leaves_no_mount()
    {
        string bundle = Bundle("true", config => Add(config, "/volume", host.Work + "/nowhere", "bind"));
        RunResult result = OnHost(host.CommandLine($"create -b '{bundle}' {host.NewId()}"));
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith($"cannot bind '{host.Work}/nowhere' to '/volume': open_tree: ENOENT: source: no such file or directory");
    }

    [Theory]
    [InlineData("create")]
    [InlineData("run -d")]
    [InlineData("run")]
    public void A_launch_that_is_killed_at_a_random_moment_is_deleted_with_its_mounts(string command)
    {
        string bundle = Bundle(Endless);
        string id = host.NewId();
        OnHost($$"""
            RANDOM={{command.Length}}
            for round in $(seq 30); do
              setsid {{host.CommandLine($"{command} -b '{bundle}' {id}-$round")}} </dev/null >/dev/null 2>&1 & pid=$!
              sleep 0.$(printf %03d $((RANDOM % 40))); kill -KILL $pid 2>/dev/null; wait $pid 2>/dev/null
              {{host.CommandLine($"delete --force {id}-$round")}} || exit 1
              ! grep ' {{host.Rootfs}}' /proc/self/mountinfo || exit 1
            done 2>&1
            """).Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_root_that_was_moved_is_found_and_one_that_is_covered_is_said_to_be()
    {
        string id = host.NewId();
        string old = Path.Combine(host.Work, "old/root fs");
        ContainerFixture.Shell($"mkdir '{host.Work}/old'; cp -a '{host.Rootfs}' '{old}'");
        string bundle = Bundle(Endless, config => config["root"]!["path"] = old);
        string run = $"{host.CommandLine($"run -d -b '{bundle}' {id}")} </dev/null >/dev/null 2>&1";
        RunResult result = OnHost($"""
            {run}; {host.CommandLine($"kill {id} KILL")}
            mount -t tmpfs none '{old}'
            {host.CommandLine($"delete -f {id}")}
            umount '{old}'
            {host.CommandLine($"delete -f {id}")}
            {run}
            mv '{host.Work}/old' '{host.Work}/new'
            {host.CommandLine($"delete -f {id}")}
            """);
        result.Should().Be(new RunResult(0, "", $"ocirt: the root of the container is still mounted at '{old}', and something is mounted over it: unmount that first\n"));
    }

    [Fact]
    public void A_root_in_another_mount_namespace_is_named_and_gone_with_it()
    {
        string id = host.NewId();
        string bundle = Bundle(Endless);
        string run = $"{host.CommandLine($"run -d -b '{bundle}' {id}")} </dev/null >/dev/null 2>&1";
        RunResult result = OnHost($"""
            {run}
            nsenter --mount --target $service {host.CommandLine($"delete -f {id}")}
            {host.CommandLine($"delete -f {id}")}
            unshare -m sh -c "{run.Replace("'", "\\\"", StringComparison.Ordinal)}"
            {host.CommandLine($"delete -f {id}")}
            """);
        result.Code.Should().Be(0, because: "it says " + result.Error);
        result.Output.Should().BeEmpty();
        result.Error.Should().MatchRegex($"^ocirt: the root of the container is mounted at '{host.Rootfs}' in another mount namespace, the one of process (\\d+): delete it from there \\('nsenter --mount --target \\1' leads there\\)\n$");
    }

    /// <summary>The kernel gives the number of a namespace that has ended to the next one.</summary>
    [Fact]
    public void A_mount_namespace_with_the_number_of_the_ended_one_is_not_taken_for_it()
    {
        string id = host.NewId();
        string run = $"{host.CommandLine($"run -d -b '{Bundle(Endless)}' {id}")} </dev/null >/dev/null 2>&1";
        OnHost($"""
            unshare -m sh -c "{run.Replace("'", "\\\"", StringComparison.Ordinal)}"
            {host.CommandLine($"kill {id} KILL")}
            until {host.CommandLine($"state {id}")} | grep stopped > /dev/null; do sleep 0.01; done
            number=$(readlink /proc/$service/ns/mnt | tr -dc 0-9)
            sed -E -i "s/(root-mount.*{host.Rootfs.Replace("/", "\\/", StringComparison.Ordinal)}[^0-9]*)[0-9]+/\\1$number/" '{host.StateRoot}/{id}/journal'
            grep -c "$number" '{host.StateRoot}/{id}/journal'
            {host.CommandLine($"delete {id}")}
            """).Should().Be(new RunResult(0, "1\n", ""));
    }

    [Fact]
    public void The_root_of_the_host_is_no_rootfs_without_a_mount_namespace()
    {
        RunResult result = OnHost(host.CommandLine($"run -b '{Bundle("true", config => config["root"]!["path"] = "/")}' {host.NewId()}"));
        result.LastError.Should().MatchRegex("^ocirt: config.json:\\d+:\\d+: root.path: '/' is the root of the host, over which nothing can be mounted in its own mount namespace$");
    }

    [Fact]
    public void Paths_cannot_be_masked_in_the_hosts_mount_namespace_by_whatever_path_it_is_joined()
    {
        string bundle = Bundle("true", config =>
        {
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "mount", ["path"] = "/proc/self/ns/mnt" });
            config["linux"]!["maskedPaths"] = new JsonArray("/proc/kcore");
            config["linux"]!["readonlyPaths"] = new JsonArray("/proc/sys");
        });
        RunResult result = ContainerFixture.Shell(host.CommandLine($"run -b '{bundle}' {host.NewId()}"));
        result.Code.Should().Be(1);
        result.LastError.Should().MatchRegex(
            "config.json has 2 errors, the first is config.json:1:\\d+: error OCI2319: linux.maskedPaths: needs a mount namespace of the container's own, in that of the host a process gets around it$");
    }

    /// <summary>A bundle without a mount namespace, and without what that makes impossible.</summary>
    private string Bundle(string command, Action<JsonObject>? edit = null)
    {
        ContainerFixture.NeedsNewerCalls("detached mounts");
        return host.Bundle(command, config =>
        {
            config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "mount");
            config["linux"]!.AsObject().Remove("maskedPaths");
            config["linux"]!.AsObject().Remove("readonlyPaths");
            config["root"]!["readonly"] = false;
            edit?.Invoke(config);
        });
    }

    /// <summary>Runs a script in the mount namespace that plays the host. $service is a process in the one that follows it.</summary>
    private RunResult OnHost(string script)
    {
        string file = Path.Combine(host.Work, host.NewId() + ".sh");
        File.WriteAllText(file, $"""
            mount --make-rshared /
            unshare -m --propagation slave sleep 1000 </dev/null >/dev/null 2>&1 & service=$!
            until [ "$(cat /proc/$service/comm)" = sleep ]; do sleep 0.01; done
            before="$(cat /proc/self/mountinfo)"; behind="$(cat /proc/$service/mountinfo)"
            (
            {script}
            ); code=$?
            diff <(echo "$before") /proc/self/mountinfo >&2 || echo "mounts of the host are left or lost" >&2
            diff <(echo "$behind") /proc/$service/mountinfo >&2 || echo "mounts of the service are left or lost" >&2
            kill $service; exit $code
            """);
        return ContainerFixture.Shell($"unshare -m --propagation private bash '{file}'");
    }

    private static void Add(JsonObject config, string destination, string source, params string[] options) => config["mounts"]!.AsArray().Add(new JsonObject
    {
        ["destination"] = destination,
        ["source"] = source,
        ["options"] = new JsonArray([.. Array.ConvertAll(options, option => (JsonNode)option)]),
    });
}
