// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Cgroups;
using Ocirt.Runtime.Resctrl;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Updating;
using Ocirt.Spec.Validation;

namespace Ocirt.Runtime;

/// <summary>Changes the limits of a container that runs: all that was asked for, or nothing.</summary>
public static class ContainerUpdate
{
    private const int MaxConfigSize = 128 << 20;

    /// <summary>Changes limits, and writes them into the configuration that is kept of the container.</summary>
    /// <param name="store">Where the state is.</param>
    /// <param name="id">The container.</param>
    /// <param name="update">What changes.</param>
    /// <param name="schemas">What changes of resctrl.</param>
    /// <param name="withDevices">Whether device rules of the change take the place of those in force.</param>
    /// <param name="isRehearsal">Whether nothing is changed.</param>
    /// <returns>What was, or would be, written.</returns>
    /// <exception cref="ContainerException">The container does not run, or a limit is refused.</exception>
    public static List<LimitChange> Execute(StateStore store, string id, ResourceUpdate update, SchemaUpdate schemas, bool withDevices, bool isRehearsal)
    {
        using Container container = Container.OpenLocked(store, id);
        if (container.Status() == ContainerStatus.Stopped)
        {
            throw new ContainerException(FailureKind.Status, $"container not running: '{id}' has ended, and has no limits to change");
        }

        byte[] saved = container.State.TryRead(Container.ConfigFileName, MaxConfigSize)
            ?? throw new ContainerException(FailureKind.State, $"'{container.State.Path}/{Container.ConfigFileName}' is missing: the container cannot be updated");
        byte[] merged = update.ApplyTo(saved, withDevices);
        merged = schemas.IsEmpty ? merged : schemas.ApplyTo(merged);
        if (Check(merged) is not { Linux.Resources: { } resources } config)
        {
            return [];
        }

        // ORDER: before the limits, which take back what they changed when one is refused.
        using ResctrlChange? resctrl = schemas.IsEmpty ? null : ResctrlChange.Make(ExecProcess.ReadSaved(container), config, id, schemas, isRehearsal);
        try
        {
            using Cgroup cgroup = CgroupJournal.FindUnit(Journal.Read(container.State)) ?? container.OpenCgroup();
            if (!isRehearsal)
            {
                // ORDER: a disk that is full shows before a limit is changed.
                container.State.Stage(Container.ConfigFileName, merged);
            }

            List<LimitChange> changes = cgroup.Update(resources, update.Fields, isRehearsal);
            changes.AddRange(resctrl?.Changes ?? []);
            if (!isRehearsal)
            {
                if (withDevices && Contains(update.Fields, "devices"))
                {
                    cgroup.ReplaceDevices(resources.Devices);
                }

                container.State.Commit(Container.ConfigFileName);
                resctrl?.Keep();
            }

            return changes;
        }
        catch (CgroupException refused)
        {
            throw container.Explain(refused);
        }
    }

    /// <summary>Checks the resources as they are to be; the places of findings mean nothing to the caller, who has another text.</summary>
    private static ContainerConfig? Check(byte[] merged)
    {
        ConfigReadResult read = ConfigReader.Read(merged, Container.ConfigFileName);
        if (read.Config is { } config)
        {
            ConfigValidator.Validate(config, read.Diagnostics);
        }

        foreach (Diagnostic finding in read.Diagnostics.Items)
        {
            if (finding.Severity == DiagnosticSeverity.Error && (finding.Location.JsonPath.StartsWith("linux.resources", StringComparison.Ordinal) || finding.Location.JsonPath.StartsWith("linux.intelRdt", StringComparison.Ordinal)))
            {
                throw new ContainerException(FailureKind.Config, $"{finding.Location.JsonPath}: {finding.Message}; {finding.Hint}");
            }
        }

        return read.Config;
    }

    private static bool Contains(IReadOnlyList<string> fields, string name)
    {
        foreach (string field in fields)
        {
            if (field == name)
            {
                return true;
            }
        }

        return false;
    }
}
