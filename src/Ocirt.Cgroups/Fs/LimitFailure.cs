// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Cgroups.Fs;

/// <summary>Says why a limit was refused, and what the kernel would take.</summary>
internal static class LimitFailure
{
    /// <summary>Describes a refused value; it looks at the host, so it is for failures only.</summary>
    internal static CgroupException Explain(string directory, in LimitWrite limit, int errno)
    {
        string what = $"linux.resources.{limit.Field}: ";
        if (errno == Errno.ENOENT)
        {
            string other = limit.OtherFile is null ? "" : $" and no '{limit.OtherFile}'";
            return new CgroupException($"{what}the kernel has no file '{directory}/{limit.File}'{other}{MissingFile(limit)}");
        }

        bool usedOther = limit.OtherFile is not null && CgroupFiles.Read(directory + "/" + limit.File) is null;
        string file = usedOther ? limit.OtherFile! : limit.File;
        string value = usedOther ? limit.OtherValue ?? limit.Value : limit.Value;
        return new CgroupException(
            $"{what}writing '{value}' to '{directory}/{file}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}{Refused(directory, limit, errno)}");
    }

    /// <summary>A limit of swap that a kernel without swap accounting keeps anyway, because there is no swap.</summary>
    internal static bool IsKeptWithoutSwap(in LimitWrite limit)
    {
        if (limit.File is not ("memory.swap.max" or "memory.memsw.limit_in_bytes"))
        {
            return false;
        }

        string? swaps = CgroupFiles.Read("/proc/swaps");
        return swaps is null || !swaps.Contains('\n', StringComparison.Ordinal);
    }

    private static string MissingFile(in LimitWrite limit)
    {
        if (limit.Controller == "hugetlb")
        {
            List<string> sizes = HugepageSizes.Read();
            return sizes.Count == 0 ? ": it has no huge pages" : $": its huge pages have the sizes '{string.Join("', '", sizes)}'";
        }

        return limit.File switch
        {
            "blkio.bfq.weight" or "blkio.bfq.weight_device" => ": load the module 'bfq' and make it the scheduler of the disk",
            "memory.memsw.limit_in_bytes" or "memory.swap.max" => ": swap is not counted; boot with 'swapaccount=1'",
            "cpu.rt_runtime_us" or "cpu.rt_period_us" => ": it was built without CONFIG_RT_GROUP_SCHED",
            _ => "",
        };
    }

    private static string Refused(string directory, in LimitWrite limit, int errno) => (limit.File, errno) switch
    {
        ("memory.limit_in_bytes" or "memory.memsw.limit_in_bytes", Errno.EBUSY) =>
            $": '{CgroupFiles.Read(directory + "/memory.usage_in_bytes")}' bytes are in use",
        ("memory.memsw.limit_in_bytes", Errno.EINVAL) => ": it must not be below the limit of memory",
        ("cpuset.cpus" or "cpuset.mems", _) when Above(directory, limit.File) is string above => $": the cgroup above has '{above}'",
        ("cpu.rt_runtime_us", Errno.EINVAL) => ": the cgroups above need a real-time budget that is at least as large",
        ("cpu.cfs_quota_us" or "cpu.cfs_period_us" or "cpu.max", Errno.EINVAL) => ": the cgroup above may have less",
        ("io.bfq.weight", Errno.EOPNOTSUPP) => ": weights of a device need 'enable=1' in 'io.cost.qos' of the root cgroup, or the scheduler bfq",
        (_, Errno.ENODEV) when limit.Key is not null && limit.Controller is "io" or "blkio" => $": there is no block device {limit.Key} (a partition has no limits of its own)",
        ("rdma.max", Errno.ENODEV) => $": there is no RDMA device '{limit.Key}'",
        ("net_prio.ifpriomap", Errno.ENODEV) => $": there is no interface '{limit.Key}' in the runtime's network namespace",
        _ => "",
    };

    private static string? Above(string directory, string file)
    {
        string parent = directory[..directory.LastIndexOf('/')];
        string effective = file == "cpuset.cpus" ? "/cpuset.cpus.effective" : "/cpuset.mems.effective";
        return CgroupFiles.Read(parent + effective) ?? CgroupFiles.Read($"{parent}/{file}");
    }
}
