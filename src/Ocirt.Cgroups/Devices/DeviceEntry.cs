// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Devices;

/// <summary>One device rule with nothing left open. Of several, the last that matches decides for each access.</summary>
/// <param name="Allow">Whether access is given or taken.</param>
/// <param name="Kind">Which devices.</param>
/// <param name="Major">The major number; -1 for all.</param>
/// <param name="Minor">The minor number; -1 for all.</param>
/// <param name="Access">Which access.</param>
public readonly record struct DeviceEntry(bool Allow, DeviceKind Kind, long Major, long Minor, DeviceAccess Access)
{
    /// <summary>Whether it decides every access to every device.</summary>
    public bool IsForAll => Kind == DeviceKind.Any && Major < 0 && Minor < 0 && Access == DeviceAccess.All;

    /// <summary>Whether it has a say on a device.</summary>
    /// <param name="kind">The device's kind.</param>
    /// <param name="major">Its major number.</param>
    /// <param name="minor">Its minor number.</param>
    /// <returns>True when it has.</returns>
    public bool Matches(DeviceKind kind, long major, long minor) =>
        (Kind == DeviceKind.Any || Kind == kind) && (Major < 0 || Major == major) && (Minor < 0 || Minor == minor);

    /// <summary>Reads a rule of the config.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="index">Its place in linux.resources.devices, for messages.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="CgroupException">A value is not one that the specification has.</exception>
    public static DeviceEntry From(DeviceRule rule, int index)
    {
        DeviceKind kind = rule.Type switch
        {
            null or "" or "a" => DeviceKind.Any,
            "b" => DeviceKind.Block,
            "c" or "u" => DeviceKind.Character,
            _ => throw new CgroupException($"linux.resources.devices[{index}].type: must be 'a', 'b' or 'c', got '{rule.Type}'"),
        };
        DeviceAccess access = DeviceAccess.None;
        foreach (char letter in rule.Access.AsSpan())
        {
            access |= letter switch
            {
                'r' => DeviceAccess.Read,
                'w' => DeviceAccess.Write,
                'm' => DeviceAccess.Mknod,
                _ => DeviceAccess.None,
            };
        }

        // SAFETY: a rule with no letter that is known must not become one of all access.
        if (access == DeviceAccess.None && !string.IsNullOrEmpty(rule.Access))
        {
            throw new CgroupException($"linux.resources.devices[{index}].access: must have one of the letters 'r', 'w' and 'm', got '{rule.Access}'");
        }

        return new DeviceEntry(
            rule.Allow ?? throw new CgroupException($"linux.resources.devices[{index}].allow: is missing"),
            kind,
            Number(rule.Major, "major", index),
            Number(rule.Minor, "minor", index),
            access == DeviceAccess.None ? DeviceAccess.All : access);
    }

    private static long Number(long? value, string field, int index) =>
        value switch
        {
            null or -1 => -1,
            >= 0 and <= int.MaxValue => value.Value,
            _ => throw new CgroupException($"linux.resources.devices[{index}].{field}: is no device number, got '{value}'"),
        };
}
