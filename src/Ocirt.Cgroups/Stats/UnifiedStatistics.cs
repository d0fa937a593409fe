// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups.Stats;

/// <summary>Statistics of cgroup v2, on the scales and under the names of v1; see the kernel's cgroup-v2 document.</summary>
internal static class UnifiedStatistics
{
    internal static void Write(Utf8JsonWriter json, string directory)
    {
        WriteCpu(json, directory);

        // cgroup v2 has none of the flags; runc shows them as 0.
        StatisticsJson.WriteCpuset(json, directory: null);
        WriteMemory(json, directory);
        StatisticsJson.WritePids(
            json, StatFile.Number(directory + "/pids.current") ?? (ulong)ProcessList.Read(directory).Count, StatFile.Number(directory + "/pids.max"));
        WriteBlockIo(json, directory);
        WriteHugepages(json, directory);
    }

    private static void WriteCpu(Utf8JsonWriter json, string directory)
    {
        string file = directory + "/cpu.stat";
        json.WriteStartObject("cpu"u8);
        json.WriteStartObject("usage"u8);
        StatisticsJson.WriteUnlessZero(json, "total", StatFile.Value(file, "usage_usec") * 1000);
        json.WriteNumber("kernel"u8, StatFile.Value(file, "system_usec") * 1000 ?? 0);
        json.WriteNumber("user"u8, StatFile.Value(file, "user_usec") * 1000 ?? 0);
        json.WriteEndObject();
        StatisticsJson.WriteThrottling(
            json, StatFile.Value(file, "nr_periods"), StatFile.Value(file, "nr_throttled"), StatFile.Value(file, "throttled_usec") * 1000);
        WritePressure(json, directory + "/cpu.pressure");
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, string directory)
    {
        List<(string Key, ulong Value)> raw = StatFile.Pairs(directory + "/memory.stat");
        json.WriteStartObject("memory"u8);
        StatisticsJson.WriteUnlessZero(json, "cache", raw.Find(static pair => pair.Key == "file").Value);
        ulong? usage = StatFile.Number(directory + "/memory.current");
        ulong? limit = StatFile.Number(directory + "/memory.max");
        StatisticsJson.WriteMemory(json, "usage", limit, usage, StatFile.Number(directory + "/memory.peak"), failures: 0);

        // v1 counts memory and swap together, and so do those who read this.
        if (StatFile.Number(directory + "/memory.swap.current") is ulong swap)
        {
            ulong? swapLimit = StatFile.Number(directory + "/memory.swap.max");
            ulong? both = swapLimit == ulong.MaxValue || limit == ulong.MaxValue ? ulong.MaxValue : swapLimit + limit;
            StatisticsJson.WriteMemory(json, "swap", both, swap + usage, peak: null, failures: 0);
        }

        StatisticsJson.WriteRaw(json, raw);
        WritePressure(json, directory + "/memory.pressure");
        json.WriteEndObject();
    }

    private static void WriteBlockIo(Utf8JsonWriter json, string directory)
    {
        string content = CgroupFiles.Read(directory + "/io.stat") ?? "";
        json.WriteStartObject("blkio"u8);
        WriteEntries(json, content, "ioServiceBytesRecursive", "rbytes", "wbytes");
        WriteEntries(json, content, "ioServicedRecursive", "rios", "wios");
        WritePressure(json, directory + "/io.pressure");
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, string content, string name, string reads, string writes)
    {
        bool isOpen = false;
        foreach (ReadOnlySpan<char> line in content.AsSpan().EnumerateLines())
        {
            // 8:0 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
            string[] words = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !StatisticsJson.TryDevice(words[0], out ulong major, out ulong minor))
            {
                continue;
            }

            foreach (string word in words)
            {
                int equals = word.IndexOf('=', StringComparison.Ordinal);
                string key = equals < 0 ? "" : word[..equals];
                if ((key != reads && key != writes) || StatFile.Parse(word.AsSpan(equals + 1)) is not ulong value)
                {
                    continue;
                }

                if (!isOpen)
                {
                    json.WriteStartArray(name);
                    isOpen = true;
                }

                StatisticsJson.WriteEntry(json, major, minor, key == reads ? "Read" : "Write", value);
            }
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteHugepages(Utf8JsonWriter json, string directory)
    {
        json.WriteStartObject("hugetlb"u8);
        foreach (string size in HugepageSizes.Read())
        {
            string prefix = $"{directory}/hugetlb.{size}";
            if ((StatFile.Number(prefix + ".rsvd.current") ?? StatFile.Number(prefix + ".current")) is ulong usage)
            {
                StatisticsJson.WriteHugepages(json, size, usage, peak: null, StatFile.Value(prefix + ".events", "max"));
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes how long processes stood still for lack of a resource; see the kernel's document on PSI.</summary>
    private static void WritePressure(Utf8JsonWriter json, string path)
    {
        string? content = CgroupFiles.Read(path);
        if (string.IsNullOrEmpty(content))
        {
            return;
        }

        json.WriteStartObject("psi"u8);
        foreach (ReadOnlySpan<char> line in content.AsSpan().EnumerateLines())
        {
            // some avg10=0.00 avg60=0.00 avg300=0.00 total=0
            string[] words = line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            json.WriteStartObject(words[0]);
            for (int i = 1; i < words.Length; i++)
            {
                int equals = words[i].IndexOf('=', StringComparison.Ordinal);
                if (equals > 0 && double.TryParse(words[i].AsSpan(equals + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
                {
                    json.WriteNumber(words[i].AsSpan(0, equals), value);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
