// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.Resctrl;

/// <summary>The statistics of a group of resctrl, with the fields of runc's <c>events</c>.</summary>
internal static class ResctrlStatistics
{
    /// <summary>Writes the fields; what the processor does not allot or monitor is left out.</summary>
    /// <param name="json">Where they go, in an object.</param>
    /// <param name="group">The group.</param>
    internal static void Write(Utf8JsonWriter json, ResctrlGroup group)
    {
        List<string> root = Schemata.LinesOf(ResctrlFiles.Read(group.Root + "/schemata"));
        List<string> own = Schemata.LinesOf(ResctrlFiles.Read(group.Path + "/schemata"));
        if (Has(group, "L3"))
        {
            json.WriteStartObject("l3_cache_info"u8);
            WriteText(json, "cbm_mask", ResctrlFiles.Read(group.Root + "/info/L3/cbm_mask"));
            WriteNumbers(json, group.Root + "/info/L3", "min_cbm_bits", "num_closids");
            json.WriteEndObject();
            WriteText(json, "l3_cache_schema_root", Last(root, "L3"));
            WriteText(json, "l3_cache_schema", Last(own, "L3"));
        }

        if (Has(group, "MB"))
        {
            json.WriteStartObject("mem_bw_info"u8);
            WriteNumbers(json, group.Root + "/info/MB", "bandwidth_gran", "delay_linear", "min_bandwidth", "num_closids");
            json.WriteEndObject();
            WriteText(json, "mem_bw_schema_root", Last(root, "MB"));
            WriteText(json, "mem_bw_schema", Last(own, "MB"));
        }

        if (own.Count != 0)
        {
            json.WriteStartArray("schemata"u8);
            foreach (string line in own)
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
        }

        string features = ResctrlFiles.Read(group.Root + "/info/L3_MON/mon_features") ?? string.Empty;
        WriteDomains(json, group, "mbm_stats", features, "mbm_total_bytes", "mbm_local_bytes");
        WriteDomains(json, group, "cmt_stats", features, "llc_occupancy");
    }

    private static bool Has(ResctrlGroup group, string resource) => HostPaths.TryStat($"{group.Root}/info/{resource}", out _) == 0;

    private static string? Last(List<string> lines, string resource) => lines.FindLast(line => line.Contains(resource, StringComparison.Ordinal));

    /// <summary>One object for each domain that is monitored; of the container alone when it has a monitoring group.</summary>
    private static void WriteDomains(Utf8JsonWriter json, ResctrlGroup group, string name, string features, params ReadOnlySpan<string> counters)
    {
        bool isMonitored = false;
        foreach (string counter in counters)
        {
            isMonitored |= features.Contains(counter, StringComparison.Ordinal);
        }

        string directory = (group.Monitoring ?? group.Path) + "/mon_data";
        using FileDescriptor? data = isMonitored ? FileDescriptor.TryOpen(directory, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY, out _) : null;
        if (data is null)
        {
            return;
        }

        List<DirectoryEntry> domains = Directories.ListDirectory(data);
        domains.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        json.WriteStartArray(name);
        foreach (DirectoryEntry domain in domains)
        {
            json.WriteStartObject();
            foreach (string counter in counters)
            {
                json.WriteNumber(counter, Number($"{directory}/{domain.Name}/{counter}"));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string directory, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Number(directory + "/" + name) is var number and not 0)
            {
                json.WriteNumber(name, number);
            }
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, text);
        }
    }

    // 'Unavailable' stands for a counter that the processor has no room for.
    private static ulong Number(string path) =>
        ulong.TryParse(ResctrlFiles.Read(path), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;
}
