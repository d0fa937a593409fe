// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;

using FluentAssertions;

using Xunit;

namespace Ocirt.Cgroups.Tests;

public sealed class UpdateTests
{
    [Fact]
    public void Only_the_fields_that_change_are_written()
    {
        using TestCgroup test = Create("pids");

        Update(test, """{"pids": {"limit": 30}, "cpu": {"shares": 77}}""", "pids.limit").Should().Be(
            $"{File(test, "pids", "pids.max")}: max -> 30");
        Read(test, "pids", "pids.max").Should().Be("30");
    }

    [Fact]
    public void A_rehearsal_writes_nothing()
    {
        using TestCgroup test = Create("pids");

        test.Cgroup.Update(Resources.Parse("""{"pids": {"limit": 30}}"""), ["pids.limit"], isRehearsal: true).Should().HaveCount(1);
        Read(test, "pids", "pids.max").Should().Be("max");
    }

    [Fact]
    public void What_was_written_before_a_refused_value_is_taken_back()
    {
        using TestCgroup test = Create("pids");
        string old = Read(test, "memory", "memory.limit_in_bytes");

        Action update = () => Update(test, """{"memory": {"limit": 104857600}, "cpu": {"cpus": "4000"}, "pids": {"limit": 30}}""", "memory.limit", "cpu.cpus", "pids.limit");
        update.Should().Throw<CgroupException>().Which.Message.Should().StartWith(
            $"linux.resources.cpu.cpus: writing '4000' to '{File(test, "cpuset", "cpuset.cpus")}': ").And.Contain(": the cgroup above has '");
        Read(test, "memory", "memory.limit_in_bytes").Should().Be(old);
        Read(test, "pids", "pids.max").Should().Be("max");
    }

    [Fact]
    public void Limits_that_are_checked_against_each_other_change_in_either_direction()
    {
        using TestCgroup test = Create("memory");
        if (!System.IO.File.Exists(File(test, "memory", "memory.memsw.limit_in_bytes")))
        {
            Assert.Skip("this host has no swap accounting");
        }

        foreach ((long limit, long swap) in ((long, long)[])[(64 << 20, 96 << 20), (256 << 20, 512 << 20), (32 << 20, 48 << 20)])
        {
            Update(test, $$$"""{"memory": {"limit": {{{limit}}}, "swap": {{{swap}}}}}""", "memory.limit");
            Read(test, "memory", "memory.limit_in_bytes").Should().Be($"{limit}");
            Read(test, "memory", "memory.memsw.limit_in_bytes").Should().Be($"{swap}");
        }
    }

    private static TestCgroup Create(string controller) =>
        TestCgroup.Create(static h => !h.IsUnified, $"this host has no v1 {controller} controller");

    private static string Update(TestCgroup test, string resources, params string[] fields) =>
        string.Join('\n', test.Cgroup.Update(Resources.Parse(resources), fields, isRehearsal: false).Select(change => $"{change.File}: {change.Before} -> {change.After}"));

    private static string File(TestCgroup test, string controller, string file) =>
        test.Cgroup.Hierarchies.First(h => h.Has(controller)).Directory + "/" + file;

    private static string Read(TestCgroup test, string controller, string file) => System.IO.File.ReadAllText(File(test, controller, file)).Trim();
}
