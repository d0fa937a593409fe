// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>Devices and resources.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForResources(DiagnosticId id) => id switch
    {
        DiagnosticId.DeviceConflict =>
            "Two entries ask for different devices at one path. Only one can be there."u8,
        DiagnosticId.DeviceModeMalformed =>
            "'fileMode' has the permission bits, in decimal. A number such as 666 is usually the octal 0666, "u8
            + "which is 438."u8,
        DiagnosticId.DeviceAccessMalformed =>
            "Access to devices is given by letters: r for reading, w for writing, m for making the node."u8,
        DiagnosticId.DeviceAccessIgnored =>
            "Access to devices is given by letters: r for reading, w for writing, m for making the node. runc passes over "u8
            + "any other letter, so configurations with one are in use; the known letters count."u8,
        DiagnosticId.SwapBelowLimit =>
            "In the specification 'swap' is the limit of memory and swap together, as in version 1 of control "u8
            + "groups. It cannot be below the limit of memory alone."u8,
        DiagnosticId.SwapWithoutLimit =>
            "'swap' is a limit of memory and swap together. How much of it is swap follows only from a limit of "u8
            + "memory."u8,
        DiagnosticId.ReservationAboveLimit =>
            "The reservation is a soft limit below the hard one. Above it, the hard limit is always met first."u8,
        DiagnosticId.KernelMemoryIgnored =>
            "Kernels since 5.4 deprecate and since 5.16 no longer have a limit of kernel memory apart from other "u8
            + "memory. 'limit' counts both."u8,
        DiagnosticId.BurstAboveQuota =>
            "The burst is what a group may save up and use beyond its quota; the kernel refuses one above the "u8
            + "quota."u8,
        DiagnosticId.SharesClamped =>
            "The kernel takes shares from 2 to 262144 and moves others to the nearest of the two."u8,
        DiagnosticId.BlockWeightMissing =>
            "An entry of weightDevice gives one block device another weight than the rest. Without 'weight' and "u8
            + "'leafWeight' it says nothing."u8,
        DiagnosticId.PageSizeMalformed =>
            "The size names a file of the hugetlb controller, such as hugetlb.2MB.max: a number without leading "u8
            + "zero, and KB, MB or GB."u8,
        DiagnosticId.RdmaLimitMissing =>
            "An entry limits the handles or the objects of one RDMA device. Without either number it says "u8
            + "nothing."u8,
        DiagnosticId.UnifiedKeyMalformed =>
            "Keys of 'unified' are names of files of the container's cgroup. A name with '/' in it would be a "u8
            + "file of another cgroup."u8,
        DiagnosticId.CgroupsPathEscapes =>
            "The path is one below the root of the hierarchy. With '..' in it the container could end in a "u8
            + "cgroup that belongs to others."u8,
        DiagnosticId.RdtSchemaMalformed =>
            "The value is written into a file 'schemata' of resctrl, which has one line for each resource, such "u8
            + "as 'L3:0=ff;1=ff'."u8,
        DiagnosticId.RdtClassMalformed =>
            "'closID' names a directory of the resctrl file system. '/' stands for the default class."u8,
        _ => default,
    };
}
