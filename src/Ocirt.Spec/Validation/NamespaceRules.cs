// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Namespaces, id mappings and clock offsets (config-linux.md).</summary>
internal static class NamespaceRules
{
    /// <summary>The most id mappings that a user namespace takes, UID_GID_MAP_MAX_EXTENTS of the kernel.</summary>
    private const int MaxMappings = 340;

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux is not { } linux)
        {
            return;
        }

        CheckEntries(linux, bag);
        CheckMappings(linux, bag, "uidMappings", linux.UidMappings);
        CheckMappings(linux, bag, "gidMappings", linux.GidMappings);
        NamespaceConfig? user = linux.Find(NamespaceKind.User);
        CheckPresence(linux, user, bag, "uidMappings", linux.UidMappings);
        CheckPresence(linux, user, bag, "gidMappings", linux.GidMappings);

        CheckOffsets(linux, bag);
        if (linux.Find(NamespaceKind.Mount) is null)
        {
            CheckSharedMounts(linux, user, bag);
        }
    }

    /// <summary>The ranges of one list of id mappings.</summary>
    internal static void CheckMappings(ConfigNode owner, DiagnosticBag bag, string field, IdMapping[] mappings)
    {
        if (mappings.Length > MaxMappings)
        {
            bag.Add(DiagnosticId.TooManyMappings, owner, [field], ValueRules.Text(mappings.Length));
            return;
        }

        for (int i = 0; i < mappings.Length; i++)
        {
            IdMapping mapping = mappings[i];
            ValueRules.RequireValue(bag, mapping, "containerID", mapping.ContainerId is not null, "the first id inside the container");
            ValueRules.RequireValue(bag, mapping, "hostID", mapping.HostId is not null, "the first id outside");
            ValueRules.RequireValue(bag, mapping, "size", mapping.Size is not null, "how many ids are mapped");
            ValueRules.CheckRange(bag, mapping, ["size"], mapping.Size, 1, uint.MaxValue);
            CheckEnd(mapping, bag, "containerID", mapping.ContainerId);
            CheckEnd(mapping, bag, "hostID", mapping.HostId);
            for (int other = 0; other < i; other++)
            {
                CheckApart(mapping, bag, "containerID", mapping.ContainerId, mappings[other].ContainerId, mappings[other].Size, other);
                CheckApart(mapping, bag, "hostID", mapping.HostId, mappings[other].HostId, mappings[other].Size, other);
            }
        }
    }

    private static void CheckEntries(LinuxConfig linux, DiagnosticBag bag)
    {
        int seen = 0;
        foreach (NamespaceConfig entry in linux.Namespaces)
        {
            ValueRules.Require(bag, entry, ["type"], entry.Type, "the type, as in 'pid'");
            ValueRules.CheckName(bag, entry, ["type"], entry.Type, entry.Kind is not null, "mount, pid, network, uts, ipc, user, cgroup, time");
            if (entry.IsJoined)
            {
                ValueRules.RequireAbsolute(bag, entry, ["path"], entry.Path, "the path of the namespace");
            }

            if (entry.Kind is not { } kind)
            {
                continue;
            }

            if ((seen & (1 << (int)kind)) != 0)
            {
                bag.Add(DiagnosticId.NamespaceDuplicate, entry, ["type"], entry.Type!);
            }

            seen |= 1 << (int)kind;
        }
    }

    private static void CheckPresence(LinuxConfig linux, NamespaceConfig? user, DiagnosticBag bag, string field, IdMapping[] mappings)
    {
        if (user is null && mappings.Length > 0)
        {
            bag.Add(DiagnosticId.MappingsNeedUserNamespace, linux, [field]);
        }
        else if (user is { IsJoined: false } && mappings.Length == 0)
        {
            bag.Add(DiagnosticId.MappingsMissing, user, [], field);
        }
    }

    private static void CheckEnd(IdMapping mapping, DiagnosticBag bag, string field, uint? first)
    {
        if ((ulong?)first + mapping.Size > uint.MaxValue)
        {
            bag.Add(DiagnosticId.MappingOverflow, mapping, [field]);
        }
    }

    private static void CheckApart(IdMapping mapping, DiagnosticBag bag, string field, uint? first, uint? otherFirst, uint? otherSize, int other)
    {
        bool overlaps = first < (ulong?)otherFirst + otherSize && otherFirst < (ulong?)first + mapping.Size;
        if (overlaps)
        {
            bag.Add(DiagnosticId.MappingOverlap, mapping, [field], field, ValueRules.Text(other));
        }
    }

    /// <summary>What makes no sense in the mount namespace of the host.</summary>
    private static void CheckSharedMounts(LinuxConfig linux, NamespaceConfig? user, DiagnosticBag bag)
    {
        if (user is not null)
        {
            bag.Add(DiagnosticId.UserNeedsMountNamespace, user, []);
        }

        if (linux.MaskedPaths.Length != 0)
        {
            bag.Add(DiagnosticId.CoversNeedMountNamespace, linux, ["maskedPaths"]);
        }

        if (linux.ReadonlyPaths.Length != 0)
        {
            bag.Add(DiagnosticId.CoversNeedMountNamespace, linux, ["readonlyPaths"]);
        }
    }

    private static void CheckOffsets(LinuxConfig linux, DiagnosticBag bag)
    {
        foreach (TimeOffset offset in linux.TimeOffsets)
        {
            ValueRules.CheckName(bag, offset, [], offset.Clock, offset.Clock is "monotonic" or "boottime", "monotonic, boottime");
            ValueRules.CheckRange(bag, offset, ["nanosecs"], offset.Nanoseconds, 0, 999_999_999);
        }

        if (linux.TimeOffsets.Length > 0 && linux.Find(NamespaceKind.Time) is not { IsJoined: false })
        {
            bag.Add(DiagnosticId.OffsetsNeedTimeNamespace, linux, ["timeOffsets"]);
        }
    }
}
