// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Device nodes and the rules of access to them (config-linux.md, Devices and Allowed Device list).</summary>
internal static class DeviceRules
{
    private const long MaxMajor = 0xFFF;
    private const long MaxMinor = 0xFFFFF;

    /// <summary>The file type and permission bits of a mode.</summary>
    private const uint ModeBits = 0xFFFF;

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        CheckNodes(config.Linux?.Devices ?? [], bag);
        foreach (DeviceRule rule in config.Linux?.Resources?.Devices ?? [])
        {
            CheckRule(rule, bag);
        }
    }

    private static void CheckNodes(DeviceConfig[] devices, DiagnosticBag bag)
    {
        var known = new Dictionary<string, DeviceConfig>(StringComparer.Ordinal);
        foreach (DeviceConfig device in devices)
        {
            CheckNode(device, bag);
            if (string.IsNullOrEmpty(device.Path) || known.TryAdd(device.Path, device))
            {
                continue;
            }

            DeviceConfig other = known[device.Path];
            if (other.Type != device.Type || other.Major != device.Major || other.Minor != device.Minor)
            {
                bag.Add(DiagnosticId.DeviceConflict, device, ["path"], ValueText.Quote(device.Path));
            }
        }
    }

    private static void CheckNode(DeviceConfig device, DiagnosticBag bag)
    {
        ValueRules.RequireAbsolute(bag, device, ["path"], device.Path, "the absolute path inside the container");
        ValueRules.Require(bag, device, ["type"], device.Type, "'c' for a character device, 'b' for a block device or 'p' for a fifo");
        ValueRules.CheckName(bag, device, ["type"], device.Type, device.Type is "c" or "u" or "b" or "p", "c, u, b, p");
        if (device.Type != "p")
        {
            ValueRules.RequireValue(bag, device, "major", device.Major is not null, "the major number");
            ValueRules.RequireValue(bag, device, "minor", device.Minor is not null, "the minor number");
            ValueRules.CheckRange(bag, device, ["major"], device.Major, 0, MaxMajor);
            ValueRules.CheckRange(bag, device, ["minor"], device.Minor, 0, MaxMinor);
        }

        if ((device.FileMode & ~ModeBits) is not (null or 0))
        {
            bag.Add(DiagnosticId.DeviceModeMalformed, device, ["fileMode"], ValueText.Quote(ValueRules.Text(device.FileMode!.Value)));
        }
    }

    private static void CheckRule(DeviceRule rule, DiagnosticBag bag)
    {
        ValueRules.RequireValue(bag, rule, "allow", rule.Allow is not null, "true to give access or false to take it");
        ValueRules.CheckName(bag, rule, ["type"], rule.Type, rule.Type is "" or "a" or "c" or "b", "a, c, b");
        ValueRules.CheckRange(bag, rule, ["major"], rule.Major, -1, MaxMajor);
        ValueRules.CheckRange(bag, rule, ["minor"], rule.Minor, -1, MaxMinor);
        if (rule.Access.AsSpan().ContainsAnyExcept("rwm"))
        {
            // A rule of nothing but unknown letters would allow or deny nothing; beside known ones runc passes over them.
            bool hasKnown = rule.Access.AsSpan().ContainsAny('r', 'w', 'm');
            bag.Add(hasKnown ? DiagnosticId.DeviceAccessIgnored : DiagnosticId.DeviceAccessMalformed, rule, ["access"], ValueText.Quote(rule.Access));
        }
    }
}
