// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;

using FluentAssertions;

using Ocirt.Cgroups.Fs;

using Xunit;

namespace Ocirt.Cgroups.Tests.Fs;

public sealed class LimitTests
{
    [Theory]
    [InlineData("""{"memory": {"limit": 67108864, "reservation": 33554432, "swap": 134217728}}""",
        "memory.swap.max=67108864 memory.max=67108864 memory.low=33554432")]
    [InlineData("""{"memory": {"limit": 67108864, "swap": 67108864}}""", "memory.swap.max=0 memory.max=67108864")]
    [InlineData("""{"memory": {"limit": -1}}""", "memory.swap.max=max? memory.max=max?")]
    [InlineData("""{"memory": {"limit": 4096, "swap": -1}}""", "memory.swap.max=max? memory.max=4096")]
    [InlineData("""{"memory": {"limit": 0, "swap": 0, "reservation": 0}}""", "")]
    [InlineData("""{"memory": {"disableOOMKiller": false}}""", "")]
    [InlineData("""{"memory": {}, "cpu": {}, "pids": {}, "blockIO": {}}""", "")]
    [InlineData("""{"cpu": {"shares": 512, "quota": 50000, "period": 100000}}""", "cpu.weight=59 cpu.max=50000 100000")]
    [InlineData("""{"cpu": {"shares": 1024, "quota": -1}}""", "cpu.weight=100? cpu.max=max 100000?")]
    [InlineData("""{"cpu": {"quota": 1000, "burst": 500}}""", "cpu.max=1000 100000 cpu.max.burst=500")]
    [InlineData("""{"cpu": {"shares": 0, "idle": 1}}""", "cpu.idle=1")]
    [InlineData("""{"cpu": {"cpus": "0-1", "mems": "0"}}""", "cpuset.cpus=0-1 cpuset.mems=0")]
    [InlineData("""{"pids": {"limit": 20}}""", "pids.max=20")]
    [InlineData("""{"pids": {"limit": -1}}""", "pids.max=max?")]
    [InlineData("""{"pids": {"limit": 0}}""", "")]
    [InlineData("""{"hugepageLimits": [{"pageSize": "2MB", "limit": 4194304}]}""", "hugetlb.2MB.max=4194304")]
    [InlineData("""{"unified": {"memory.high": "1000"}}""", "memory.high=1000")]
    public void Resources_become_files_of_cgroup_v2(string json, string expected)
    {
        Text(UnifiedLimits.Compile(Resources.Parse(json))).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"memory": {"limit": 67108864, "reservation": 33554432, "swap": 134217728}}""",
        "memory.limit_in_bytes=67108864 memory.memsw.limit_in_bytes=134217728 memory.soft_limit_in_bytes=33554432")]
    [InlineData("""{"memory": {"limit": -1, "swap": -1}}""", "memory.limit_in_bytes=-1? memory.memsw.limit_in_bytes=-1?")]
    [InlineData("""{"memory": {"disableOOMKiller": false}}""", "memory.oom_control=0?")]
    [InlineData("""{"memory": {"swappiness": 10}}""", "memory.swappiness=10")]
    [InlineData("""{"cpu": {"shares": 512, "quota": 50000, "period": 100000}}""", "cpu.shares=512 cpu.cfs_period_us=100000? cpu.cfs_quota_us=50000")]
    [InlineData("""{"cpu": {"quota": -1, "realtimeRuntime": 950000, "realtimePeriod": 1000000}}""",
        "cpu.cfs_quota_us=-1? cpu.rt_period_us=1000000 cpu.rt_runtime_us=950000")]
    [InlineData("""{"pids": {"limit": 2048}}""", "pids.max=2048")]
    public void Resources_become_files_of_cgroup_v1(string json, string expected)
    {
        Text(LegacyLimits.Compile(Resources.Parse(json))).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"memory": {"swap": 4096}}""", "linux.resources.memory.swap: is memory and swap together, and needs memory.limit on cgroup v2")]
    [InlineData("""{"memory": {"limit": 8192, "swap": 4096}}""",
        "linux.resources.memory.swap: is memory and swap together, and must not be below memory.limit '8192', got '4096'")]
    [InlineData("""{"memory": {"disableOOMKiller": true}}""",
        "linux.resources.memory.disableOOMKiller: this host has cgroup v2, which always has the OOM killer")]
    [InlineData("""{"cpu": {"realtimePeriod": 1000}}""", "linux.resources.cpu.realtimePeriod: this host has cgroup v2, which has no real-time limits")]
    [InlineData("""{"unified": {"../x.y": "1"}}""", "linux.resources.unified: must name files of a cgroup, got '../x.y'")]
    [InlineData("""{"blockIO": {"weight": 100}}""", "linux.resources.blockIO: is not carried out by this version")]
    public void What_cgroup_v2_cannot_do_is_an_error_that_names_the_field(string json, string message)
    {
        Action compile = () => UnifiedLimits.Compile(Resources.Parse(json));

        compile.Should().Throw<CgroupException>().Which.Message.Should().Be(message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(1024, 100)]
    [InlineData(2048, 174)]
    [InlineData(262_144, 10_000)]
    [InlineData(1_000_000, 10_000)]
    public void Shares_become_a_weight(ulong shares, ulong weight)
    {
        UnifiedLimits.Weight(shares).Should().Be(weight);
    }

    private static string Text(System.Collections.Generic.IEnumerable<LimitWrite> writes) =>
        string.Join(' ', writes.Select(w => $"{w.File}={w.Value}{(w.IsDefault ? "?" : "")}"));
}
