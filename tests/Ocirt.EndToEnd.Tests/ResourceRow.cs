// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Linq;

namespace Ocirt.EndToEnd.Tests;

/// <summary>One resource: what a config.json asks for, and what then stands in the files of the cgroup.</summary>
/// <param name="Name">The field below linux.resources.</param>
/// <param name="Create">The resources of the config; <c>DISK</c> stands for the numbers of a disk.</param>
/// <param name="V1">
/// Files of cgroup v1 and what they hold: <c>controller/file=value</c>, with ';' between them. Empty: refused there.
/// </param>
/// <param name="V2">Files of cgroup v2 and what they hold. Empty: refused there.</param>
/// <param name="Update">What an update asks for; empty when the field cannot be updated.</param>
/// <param name="UpdatedV1">What then stands in the files of cgroup v1.</param>
/// <param name="UpdatedV2">What then stands in the files of cgroup v2.</param>
/// <param name="Unit">What the unit has with the systemd driver: <c>PROPERTY=value</c>, with ';' between them. Empty: it is in the file only.</param>
/// <param name="UpdatedUnit">What the unit has after the update.</param>
public sealed record ResourceRow(
    string Name, string Create, string V1, string V2, string Update = "", string UpdatedV1 = "", string UpdatedV2 = "", string Unit = "", string UpdatedUnit = "")
{
    /// <summary>The table.</summary>
    public static readonly ResourceRow[] All =
    [
        new("memory.limit", """{"memory":{"limit":67108864}}""", "memory/memory.limit_in_bytes=67108864", "memory/memory.max=67108864",
            """{"memory":{"limit":134217728}}""", "memory/memory.limit_in_bytes=134217728", "memory/memory.max=134217728",
            Unit: "MemoryMax=67108864", UpdatedUnit: "MemoryMax=134217728"),
        new("memory.reservation", """{"memory":{"reservation":33554432}}""", "memory/memory.soft_limit_in_bytes=33554432", "memory/memory.low=33554432",
            """{"memory":{"reservation":16777216}}""", "memory/memory.soft_limit_in_bytes=16777216", "memory/memory.low=16777216",
            Unit: "MemoryLow=33554432", UpdatedUnit: "MemoryLow=16777216"),
        new("memory.swap", """{"memory":{"limit":67108864,"swap":134217728}}""", "memory/memory.memsw.limit_in_bytes=134217728", "memory/memory.swap.max=67108864",
            """{"memory":{"limit":33554432,"swap":50331648}}""", "memory/memory.memsw.limit_in_bytes=50331648", "memory/memory.swap.max=16777216",
            Unit: "MemoryMax=67108864;MemorySwapMax=67108864", UpdatedUnit: "MemoryMax=33554432;MemorySwapMax=16777216"),
        new("memory.swappiness", """{"memory":{"swappiness":10}}""", "memory/memory.swappiness=10", ""),
        new("memory.disableOOMKiller", """{"memory":{"disableOOMKiller":true}}""", "memory/memory.oom_control=oom_kill_disable 1", ""),
        new("cpu.shares", """{"cpu":{"shares":512}}""", "cpu/cpu.shares=512", "cpu/cpu.weight=59",
            """{"cpu":{"shares":2048}}""", "cpu/cpu.shares=2048", "cpu/cpu.weight=174",
            Unit: "CPUWeight=59", UpdatedUnit: "CPUWeight=174"),
        new("cpu.quota", """{"cpu":{"quota":50000,"period":100000}}""", "cpu/cpu.cfs_quota_us=50000", "cpu/cpu.max=50000 100000",
            """{"cpu":{"quota":30000}}""", "cpu/cpu.cfs_quota_us=30000", "cpu/cpu.max=30000 100000",
            Unit: "CPUQuotaPerSecUSec=500ms;CPUQuotaPeriodUSec=100ms", UpdatedUnit: "CPUQuotaPerSecUSec=300ms;CPUQuotaPeriodUSec=100ms"),
        new("cpu.period", """{"cpu":{"quota":50000,"period":50000}}""", "cpu/cpu.cfs_period_us=50000", "cpu/cpu.max=50000 50000",
            """{"cpu":{"period":200000}}""", "cpu/cpu.cfs_period_us=200000", "cpu/cpu.max=50000 200000",
            Unit: "CPUQuotaPerSecUSec=1s;CPUQuotaPeriodUSec=50ms", UpdatedUnit: "CPUQuotaPerSecUSec=250ms;CPUQuotaPeriodUSec=200ms"),
        new("cpu.burst", """{"cpu":{"quota":50000,"burst":20000}}""", "cpu/cpu.cfs_burst_us=20000", "cpu/cpu.max.burst=20000",
            """{"cpu":{"burst":10000}}""", "cpu/cpu.cfs_burst_us=10000", "cpu/cpu.max.burst=10000",
            Unit: "CPUQuotaPerSecUSec=500ms", UpdatedUnit: "CPUQuotaPerSecUSec=500ms"),
        new("cpu.idle", """{"cpu":{"idle":1}}""", "cpu/cpu.idle=1", "cpu/cpu.idle=1",
            """{"cpu":{"idle":0}}""", "cpu/cpu.idle=0", "cpu/cpu.idle=0",
            Unit: "CPUWeight=idle", UpdatedUnit: "CPUWeight=[not set]"),
        new("cpu.realtimePeriod", """{"cpu":{"realtimePeriod":500000,"realtimeRuntime":1000}}""", "cpu/cpu.rt_runtime_us=1000;cpu/cpu.rt_period_us=500000", "",
            """{"cpu":{"realtimePeriod":400000,"realtimeRuntime":900}}""", "cpu/cpu.rt_runtime_us=900;cpu/cpu.rt_period_us=400000"),
        new("cpu.cpus", """{"cpu":{"cpus":"0"}}""", "cpuset/cpuset.cpus=0", "cpuset/cpuset.cpus=0",
            """{"cpu":{"cpus":"0-1"}}""", "cpuset/cpuset.cpus=0-1", "cpuset/cpuset.cpus=0-1",
            Unit: "AllowedCPUs=0", UpdatedUnit: "AllowedCPUs=0-1"),
        new("cpu.mems", """{"cpu":{"mems":"0"}}""", "cpuset/cpuset.mems=0", "cpuset/cpuset.mems=0",
            Unit: "AllowedMemoryNodes=0"),
        new("pids.limit", """{"pids":{"limit":20}}""", "pids/pids.max=20", "pids/pids.max=20",
            """{"pids":{"limit":-1}}""", "pids/pids.max=max", "pids/pids.max=max",
            Unit: "TasksMax=20", UpdatedUnit: "TasksMax=infinity"),
        new("blockIO.throttleReadBpsDevice", """{"blockIO":{"throttleReadBpsDevice":[{DISK,"rate":1048576}]}}""",
            "blkio/blkio.throttle.read_bps_device=DISK 1048576", "io/io.max=DISK rbps=1048576 wbps=max riops=max wiops=max",
            """{"blockIO":{"throttleReadBpsDevice":[{DISK,"rate":2097152}]}}""",
            "blkio/blkio.throttle.read_bps_device=DISK 2097152", "io/io.max=DISK rbps=2097152 wbps=max riops=max wiops=max",
            Unit: "IOReadBandwidthMax=/dev/block/DISK 1048576", UpdatedUnit: "IOReadBandwidthMax=/dev/block/DISK 2097152"),
        new("blockIO.throttleWriteBpsDevice", """{"blockIO":{"throttleWriteBpsDevice":[{DISK,"rate":1048576}]}}""",
            "blkio/blkio.throttle.write_bps_device=DISK 1048576", "io/io.max=DISK rbps=max wbps=1048576 riops=max wiops=max",
            Unit: "IOWriteBandwidthMax=/dev/block/DISK 1048576"),
        new("blockIO.throttleReadIOPSDevice", """{"blockIO":{"throttleReadIOPSDevice":[{DISK,"rate":100}]}}""",
            "blkio/blkio.throttle.read_iops_device=DISK 100", "io/io.max=DISK rbps=max wbps=max riops=100 wiops=max",
            Unit: "IOReadIOPSMax=/dev/block/DISK 100"),
        new("blockIO.throttleWriteIOPSDevice", """{"blockIO":{"throttleWriteIOPSDevice":[{DISK,"rate":100}]}}""",
            "blkio/blkio.throttle.write_iops_device=DISK 100", "io/io.max=DISK rbps=max wbps=max riops=max wiops=100",
            Unit: "IOWriteIOPSMax=/dev/block/DISK 100"),
        new("hugepageLimits", """{"hugepageLimits":[{"pageSize":"2MB","limit":4194304}]}""",
            "hugetlb/hugetlb.2MB.limit_in_bytes=4194304;hugetlb/hugetlb.2MB.rsvd.limit_in_bytes=4194304", "hugetlb/hugetlb.2MB.max=4194304;hugetlb/hugetlb.2MB.rsvd.max=4194304",
            """{"hugepageLimits":[{"pageSize":"2MB","limit":2097152}]}""",
            "hugetlb/hugetlb.2MB.limit_in_bytes=2097152;hugetlb/hugetlb.2MB.rsvd.limit_in_bytes=2097152", "hugetlb/hugetlb.2MB.max=2097152;hugetlb/hugetlb.2MB.rsvd.max=2097152"),
        new("network.classID", """{"network":{"classID":1048577}}""", "net_cls/net_cls.classid=1048577", ""),
        new("network.priorities", """{"network":{"priorities":[{"name":"lo","priority":5}]}}""", "net_prio/net_prio.ifpriomap=lo 5", ""),
        new("unified", """{"unified":{"cgroup.max.depth":"5","cgroup.max.descendants":"7"}}""", "", "cgroup/cgroup.max.depth=5;cgroup/cgroup.max.descendants=7",
            """{"unified":{"cgroup.max.depth":"6"}}""", "", "cgroup/cgroup.max.depth=6;cgroup/cgroup.max.descendants=7"),
        new("unified (memory)", """{"unified":{"memory.high":"33554432"}}""", "", "memory/memory.high=33554432",
            """{"unified":{"memory.high":"max"}}""", "", "memory/memory.high=max",
            Unit: "MemoryHigh=33554432", UpdatedUnit: "MemoryHigh=infinity"),
    ];

    /// <summary>The numbers of a whole disk, <c>254:0</c>, or null.</summary>
    public static string? Disk => Directory.Exists("/sys/block")
        ? Directory.GetDirectories("/sys/block").Order(System.StringComparer.Ordinal)
            .Where(path => !Path.GetFileName(path).StartsWith("loop", System.StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("ram", System.StringComparison.Ordinal))
            .Select(path => File.ReadAllText(Path.Combine(path, "dev")).Trim()).FirstOrDefault()
        : null;

    /// <summary>Resources with the numbers of a disk in them.</summary>
    public static string Fill(string resources) =>
        resources.Replace("DISK", Disk is string disk ? $"\"major\":{disk.Split(':')[0]},\"minor\":{disk.Split(':')[1]}" : "", System.StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
