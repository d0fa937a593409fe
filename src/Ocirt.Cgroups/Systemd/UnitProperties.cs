// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

using Ocirt.Cgroups.Devices;
using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups.Systemd;

/// <summary>
/// Turns values for the files of a cgroup into properties of a unit, so that systemd knows the limits and keeps them when it
/// reloads. What systemd has no property for is in the file only, which systemd leaves alone below a delegated unit.
/// </summary>
public static class UnitProperties
{
    private const ulong DefaultPeriod = 100_000;

    /// <summary>Lists the properties of the limits.</summary>
    /// <param name="limits">The values for the files.</param>
    /// <param name="version">The version of systemd.</param>
    /// <returns>The properties.</returns>
    /// <exception cref="CgroupException">A value is no list of CPUs or memory nodes.</exception>
    public static List<UnitProperty> Compile(List<LimitWrite> limits, int version)
    {
        List<UnitProperty> properties = [];
        Dictionary<string, List<(string Path, ulong Limit)>> devices = [];
        ulong quota = 0;
        ulong period = 0;
        bool hasWeight = limits.Exists(static limit => limit.File == "cpu.weight");
        foreach (LimitWrite limit in limits)
        {
            switch (limit.File)
            {
                case "cpu.max":
                    string[] words = limit.Value.Split(' ');
                    quota = Number(words[0]);
                    period = words.Length > 1 ? Number(words[1]) : DefaultPeriod;
                    break;
                case "cpu.cfs_quota_us":
                    quota = Number(limit.Value);
                    break;
                case "cpu.cfs_period_us":
                    period = Number(limit.Value);
                    break;
                case "cpu.idle":
                    // KERNEL(5.15), systemd 252: a weight of 0 means idle, and the largest number none of its own.
                    if (version >= 252 && !hasWeight)
                    {
                        properties.Add(UnitProperty.Number("CPUWeight", limit.Value == "1" ? 0 : UnitProperty.Infinity));
                    }

                    break;
                case "cpuset.cpus" or "cpuset.mems":
                    AddMask(properties, limit, version);
                    break;
                default:
                    AddDevices(devices, limit);
                    if (NameOf(limit.File) is string name && limit.Key is null)
                    {
                        properties.Add(UnitProperty.Number(name, Number(limit.OtherValue ?? limit.Value)));
                    }

                    break;
            }
        }

        AddQuota(properties, quota, period, version);
        foreach ((string name, List<(string Path, ulong Limit)> entries) in devices)
        {
            properties.Add(new UnitProperty(name, "a(st)", entries.ToArray()));
        }

        return properties;
    }

    /// <summary>
    /// Lists the properties of the device rules. systemd knows allowed devices only; with other rules it is told to allow
    /// all, and the container's own program on cgroup v2 decides alone.
    /// </summary>
    /// <param name="entries">What <see cref="DeviceEntries.Compile"/> gave.</param>
    /// <returns>The properties.</returns>
    public static List<UnitProperty> CompileDevices(List<DeviceEntry> entries)
    {
        List<(string Path, string Access)> allowed = [];
        bool isExpressible = !entries[0].Allow;
        for (int i = 1; i < entries.Count && isExpressible; i++)
        {
            DeviceEntry entry = entries[i];
            isExpressible = entry.Allow && (entry.Major >= 0 || entry.Minor < 0);
            if (entry.Kind is DeviceKind.Any or DeviceKind.Block)
            {
                allowed.Add((PathOf("block", entry), AccessOf(entry)));
            }

            if (entry.Kind is DeviceKind.Any or DeviceKind.Character)
            {
                allowed.Add((PathOf("char", entry), AccessOf(entry)));
            }
        }

        // An empty list takes away what an earlier one allowed.
        List<UnitProperty> properties = [new("DeviceAllow", "a(ss)", Array.Empty<(string Path, string Access)>())];
        properties.Add(UnitProperty.Text("DevicePolicy", isExpressible ? "strict" : "auto"));
        if (isExpressible)
        {
            properties.Add(new UnitProperty("DeviceAllow", "a(ss)", allowed.ToArray()));
        }

        return properties;
    }

