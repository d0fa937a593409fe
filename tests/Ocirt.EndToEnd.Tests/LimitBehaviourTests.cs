// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>What limits do to a program, beyond what stands in files. What hits the limits of memory and processes is in CgroupTests and UpdateTests.</summary>
public sealed class LimitBehaviourTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void A_frozen_program_makes_no_progress()
    {
        using RunningContainer container = RunningContainer.Start(host, config =>
        {
            config["root"]!["readonly"] = false;
            config["process"]!["args"] = new JsonArray("sh", "-c", "i=0; while :; do i=$((i + 1)); echo $i > /tmp/count.new; mv /tmp/count.new /tmp/count; done");
        });
        string file = Path.Combine(host.Rootfs, "tmp/count");
        ContainerFixture.Eventually(() => File.Exists(file));

        host.Command($"pause {container.Id}").Should().Be(new RunResult(0, "", ""));
        string count = File.ReadAllText(file);
        ContainerFixture.Shell("sleep 0.5").Code.Should().Be(0);
        File.ReadAllText(file).Should().Be(count);

        host.Command($"resume {container.Id}").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Eventually(() => File.ReadAllText(file) != count);
    }

    [Fact]
    public void A_throttled_disk_takes_no_more_than_its_rate()
    {
        string? disk = DiskOf(host.Work);
        Assert.SkipUnless(disk is not null, "this host has no disk of its own below its directory for temporary files");
        bool there = ContainerFixture.IsUnified
            ? File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("io", StringComparison.Ordinal)
            : Directory.Exists("/sys/fs/cgroup/blkio");
        Assert.SkipUnless(there, "this host has no controller of block I/O");

        // The first write is of the burst that the kernel lets pass, the three after it take a second each.
        Stopwatch watch = Stopwatch.StartNew();
        RunResult result = host.Run("dd if=/dev/zero of=/tmp/written bs=1M count=4 oflag=direct 2>&1 | grep -c '4+0 records out'", config =>
        {
            config["root"]!["readonly"] = false;
            config["linux"]!["resources"] = JsonNode.Parse($$$"""
                {"blockIO": {"throttleWriteBpsDevice": [{"major": {{{disk!.Split(':')[0]}}}, "minor": {{{disk.Split(':')[1]}}}, "rate": 1048576}]}}
                """);
        });

        result.Line.Should().Be("1", because: result.Error);
        watch.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(2), because: "4 MiB at 1 MiB in a second cannot take less");
    }

    [Fact]
    public void A_container_starts_within_512_kB_of_memory()
    {
        bool there = ContainerFixture.IsUnified && File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("memory", StringComparison.Ordinal);
        Assert.SkipUnless(there, "this host has no memory controller on cgroup v2");

        // A network namespace of one's own costs more memory than all else, so one is joined; and nothing may be swapped out.
        RunResult result = host.Run("", config =>
        {
            config["process"]!["args"] = new JsonArray("true");
            config["linux"]!["resources"] = JsonNode.Parse("""{"memory": {"limit": 524288, "swap": 524288}}""");
            foreach (JsonNode? entry in config["linux"]!["namespaces"]!.AsArray())
            {
                if (entry!["type"]!.GetValue<string>() == "network")
                {
                    entry["path"] = "/proc/self/ns/net";
                }
            }
        });
        result.Should().Be(new RunResult(0, "", ""));
    }

    /// <summary>The numbers of the whole disk that a directory is on, <c>8:0</c>, or null.</summary>
    private static string? DiskOf(string directory)
    {
        string device = ContainerFixture.Shell($"stat --format=%Hd:%Ld '{directory}'").Line;
        string place = "/sys/dev/block/" + device;
        if (device.StartsWith("0:", StringComparison.Ordinal) || !Directory.Exists(place))
        {
            return null;
        }

        return File.Exists(place + "/partition") ? File.ReadAllText(place + "/../dev").Trim() : device;
    }
}
