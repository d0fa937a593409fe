// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class NamespaceTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void The_clocks_of_a_time_namespace_have_their_offsets()
    {
        RunResult result = host.Run("cut -d. -f1 /proc/uptime; cat /proc/self/timens_offsets; readlink /proc/self/ns/time", config =>
        {
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "time" });
            config["linux"]!["timeOffsets"] = new JsonObject
            {
                ["monotonic"] = new JsonObject { ["secs"] = 7200, ["nanosecs"] = 5 },
                ["boottime"] = new JsonObject { ["secs"] = 1_000_000_000 },
            };
        });
        string[] words = result.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        long.Parse(words[0], CultureInfo.InvariantCulture).Should().BeGreaterThan(1_000_000_000);
        words[1..7].Should().Equal("monotonic", "7200", "5", "boottime", "1000000000", "0");
        words[7].Should().NotBe(new FileInfo("/proc/self/ns/time").LinkTarget);
    }

    [Fact]
    public void A_clock_cannot_be_set_before_its_beginning()
    {
        host.Run("true", config =>
        {
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "time" });
            config["linux"]!["timeOffsets"] = new JsonObject { ["boottime"] = new JsonObject { ["secs"] = -4_000_000_000 } };
        }).LastError.Should().EndWith("linux.timeOffsets: cannot set the clock offsets: write: ERANGE: an offset would set the clock before its beginning, or too far ahead");
    }

    [Theory]
    [InlineData("network", "pid")]
    [InlineData("ipc", "uts")]
    [InlineData("cgroup", "mnt")]
    [InlineData("uts", "user")]
    public void A_namespace_of_another_kind_is_refused_by_name(string wanted, string given)
    {
        string kind = given == "mnt" ? "mount" : given;
        host.Run("true", config => Join(config, wanted, "/proc/self/ns/" + given)).LastError.Should().EndWith(
            $"cannot join the namespace '/proc/self/ns/{given}': it is a {kind} namespace, not a {wanted} namespace");
    }

    [Fact]
    public void A_stale_path_is_refused_by_name()
    {
        string stale = Path.Combine(host.Work, "stale");
        File.WriteAllText(stale, string.Empty);
        host.Run("true", config => Join(config, "network", stale)).LastError.Should().EndWith($"cannot join the namespace '{stale}': it is not a namespace");
        host.Run("true", config => Join(config, "network", "/proc/1/ns/nothing")).LastError.Should().EndWith(
            "cannot join the namespace '/proc/1/ns/nothing': openat: ENOENT: no such file or directory");
    }

    [Fact]
    public void A_pid_namespace_whose_init_has_ended_is_said_to_have_none()
    {
        // The shell stays outside and holds the namespace, which its child was the init of.
        using NamespaceHolder pod = new("--pid --fork --kill-child");
        string path = $"/proc/{pod.Pid}/ns/pid_for_children";
        using NamespaceHolder dead = new($"--pid /bin/sh -c \"/bin/true; echo ready; exec cat\" ignored");
        host.Run("true", config => Join(config, "pid", $"/proc/{dead.Pid}/ns/pid_for_children")).LastError.Should().MatchRegex(
            "cannot make the container's first process: clone3?: ENOMEM: the pid namespace has no init, its first process has ended$");
        host.Run("readlink /proc/self/ns/pid", config => Join(config, "pid", path)).Line.Should().Be(new FileInfo(path).LinkTarget);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_pid_namespace_of_its_own_no_stray_outlives_the_program(bool joined)
    {
        using NamespaceHolder pod = new("--pid --fork --kill-child");
        RunResult result = host.Run("sleep 1000 </dev/null >/dev/null 2>&1 & echo $!; readlink /proc/self/ns/pid", config =>
        {
            JsonArray namespaces = config["linux"]!["namespaces"]!.AsArray();
            namespaces.RemoveAll(entry => (string)entry!["type"]! == "pid");
            if (joined)
            {
                Join(config, "pid", $"/proc/{pod.Pid}/ns/pid_for_children");
            }
        });
        result.Code.Should().Be(0);
        result.Line.Split('\n')[1].Should().Be(new FileInfo(joined ? $"/proc/{pod.Pid}/ns/pid_for_children" : "/proc/self/ns/pid").LinkTarget);

        // The fixture looks for processes with the rootfs's busybox at its end, which is too late to tell which test left them.
        ContainerFixture.Shell($"ls -l /proc/*/exe 2>/dev/null | grep -c '{host.Work}/rootfs/bin/busybox'").Line.Should().Be("0");
    }

    [Theory]
    [InlineData("network", "net")]
    [InlineData("ipc", "ipc")]
    [InlineData("uts", "uts")]
    [InlineData("cgroup", "cgroup")]
    public void A_namespace_that_is_not_named_is_the_hosts(string kind, string name)
    {
        host.Run("readlink /proc/self/ns/" + name, config =>
        {
            config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == kind);
            config["hostname"] = null;
        }).Line.Should().Be(new FileInfo("/proc/self/ns/" + name).LinkTarget);
    }

    private static void Join(JsonObject config, string kind, string path)
    {
        JsonArray namespaces = config["linux"]!["namespaces"]!.AsArray();
        namespaces.RemoveAll(entry => (string)entry!["type"]! == kind);
        namespaces.Add(new JsonObject { ["type"] = kind, ["path"] = path });
        if (kind == "uts")
        {
            config["hostname"] = null;
        }
    }
}