    private static string PathOf(string kind, in DeviceEntry entry) =>
        entry.Major < 0 ? $"{kind}-*" : entry.Minor < 0 ? $"{kind}-{entry.Major}" : $"/dev/{kind}/{entry.Major}:{entry.Minor}";

    private static string AccessOf(in DeviceEntry entry)
    {
        string rule = DeviceEntries.Legacy(entry, DeviceKind.Character);
        return rule[(rule.LastIndexOf(' ') + 1)..];
    }

    private static string? NameOf(string file) => file switch
    {
        "memory.max" => "MemoryMax",
        "memory.low" => "MemoryLow",
        "memory.high" => "MemoryHigh",
        "memory.min" => "MemoryMin",
        "memory.swap.max" => "MemorySwapMax",
        "cpu.weight" => "CPUWeight",
        "pids.max" => "TasksMax",
        "io.weight" or "io.bfq.weight" => "IOWeight",
        "memory.limit_in_bytes" => "MemoryLimit",
        "cpu.shares" => "CPUShares",
        "blkio.weight" or "blkio.bfq.weight" => "BlockIOWeight",
        _ => null,
    };

    private static void AddDevices(Dictionary<string, List<(string Path, ulong Limit)>> devices, in LimitWrite limit)
    {
        if (limit.Key is null)
        {
            return;
        }

        string path = "/dev/block/" + limit.Key;
        string value = (limit.OtherValue ?? limit.Value)[(limit.Key.Length + 1)..];
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        string? name = (limit.File, equals < 0 ? "" : value[..equals]) switch
        {
            ("io.max", "rbps") => "IOReadBandwidthMax",
            ("io.max", "wbps") => "IOWriteBandwidthMax",
            ("io.max", "riops") => "IOReadIOPSMax",
            ("io.max", "wiops") => "IOWriteIOPSMax",
            ("io.bfq.weight", _) => "IODeviceWeight",
            ("blkio.throttle.read_bps_device", _) => "BlockIOReadBandwidth",
            ("blkio.throttle.write_bps_device", _) => "BlockIOWriteBandwidth",
            ("blkio.bfq.weight_device", _) => "BlockIODeviceWeight",
            _ => null,
        };
        if (name is not null)
        {
            if (!devices.TryGetValue(name, out List<(string Path, ulong Limit)>? entries))
            {
                devices.Add(name, entries = []);
            }

            entries.Add((path, Number(value[(equals + 1)..])));
        }
    }

    private static void AddQuota(List<UnitProperty> properties, ulong quota, ulong period, int version)
    {
        if (period != 0 && version >= 242)
        {
            properties.Add(UnitProperty.Number("CPUQuotaPeriodUSec", period));
        }

        if (quota != 0 || period != 0)
        {
            // systemd keeps whole percents of a CPU: rounded up, so that the quota in the file is never above.
            ulong perSecond = quota is 0 or UnitProperty.Infinity ? UnitProperty.Infinity
                : ((quota * 1_000_000 / (period == 0 ? DefaultPeriod : period)) + 9_999) / 10_000 * 10_000;
            properties.Add(UnitProperty.Number("CPUQuotaPerSecUSec", perSecond));
        }
    }

    private static void AddMask(List<UnitProperty> properties, in LimitWrite limit, int version)
    {
        if (version < 244)
        {
            return;
        }

        byte[] mask = new byte[1024];
        int length = 0;
        foreach (string part in limit.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!int.TryParse(dash < 0 ? part : part[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(dash < 0 ? part : part[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
                || last < first || last >= mask.Length * 8)
            {
                throw new CgroupException($"linux.resources.{limit.Field}: '{limit.Value}' is no list of numbers, as in '0-3,7'");
            }

            for (int number = first; number <= last; number++)
            {
                mask[number / 8] |= (byte)(1 << (number % 8));
                length = Math.Max(length, (number / 8) + 1);
            }
        }

        properties.Add(new UnitProperty(limit.File == "cpuset.cpus" ? "AllowedCPUs" : "AllowedMemoryNodes", "ay", mask[..length]));
    }

    /// <summary>Reads a number; 'max' and -1 are no limit.</summary>
    private static ulong Number(string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : UnitProperty.Infinity;
}
