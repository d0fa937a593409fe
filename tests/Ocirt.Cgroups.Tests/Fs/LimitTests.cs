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
    [InlineData("""{"pids": {"limit": 0}}""", "pids.max=1")]
    [InlineData("""{"hugepageLimits": [{"pageSize": "2MB", "limit": 4194304}]}""", "hugetlb.2MB.max=4194304 hugetlb.2MB.rsvd.max=4194304")]
    [InlineData("""{"unified": {"memory.high": "1000", "io.max": "8:0 rbps=1\n8:16 wbps=2"}}""", "memory.high=1000 io.max=8:0 rbps=1 io.max=8:16 wbps=2")]
    [InlineData("""{"memory": {"kernel": 4096, "kernelTCP": 4096, "useHierarchy": true, "swappiness": 18446744073709551615}}""", "")]
    [InlineData("""{"memory": {"limit": -1, "swap": 4096}}""", "memory.swap.max=4096 memory.max=max?")]
    [InlineData("""{"cpu": {"idle": 1, "shares": 512}}""", "cpu.idle=1")]
    [InlineData("""{"cpu": {"period": 50000}}""", "cpu.max=max 50000")]
    [InlineData("""{"blockIO": {"weight": 10}}""", "io.bfq.weight=10|io.weight=1")]
    [InlineData("""{"blockIO": {"weight": 1000, "weightDevice": [{"major": 8, "minor": 16, "weight": 500}]}}""",
        "io.bfq.weight=1000|io.weight=10000 io.bfq.weight=8:16 500|io.weight=8:16 4950")]
    [InlineData("""{"blockIO": {"throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 1048576}], "throttleWriteBpsDevice": [{"major": 8, "minor": 0, "rate": 0}]}}""",
        "io.max=8:0 rbps=1048576 io.max=8:0 wbps=max")]
    [InlineData("""{"blockIO": {"throttleReadIOPSDevice": [{"major": 8, "minor": 0, "rate": 10}], "throttleWriteIOPSDevice": [{"major": 8, "minor": 0, "rate": 20}]}}""",
        "io.max=8:0 riops=10 io.max=8:0 wiops=20")]
    [InlineData("""{"rdma": {"mlx5_1": {"hcaHandles": 3, "hcaObjects": 10}, "rxe3": {"hcaObjects": 7}}}""",
        "rdma.max=mlx5_1 hca_handle=3 hca_object=10 rdma.max=rxe3 hca_object=7")]
    [InlineData("""{"network": {"classID": 0, "priorities": []}}""", "")]
    public void Resources_become_files_of_cgroup_v2(string json, string expected)
    {
        Text(UnifiedLimits.Compile(Resources.Parse(json))).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"memory": {"limit": 67108864, "reservation": 33554432, "swap": 134217728}}""",
        "memory.limit_in_bytes=67108864 memory.memsw.limit_in_bytes=134217728 memory.soft_limit_in_bytes=33554432")]
    [InlineData("""{"memory": {"limit": -1}}""", "memory.limit_in_bytes=-1? memory.memsw.limit_in_bytes=-1?")]
    [InlineData("""{"memory": {"kernel": 4096, "kernelTCP": 4096, "useHierarchy": true}}""", "memory.use_hierarchy=1?")]
    [InlineData("""{"cpu": {"idle": 1, "shares": 512, "burst": 100, "quota": 1000}}""", "cpu.idle=1 cpu.cfs_quota_us=1000 cpu.cfs_burst_us=100")]
    [InlineData("""{"blockIO": {"weight": 500, "leafWeight": 300, "weightDevice": [{"major": 8, "minor": 0, "weight": 10, "leafWeight": 20}]}}""",
        "blkio.bfq.weight=500|blkio.weight=500 blkio.leaf_weight=300 blkio.bfq.weight_device=8:0 10|blkio.weight_device=8:0 10 blkio.leaf_weight_device=8:0 20")]
    [InlineData("""{"blockIO": {"throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 1}], "throttleWriteBpsDevice": [{"major": 8, "minor": 0, "rate": 2}]}}""",
        "blkio.throttle.read_bps_device=8:0 1 blkio.throttle.write_bps_device=8:0 2")]
    [InlineData("""{"blockIO": {"throttleReadIOPSDevice": [{"major": 8, "minor": 0, "rate": 1}], "throttleWriteIOPSDevice": [{"major": 8, "minor": 0, "rate": 2}]}}""",
        "blkio.throttle.read_iops_device=8:0 1 blkio.throttle.write_iops_device=8:0 2")]
    [InlineData("""{"hugepageLimits": [{"pageSize": "1GB", "limit": 0}]}""", "hugetlb.1GB.limit_in_bytes=0 hugetlb.1GB.rsvd.limit_in_bytes=0")]
    [InlineData("""{"network": {"classID": 1048577, "priorities": [{"name": "eth0", "priority": 500}]}}""", "net_cls.classid=1048577 net_prio.ifpriomap=eth0 500")]
    [InlineData("""{"pids": {"limit": 0}}""", "pids.max=1")]
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
    [InlineData("""{"memory": {"swappiness": 10}}""", "linux.resources.memory.swappiness: this host has cgroup v2, which has no swappiness")]
    [InlineData("""{"memory": {"useHierarchy": false}}""", "linux.resources.memory.useHierarchy: this host has cgroup v2, which always counts what is below")]
    [InlineData("""{"unified": {"../x.y": "1"}}""", "linux.resources.unified['../x.y']: must be the name of a file in a cgroup, as in 'memory.high'")]
    [InlineData("""{"unified": {"..": "1"}}""", "linux.resources.unified['..']: must be the name of a file in a cgroup, as in 'memory.high'")]
    [InlineData("""{"unified": {"a.b/../../c": "1"}}""", "linux.resources.unified['a.b/../../c']: must be the name of a file in a cgroup, as in 'memory.high'")]
    [InlineData("""{"blockIO": {"leafWeight": 100}}""", "linux.resources.blockIO.leafWeight: this host has cgroup v2, which has no leaf weights")]
    [InlineData("""{"network": {"classID": 1}}""",
        "linux.resources.network.classID: this host has cgroup v2, which marks no packets: use nftables with cgroupv2 matches")]
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
        string.Join(' ', writes.Select(w => $"{w.File}={w.Value}{(w.IsDefault ? "?" : "")}{(w.OtherFile is null ? "" : $"|{w.OtherFile}={w.OtherValue ?? w.Value}")}"));
}
