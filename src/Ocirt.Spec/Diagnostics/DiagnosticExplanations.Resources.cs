// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>Devices and resources.</content>
public static partial class DiagnosticExplanations
{
    private static string ForResources(DiagnosticId id) => id switch
    {
        DiagnosticId.DeviceConflict =>
            "Two entries ask for different devices at one path. Only one can be there.",
        DiagnosticId.DeviceModeMalformed =>
            "'fileMode' has the permission bits, in decimal. A number such as 666 is usually the octal 0666, "
            + "which is 438.",
        DiagnosticId.DeviceAccessMalformed =>
            "Access to devices is given by letters: r for reading, w for writing, m for making the node.",
        DiagnosticId.DeviceAccessIgnored =>
            "Access to devices is given by letters: r for reading, w for writing, m for making the node. runc passes over "
            + "any other letter, so configurations with one are in use; the known letters count.",
        DiagnosticId.SwapBelowLimit =>
            "In the specification 'swap' is the limit of memory and swap together, as in version 1 of control "
            + "groups. It cannot be below the limit of memory alone.",
        DiagnosticId.SwapWithoutLimit =>
            "'swap' is a limit of memory and swap together. How much of it is swap follows only from a limit of "
            + "memory.",
        DiagnosticId.ReservationAboveLimit =>
            "The reservation is a soft limit below the hard one. Above it, the hard limit is always met first.",
        DiagnosticId.KernelMemoryIgnored =>
            "Kernels since 5.4 deprecate and since 5.16 no longer have a limit of kernel memory apart from other "
            + "memory. 'limit' counts both.",
        DiagnosticId.BurstAboveQuota =>
            "The burst is what a group may save up and use beyond its quota; the kernel refuses one above the "
            + "quota.",
        DiagnosticId.SharesClamped =>
            "The kernel takes shares from 2 to 262144 and moves others to the nearest of the two.",
        DiagnosticId.BlockWeightMissing =>
            "An entry of weightDevice gives one block device another weight than the rest. Without 'weight' and "
            + "'leafWeight' it says nothing.",
        DiagnosticId.PageSizeMalformed =>
            "The size names a file of the hugetlb controller, such as hugetlb.2MB.max: a number without leading "
            + "zero, and KB, MB or GB.",
        DiagnosticId.RdmaLimitMissing =>
            "An entry limits the handles or the objects of one RDMA device. Without either number it says "
            + "nothing.",
        DiagnosticId.UnifiedKeyMalformed =>
            "Keys of 'unified' are names of files of the container's cgroup. A name with '/' in it would be a "
            + "file of another cgroup.",
        DiagnosticId.CgroupsPathEscapes =>
            "The path is one below the root of the hierarchy. With '..' in it the container could end in a "
            + "cgroup that belongs to others.",
        DiagnosticId.RdtSchemaMalformed =>
            "The value is written into a file 'schemata' of resctrl, which has one line for each resource, such "
            + "as 'L3:0=ff;1=ff'.",
        DiagnosticId.RdtClassMalformed =>
            "'closID' names a directory of the resctrl file system. '/' stands for the default class.",
        _ => string.Empty,
    };
}
