// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt update</c>. Values are texts: what one means depends on its field.</summary>
[Verb("update", HelpText = "change the limits of a running container")]
internal sealed class UpdateOptions
{
    /// <summary>The file with the changes, or '-' for stdin; null for none.</summary>
    [Option('r', "resources", MetaValue = "FILE", HelpText = "read the changes, in the form of linux.resources, from this file, or from stdin with '-'")]
    public string? Resources { get; set; }

    /// <summary>Whether the device rules are replaced.</summary>
    [Option("devices", HelpText = "replace the device rules by those of --resources, which are ignored otherwise")]
    public bool Devices { get; set; }

    /// <summary>Whether nothing is changed.</summary>
    [Option("dry-run", HelpText = "print what would be written, and change nothing")]
    public bool DryRun { get; set; }

    /// <summary>The weight of block I/O.</summary>
    [Option("blkio-weight", MetaValue = "WEIGHT", HelpText = "weight of block I/O, from 10 to 1000")]
    public string? BlkioWeight { get; set; }

    /// <summary>The length of a CPU period.</summary>
    [Option("cpu-period", MetaValue = "USECS", HelpText = "length of a CPU period, in microseconds")]
    public string? CpuPeriod { get; set; }

    /// <summary>The CPU time in each period.</summary>
    [Option("cpu-quota", MetaValue = "USECS", HelpText = "CPU time in each period, in microseconds; -1 for no limit")]
    public string? CpuQuota { get; set; }

    /// <summary>The CPU time that may be saved up.</summary>
    [Option("cpu-burst", MetaValue = "USECS", HelpText = "CPU time that may be saved up from one period to the next, in microseconds")]
    public string? CpuBurst { get; set; }

    /// <summary>The share of CPU time.</summary>
    [Option("cpu-share", MetaValue = "SHARES", HelpText = "share of CPU time among containers, from 2 to 262144")]
    public string? CpuShare { get; set; }

    /// <summary>The length of a real-time period.</summary>
    [Option("cpu-rt-period", MetaValue = "USECS", HelpText = "length of a real-time period, in microseconds (cgroup v1)")]
    public string? CpuRtPeriod { get; set; }

    /// <summary>The real-time CPU time in each period.</summary>
    [Option("cpu-rt-runtime", MetaValue = "USECS", HelpText = "real-time CPU time in each period, in microseconds (cgroup v1)")]
    public string? CpuRtRuntime { get; set; }

    /// <summary>Whether the container runs only when nothing else wants the CPU.</summary>
    [Option("cpu-idle", MetaValue = "0|1", HelpText = "1: run only when nothing else wants the CPU")]
    public string? CpuIdle { get; set; }

    /// <summary>The CPUs that may be used.</summary>
    [Option("cpuset-cpus", MetaValue = "LIST", HelpText = "CPUs that may be used, as in 0-3,7")]
    public string? CpusetCpus { get; set; }

    /// <summary>The memory nodes that may be used.</summary>
    [Option("cpuset-mems", MetaValue = "LIST", HelpText = "memory nodes that may be used")]
    public string? CpusetMems { get; set; }

    /// <summary>The limit of memory.</summary>
    [Option("memory", MetaValue = "BYTES", HelpText = "limit of memory; k, m and g stand for powers of 1024, -1 for no limit")]
    public string? Memory { get; set; }

    /// <summary>The memory that is kept for the container.</summary>
    [Option("memory-reservation", MetaValue = "BYTES", HelpText = "memory that is kept for the container when it gets scarce")]
    public string? MemoryReservation { get; set; }

    /// <summary>The limit of memory and swap together.</summary>
    [Option("memory-swap", MetaValue = "BYTES", HelpText = "limit of memory and swap together; -1 for no limit")]
    public string? MemorySwap { get; set; }

    /// <summary>The limit of processes and threads.</summary>
    [Option("pids-limit", MetaValue = "COUNT", HelpText = "limit of processes and threads; -1 for no limit")]
    public string? PidsLimit { get; set; }

    /// <summary>Accepted for callers of other runtimes; kernel memory counts as memory.</summary>
    [Option("kernel-memory", MetaValue = "BYTES", HelpText = "accepted and without effect: kernel memory counts as memory")]
    public string? KernelMemory { get; set; }

    /// <summary>Accepted for callers of other runtimes; kernel memory counts as memory.</summary>
    [Option("kernel-memory-tcp", MetaValue = "BYTES", HelpText = "accepted and without effect: kernel memory counts as memory")]
    public string? KernelMemoryTcp { get; set; }

    /// <summary>The schema of the L3 cache (Intel RDT).</summary>
    [Option("l3-cache-schema", MetaValue = "SCHEMA", HelpText = "schema of the L3 cache (Intel RDT)")]
    public string? L3CacheSchema { get; set; }

    /// <summary>The schema of memory bandwidth (Intel RDT).</summary>
    [Option("mem-bw-schema", MetaValue = "SCHEMA", HelpText = "schema of memory bandwidth (Intel RDT)")]
    public string? MemBwSchema { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }
}
