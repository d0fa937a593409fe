// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What the specification allows and this runtime does not carry out yet.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForUnsupported(DiagnosticId id) => id switch
    {
        DiagnosticId.MountOptionUnsupported => Error(
            "the mount option {0} is not supported yet",
            "leave it out"),
        DiagnosticId.NetDevicesUnsupported => Error(
            "moving network devices is not supported yet",
            "leave it out, and move the device with ip(8) after create"),
        DiagnosticId.IntelRdtUnsupported => Error(
            "cache and memory bandwidth allocation is not supported yet",
            "leave it out, and write the container's pid to the resctrl group after create"),
        DiagnosticId.MountNamespaceMissingUnsupported => Error(
            "a container in the host's mount namespace is not supported yet",
            "add {{\"type\": \"mount\"}} to linux.namespaces"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
