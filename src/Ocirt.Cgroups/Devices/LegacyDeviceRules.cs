// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Cgroups.Devices;

/// <summary>
/// Device rules as cgroup v1 takes them: devices.allow and devices.deny hold one list of exceptions from 'everything' or
/// from 'nothing', and a later rule only changes an exception for exactly the same devices. What the kernel would
/// silently not do is found here.
/// </summary>
public static class LegacyDeviceRules
{
    /// <summary>Lists what is written, in order.</summary>
    /// <param name="entries">What <see cref="DeviceEntries.Compile"/> gave.</param>
    /// <returns>Whether it goes to devices.allow, and the rule.</returns>
    /// <exception cref="CgroupException">A rule takes or gives a part of what a wider one before it decided.</exception>
    public static List<(bool Allow, string Rule)> Compile(List<DeviceEntry> entries)
    {
        List<(bool Allow, string Rule)> writes = [(entries[0].Allow, DeviceEntries.Legacy(entries[0], DeviceKind.Any))];
        List<DeviceEntry> exceptions = [];
        for (int i = 1; i < entries.Count; i++)
        {
            // The kernel takes 'a' as everything, whatever follows.
            if (entries[i].Kind == DeviceKind.Any)
            {
                Add(entries[i] with { Kind = DeviceKind.Block });
                Add(entries[i] with { Kind = DeviceKind.Character });
            }
            else
            {
                Add(entries[i]);
            }
        }

        return writes;

        void Add(DeviceEntry entry)
        {
            if (entry.Allow != entries[0].Allow)
            {
                exceptions.Add(entry);
            }
            else if (!TakeBack(exceptions, entry))
            {
                // What nothing before it decided otherwise needs no rule.
                return;
            }

            writes.Add((entry.Allow, DeviceEntries.Legacy(entry, entry.Kind)));
        }
    }

    private static bool TakeBack(List<DeviceEntry> exceptions, DeviceEntry entry)
    {
        bool found = false;
        for (int i = exceptions.Count - 1; i >= 0; i--)
        {
            DeviceEntry exception = exceptions[i];
            if (exception.Kind != entry.Kind || (exception.Access & entry.Access) == 0 || !Overlap(exception.Major, entry.Major) || !Overlap(exception.Minor, entry.Minor))
            {
                continue;
            }

            if (exception.Major == entry.Major && exception.Minor == entry.Minor)
            {
                found = true;
                exceptions[i] = exception with { Access = exception.Access & ~entry.Access };
                continue;
            }

            // A container may always make nodes, which gives no access by itself.
            if (entry.Access != DeviceAccess.Mknod)
            {
                throw new CgroupException(
                    $"linux.resources.devices: cgroup v1 cannot {(entry.Allow ? "allow" : "deny")} '{DeviceEntries.Legacy(entry, entry.Kind)}' "
                    + $"after '{DeviceEntries.Legacy(exception, exception.Kind)}' was {(exception.Allow ? "allowed" : "denied")}: give rules for the same devices");
            }
        }

        return found;
    }

    private static bool Overlap(long one, long other) => one < 0 || other < 0 || one == other;
}
