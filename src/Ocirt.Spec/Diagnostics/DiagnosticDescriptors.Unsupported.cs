// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What the specification allows and this runtime does not carry out yet.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForUnsupported(DiagnosticId id) => id switch
    {
        DiagnosticId.MountOptionUnsupported => Error(
            "the mount option {0} is not supported yet"u8,
            "leave it out"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
