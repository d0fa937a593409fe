// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Cgroups.Fs;
using Ocirt.Spec.Model;

namespace Ocirt.Cgroups;

/// <content>Changing limits while the container runs.</content>
public sealed partial class Cgroup
{
    /// <summary>
    /// Changes limits: all of them or none. What a limit would do to the container at once is checked before the first is
    /// written; when one is refused, those written before get their old values back.
    /// </summary>
    /// <param name="resources">The resources as they are to be, unchanged ones too.</param>
    /// <param name="fields">Which of them change: <c>memory.limit</c>, <c>unified</c> ...</param>
    /// <param name="isRehearsal">Whether nothing is written.</param>
    /// <returns>What was, or would be, written.</returns>
    /// <exception cref="CgroupException">A limit is refused; the old ones are in force.</exception>
    public List<LimitChange> Update(ResourcesConfig resources, IReadOnlyList<string> fields, bool isRehearsal)
    {
        List<LimitWrite> all = Layout == CgroupLayout.Unified ? UnifiedLimits.Compile(resources) : LegacyLimits.Compile(resources);
        List<LimitWrite> limits = all.FindAll(limit => IsMeant(limit.Field, fields));
        if (Layout != CgroupLayout.Unified)
        {
            RequireControllers(limits);
        }

        List<LimitChange> changes = [];
        List<(string Directory, LimitWrite Limit)> undo = [];
        try
        {
            foreach (CgroupHierarchy hierarchy in _hierarchies)
            {
                List<LimitWrite> own = hierarchy.IsUnified
                    ? (Layout == CgroupLayout.Unified ? limits : [])
                    : limits.FindAll(limit => hierarchy.Has(limit.Controller));
                if (own.Count == 0)
                {
                    continue;
                }

                if (hierarchy.IsUnified)
                {
                    // ORDER: nothing is enabled for a rehearsal, and nothing written before usage was looked at.
                    UpdatePreflight.Check(hierarchy.Directory, resources, own);
                    if (!isRehearsal)
                    {
                        EnableControllers(hierarchy, own);
                    }
                }

                foreach (LimitWrite limit in own)
                {
                    changes.Add(new LimitChange($"{hierarchy.Directory}/{limit.File}", LimitUndo.Read(hierarchy.Directory, limit), limit.Value));
                }

                if (!isRehearsal)
                {
                    LimitWriter.Write(hierarchy.Directory, own, undo);
                }
            }

            if (Unit is not null && !isRehearsal && limits.Count > 0)
            {
                UpdateUnit(limits);
            }
        }
        catch (CgroupException refused) when (undo.Count > 0)
        {
            throw LimitUndo.Restore(undo) is string lost ? new CgroupException($"{refused.Message}; and {lost}") : refused;
        }

        return changes;
    }

    /// <summary>
    /// Whether a value is a part of the change. Some fields share a file, or are checked by the kernel against each
    /// other: these change together.
    /// </summary>
    private static bool IsMeant(string field, IReadOnlyList<string> fields)
    {
        int end = field.IndexOf('[', StringComparison.Ordinal);
        string name = end < 0 ? field : field[..end];
        foreach (string meant in fields)
        {
            if (name == meant
                || name.StartsWith(meant + ".", StringComparison.Ordinal)
                || (name is "memory.limit" or "memory.swap" && meant is "memory.limit" or "memory.swap")
                || (name is "cpu.quota" or "cpu.period" && meant is "cpu.quota" or "cpu.period")
                || (name is "cpu.shares" && meant is "cpu.idle"))
            {
                return true;
            }
        }

        return false;
    }
}
