// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text.Json;

using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups.Stats;

/// <summary>Statistics of cgroup v1; see the kernel's cgroup-v1 documents.</summary>
internal static class LegacyStatistics
{
    // USER_HZ is 100 on every architecture that is supported.
    private const ulong NanosecondsPerTick = 10_000_000;

    internal static void Write(Utf8JsonWriter json, Cgroup cgroup)
    {
        WriteCpu(json, Find(cgroup, "cpuacct"), Find(cgroup, "cpu"));
        StatisticsJson.WriteCpuset(json, Find(cgroup, "cpuset"));
        WriteMemory(json, Find(cgroup, "memory"));
        string? pids = Find(cgroup, "pids");
        StatisticsJson.WritePids(json, pids is null ? (ulong)cgroup.Processes().Count : StatFile.Number(pids + "/pids.current"), pids is null ? 0 : StatFile.Number(pids + "/pids.max"));
        WriteBlockIo(json, Find(cgroup, "blkio"));
        WriteHugepages(json, Find(cgroup, "hugetlb"));
    }

    private static string? Find(Cgroup cgroup, string controller)
    {
        foreach (CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            if (hierarchy.Has(controller))
            {
                return hierarchy.Directory;
            }
        }

        return null;
    }

    private static void WriteCpu(Utf8JsonWriter json, string? accounting, string? cpu)
    {
        json.WriteStartObject("cpu"u8);
        json.WriteStartObject("usage"u8);
        if (accounting is not null)
        {
            StatisticsJson.WriteUnlessZero(json, "total", StatFile.Number(accounting + "/cpuacct.usage"));
            StatisticsJson.WriteNumbers(json, "percpu", StatFile.Numbers(accounting + "/cpuacct.usage_percpu"));
            StatisticsJson.WriteNumbers(json, "percpu_kernel", StatFile.Numbers(accounting + "/cpuacct.usage_percpu_sys"));
            StatisticsJson.WriteNumbers(json, "percpu_user", StatFile.Numbers(accounting + "/cpuacct.usage_percpu_user"));
        }

        json.WriteNumber("kernel"u8, (accounting is null ? null : StatFile.Value(accounting + "/cpuacct.stat", "system")) * NanosecondsPerTick ?? 0);
        json.WriteNumber("user"u8, (accounting is null ? null : StatFile.Value(accounting + "/cpuacct.stat", "user")) * NanosecondsPerTick ?? 0);
        json.WriteEndObject();
        string file = cpu + "/cpu.stat";
        StatisticsJson.WriteThrottling(json, StatFile.Value(file, "nr_periods"), StatFile.Value(file, "nr_throttled"), StatFile.Value(file, "throttled_time"));
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, string? directory)
    {
        json.WriteStartObject("memory"u8);
        if (directory is not null)
        {
            List<(string Key, ulong Value)> raw = StatFile.Pairs(directory + "/memory.stat");
            StatisticsJson.WriteUnlessZero(json, "cache", raw.Find(static pair => pair.Key == "cache").Value);
            WriteKind("usage", "memory");
            WriteKind("swap", "memory.memsw");
            WriteKind("kernel", "memory.kmem");
            WriteKind("kernelTCP", "memory.kmem.tcp");
            StatisticsJson.WriteRaw(json, raw);
        }

        json.WriteEndObject();

        void WriteKind(string name, string prefix) => StatisticsJson.WriteMemory(
            json,
            name,
            StatFile.Number($"{directory}/{prefix}.limit_in_bytes"),
            StatFile.Number($"{directory}/{prefix}.usage_in_bytes"),
            StatFile.Number($"{directory}/{prefix}.max_usage_in_bytes"),
            StatFile.Number($"{directory}/{prefix}.failcnt"));
    }

    private static void WriteBlockIo(Utf8JsonWriter json, string? directory)
    {
        json.WriteStartObject("blkio"u8);
        if (directory is not null)
        {
            WriteEntries(json, "ioServiceBytesRecursive", Read("io_service_bytes"));
            WriteEntries(json, "ioServicedRecursive", Read("io_serviced"));
            WriteEntries(json, "ioQueueRecursive", CgroupFiles.Read(directory + "/blkio.bfq.io_queued_recursive"));
            WriteEntries(json, "ioServiceTimeRecursive", CgroupFiles.Read(directory + "/blkio.bfq.io_service_time_recursive"));
            WriteEntries(json, "ioWaitTimeRecursive", CgroupFiles.Read(directory + "/blkio.bfq.io_wait_time_recursive"));
            WriteEntries(json, "ioMergedRecursive", CgroupFiles.Read(directory + "/blkio.bfq.io_merged_recursive"));
            WriteEntries(json, "ioTimeRecursive", CgroupFiles.Read(directory + "/blkio.bfq.time_recursive"));
        }

        json.WriteEndObject();

        // A scheduler counts what it served itself; what no scheduler saw is counted by the throttling layer.
        string? Read(string name)
        {
            string? scheduled = CgroupFiles.Read($"{directory}/blkio.bfq.{name}_recursive");
            return scheduled is null || !scheduled.Contains(':', StringComparison.Ordinal)
                ? CgroupFiles.Read($"{directory}/blkio.throttle.{name}_recursive") ?? CgroupFiles.Read($"{directory}/blkio.throttle.{name}")
                : scheduled;
        }
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, string? content)
    {
        bool isOpen = false;
        foreach (ReadOnlySpan<char> line in (content ?? "").AsSpan().EnumerateLines())
        {
            // 8:0 Read 1282048; some files have no operation.
            string[] words = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !StatisticsJson.TryDevice(words[0], out ulong major, out ulong minor) || StatFile.Parse(words[^1]) is not ulong value)
            {
                continue;
            }

            if (!isOpen)
            {
                json.WriteStartArray(name);
                isOpen = true;
            }

            StatisticsJson.WriteEntry(json, major, minor, words.Length > 2 ? words[1] : "", value);
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteHugepages(Utf8JsonWriter json, string? directory)
    {
        json.WriteStartObject("hugetlb"u8);
        foreach (string size in directory is null ? [] : HugepageSizes.Read())
        {
            string prefix = $"{directory}/hugetlb.{size}.rsvd";
            prefix = StatFile.Number(prefix + ".usage_in_bytes") is null ? $"{directory}/hugetlb.{size}" : prefix;
            if (StatFile.Number(prefix + ".usage_in_bytes") is ulong usage)
            {
                StatisticsJson.WriteHugepages(json, size, usage, StatFile.Number(prefix + ".max_usage_in_bytes"), StatFile.Number(prefix + ".failcnt"));
            }
        }

        json.WriteEndObject();
    }
}
