// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>A mount of type cgroup: the container's own view of the host's arrangement; see cgroups(7).</summary>
internal static class CgroupMountCompiler
{
    public static void Compile(PlanDraft draft, MountConfig mount, MountOptions options, string target)
    {
        bool hasNamespace = draft.Namespace(NamespaceKind.Cgroup) is not null;
        if (draft.Host.CgroupMode is CgroupMode.None)
        {
            draft.Findings.Add(DiagnosticId.CgroupsMissing, mount, []);
        }
        else if (draft.Host.CgroupMode is CgroupMode.V1 or CgroupMode.Hybrid)
        {
            CompileHierarchies(draft, options, target, hasNamespace);
        }
        else if (hasNamespace)
        {
            MountCompiler.AddFilesystem(draft, options, "cgroup2", mount.Source, target);
        }
        else
        {
            // Paths in /proc/PID/cgroup begin at the host's root without a namespace, so that tree is what they are found in.
            MountCompiler.AddBind(draft, options, draft.Host.CgroupMountPoint, target);
        }
    }

    private static void CompileHierarchies(PlanDraft draft, MountOptions options, string target, bool hasNamespace)
    {
        bool readOnly = ((options.Set | options.TreeSet) & Mount.MOUNT_ATTR_RDONLY) != 0;
        AddDirectory(draft, options, target);
        foreach (CgroupHierarchy hierarchy in draft.Host.CgroupHierarchies)
        {
            string name = hierarchy.MountPoint[(hierarchy.MountPoint.LastIndexOf('/') + 1)..];
            string place = target + "/" + name;
            if (hasNamespace)
            {
                AddHierarchy(draft, options, hierarchy, place);
            }
            else
            {
                MountCompiler.AddBind(draft, options, hierarchy.MountPoint + hierarchy.ContainerPath, place);
            }

            AddLinks(draft, hierarchy.Names, target, name);
        }

        if (readOnly)
        {
            // ORDER: after the directories and links for the hierarchies are made in it.
            draft.Add(StepOp.ChangeMount, new ChangeMountStep { Target = draft.Text(target), AttrSet = Mount.MOUNT_ATTR_RDONLY });
        }
    }

    private static void AddDirectory(PlanDraft draft, MountOptions options, string target)
    {
        ulong attributes = (options.Set | options.TreeSet) & ~Mount.MOUNT_ATTR_RDONLY;
        MountOptions directory = MountOptions.Make(attributes, "mode=755");
        MountCompiler.AddFilesystem(draft, directory, "tmpfs", "tmpfs", target);
    }

    private static void AddHierarchy(PlanDraft draft, MountOptions options, CgroupHierarchy hierarchy, string place)
    {
        // A hierarchy without controllers is called by one parameter, name=systemd; one with them by theirs.
        string[] names = hierarchy.Names.Length == 0 ? [] : hierarchy.Names.Split(',');
        MountOptions own = MountOptions.Make(options.Set | options.TreeSet, names);
        MountCompiler.AddFilesystem(draft, own, hierarchy.Names.Length == 0 ? "cgroup2" : "cgroup", "cgroup", place);
    }

    private static void AddLinks(PlanDraft draft, string names, string target, string directory)
    {
        if (!names.Contains(',', StringComparison.Ordinal))
        {
            return;
        }

        // cpu,cpuacct is found as cpu and as cpuacct too.
        foreach (string name in names.Split(','))
        {
            if (name != directory)
            {
                draft.Add(StepOp.MakeSymlink, new MakeSymlinkStep { Path = draft.Text(target + "/" + name), Target = draft.Text(directory) });
            }
        }
    }
}
