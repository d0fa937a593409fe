// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Globalization;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Fs;

/// <summary>Collects the values of one cgroup, in the order in which they are written.</summary>
internal sealed class LimitList
{
    internal List<LimitWrite> Writes { get; } = [];

    internal static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    internal static CgroupException Unsupported(string field, string why) => new($"linux.resources.{field}: {why}");

    internal void Add(string controller, string file, string value, string field, bool isDefault = false) =>
        Writes.Add(new LimitWrite(controller, file, value, field, isDefault));

    /// <summary>
    /// The limit of processes. 0 is written as 1: one process, the container's own, is the least that can run, and
    /// systemd, which may own the cgroup, knows no 0.
    /// </summary>
    internal void AddPids(PidsLimit? pids)
    {
        if (pids?.Limit is long limit)
        {
            Add("pids", "pids.max", limit < 0 ? "max" : limit == 0 ? "1" : Text(limit), "pids.limit", isDefault: limit < 0);
        }
    }

    internal void AddCpuset(CpuLimits cpu)
    {
        if (!string.IsNullOrEmpty(cpu.Cpus))
        {
            Add("cpuset", "cpuset.cpus", cpu.Cpus, "cpu.cpus");
        }

        if (!string.IsNullOrEmpty(cpu.Mems))
        {
            Add("cpuset", "cpuset.mems", cpu.Mems, "cpu.mems");
        }
    }

    /// <summary>Limits of huge pages: of those in use, and of reserved ones where the kernel counts these too (5.7).</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="suffix">How the files end.</param>
    internal void AddHugepages(HugepageLimit[] limits, string suffix)
    {
        for (int i = 0; i < limits.Length; i++)
        {
            string? size = limits[i].PageSize;
            string value = Text(limits[i].Limit ?? 0);
            string field = $"hugepageLimits[{i}]";
            Add("hugetlb", $"hugetlb.{size}.{suffix}", value, field);
            Writes.Add(new LimitWrite("hugetlb", $"hugetlb.{size}.rsvd.{suffix}", value, field) { IsOptional = true });
        }
    }

    internal void AddRdma(RdmaLimit[] limits)
    {
        foreach (RdmaLimit limit in limits)
        {
            string value = limit.Device
                + (limit.HcaHandles is uint handles ? $" hca_handle={handles}" : "")
                + (limit.HcaObjects is uint objects ? $" hca_object={objects}" : "");
            Writes.Add(new LimitWrite("rdma", "rdma.max", value, $"rdma.{limit.Device}")
            {
                Key = limit.Device,
                Unset = $"{limit.Device} hca_handle=max hca_object=max",
            });
        }
    }

    /// <summary>Adds a value for one device, in a file with a line for each.</summary>
    internal void AddDevice(string controller, string file, long? major, long? minor, string value, string unset, string field)
    {
        string key = Device(major, minor);
        Writes.Add(new LimitWrite(controller, file, $"{key} {value}", field) { Key = key, Unset = $"{key} {unset}" });
    }

    internal static string Device(long? major, long? minor) => $"{Text(major ?? 0)}:{Text(minor ?? 0)}";
}
