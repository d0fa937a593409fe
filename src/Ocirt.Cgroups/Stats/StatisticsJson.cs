// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups.Stats;

/// <summary>
/// The statistics of a cgroup in the form in which runc's <c>events</c> shows them, which engines read. Times are
/// nanoseconds, sizes bytes; what is zero is left out where runc does so.
/// </summary>
public static class StatisticsJson
{
    /// <summary>Writes the statistics of a cgroup as one object.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="cgroup">The cgroup.</param>
    /// <param name="writeResctrl">Writes the fields of the object about resctrl.</param>
    /// <exception cref="CgroupException">A file cannot be read.</exception>
    public static void Write(Utf8JsonWriter json, Cgroup cgroup, Action<Utf8JsonWriter>? writeResctrl = null)
    {
        json.WriteStartObject();
        if (cgroup.Layout == CgroupLayout.Unified)
        {
            UnifiedStatistics.Write(json, cgroup.Hierarchies[0].Directory);
        }
        else
        {
            LegacyStatistics.Write(json, cgroup);
        }

        json.WriteStartObject("intel_rdt"u8);
        writeResctrl?.Invoke(json);
        json.WriteEndObject();
        json.WriteNull("network_interfaces"u8);
        json.WriteEndObject();
    }

    internal static void WriteUnlessZero(Utf8JsonWriter json, string name, ulong? value)
    {
        if (value is ulong number and not 0)
        {
            json.WriteNumber(name, number);
        }
    }

    internal static void WriteNumbers(Utf8JsonWriter json, string name, List<ulong> numbers)
    {
        if (numbers.Count > 0)
        {
            json.WriteStartArray(name);
            foreach (ulong number in numbers)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }
    }

    internal static void WriteThrottling(Utf8JsonWriter json, ulong? periods, ulong? throttledPeriods, ulong? throttledTime)
    {
        json.WriteStartObject("throttling"u8);
        WriteUnlessZero(json, "periods", periods);
        WriteUnlessZero(json, "throttledPeriods", throttledPeriods);
        WriteUnlessZero(json, "throttledTime", throttledTime);
        json.WriteEndObject();
    }

    /// <summary>Writes the counters of one kind of memory; null stands for a kind that is not counted.</summary>
    internal static void WriteMemory(Utf8JsonWriter json, string name, ulong? limit, ulong? usage, ulong? peak, ulong? failures)
    {
        if ((limit ?? 0) == 0 && (usage ?? 0) == 0 && (peak ?? 0) == 0 && (failures ?? 0) == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("limit"u8, limit ?? 0);
        WriteUnlessZero(json, "usage", usage);
        WriteUnlessZero(json, "max", peak);
        json.WriteNumber("failcnt"u8, failures ?? 0);
        json.WriteEndObject();
    }

    internal static void WriteRaw(Utf8JsonWriter json, List<(string Key, ulong Value)> pairs)
    {
        if (pairs.Count > 0)
        {
            json.WriteStartObject("raw"u8);
            foreach ((string key, ulong value) in pairs)
            {
                json.WriteNumber(key, value);
            }

            json.WriteEndObject();
        }
    }

    internal static void WriteCpuset(Utf8JsonWriter json, string? directory)
    {
        json.WriteStartObject("cpuset"u8);
        WriteNumbers(json, "cpus", directory is null ? [] : StatFile.List(directory + "/cpuset.cpus"));
        WriteFlag("cpu_exclusive");
        WriteNumbers(json, "mems", directory is null ? [] : StatFile.List(directory + "/cpuset.mems"));
        foreach (string flag in (ReadOnlySpan<string>)["mem_hardwall", "mem_exclusive", "memory_migrate", "memory_spread_page", "memory_spread_slab", "memory_pressure", "sched_load_balance"])
        {
            WriteFlag(flag);
        }

        string? level = directory is null ? null : CgroupFiles.Read(directory + "/cpuset.sched_relax_domain_level");
        json.WriteNumber("sched_relax_domain_level"u8, long.TryParse(level, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : 0);
        json.WriteEndObject();

        void WriteFlag(string name) => json.WriteNumber(name, directory is null ? 0 : StatFile.Number($"{directory}/cpuset.{name}") ?? 0);
    }

    internal static void WritePids(Utf8JsonWriter json, ulong? current, ulong? limit)
    {
        json.WriteStartObject("pids"u8);
        WriteUnlessZero(json, "current", current);
        WriteUnlessZero(json, "limit", limit == ulong.MaxValue ? 0 : limit);
        json.WriteEndObject();
    }

    internal static void WriteEntry(Utf8JsonWriter json, ulong major, ulong minor, string operation, ulong value)
    {
        json.WriteStartObject();
        WriteUnlessZero(json, "major", major);
        WriteUnlessZero(json, "minor", minor);
        json.WriteString("op"u8, operation);
        WriteUnlessZero(json, "value", value);
        json.WriteEndObject();
    }

    internal static void WriteHugepages(Utf8JsonWriter json, string size, ulong usage, ulong? peak, ulong? failures)
    {
        json.WriteStartObject(size);
        WriteUnlessZero(json, "usage", usage);
        WriteUnlessZero(json, "max", peak);
        json.WriteNumber("failcnt"u8, failures ?? 0);
        json.WriteEndObject();
    }

    internal static bool TryDevice(ReadOnlySpan<char> text, out ulong major, out ulong minor)
    {
        int colon = text.IndexOf(':');
        minor = 0;
        return ulong.TryParse(colon < 0 ? text : text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out major)
            && colon > 0 && ulong.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out minor);
    }
}
