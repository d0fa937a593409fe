// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Cgroups;
using Ocirt.Spec.Model;
using Ocirt.Spec.Updating;

namespace Ocirt.Runtime.Resctrl;

/// <summary>A change of the schemata of a container that runs; taken back unless it is kept.</summary>
internal sealed class ResctrlChange : IDisposable
{
    private readonly ResctrlGroup _group;
    private readonly List<string> _before;

    private ResctrlChange(ResctrlGroup group, List<string> before, List<LimitChange> changes)
    {
        _group = group;
        _before = before;
        Changes = changes;
    }

    /// <summary>What was, or would be, written.</summary>
    internal List<LimitChange> Changes { get; }

    /// <summary>Writes the schemata.</summary>
    /// <param name="old">The configuration of the container.</param>
    /// <param name="changed">The same with the change.</param>
    /// <param name="id">The container.</param>
    /// <param name="update">What changes.</param>
    /// <param name="isRehearsal">Whether nothing is written.</param>
    /// <exception cref="ContainerException">The container has no class of service, or the kernel refuses.</exception>
    internal static ResctrlChange Make(ContainerConfig old, ContainerConfig changed, string id, SchemaUpdate update, bool isRehearsal)
    {
        if (old.Linux?.IntelRdt is null)
        {
            throw new ContainerException(
                FailureKind.Config, "the container has no class of service of resctrl, so its schema cannot be changed: give it one at create, by linux.intelRdt");
        }

        ResctrlGroup group = ResctrlGroup.Of(changed, id)!;
        List<string> there = Schemata.LinesOf(ResctrlFiles.Read(group.Path + "/schemata"));
        List<string> before = [];
        List<LimitChange> changes = [];
        List<string> lines = [.. Schemata.LinesOf(update.L3CacheSchema), .. Schemata.LinesOf(update.MemBwSchema)];
        foreach (string line in lines)
        {
            string? own = there.Find(other => Schemata.ResourceOf(other) == Schemata.ResourceOf(line));
            changes.Add(new LimitChange(group.Path + "/schemata", own, line));
            if (own is not null && !isRehearsal)
            {
                before.Add(own);
            }
        }

        if (!isRehearsal)
        {
            group.WriteSchemata(lines);
        }

        return new ResctrlChange(group, before, changes);
    }

    /// <summary>The change stays.</summary>
    internal void Keep() => _before.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_before.Count != 0)
        {
            // What led here is the error to tell of.
            _ = ResctrlFiles.TryWrite(_group.Path + "/schemata", string.Join('\n', _before) + "\n");
        }
    }
}
