// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>The system call filter.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForSeccomp(DiagnosticId id) => id switch
    {
        DiagnosticId.SeccompErrnoUnused =>
            "Only SCMP_ACT_ERRNO returns an error number, and SCMP_ACT_TRACE passes one to the tracer. With "u8
            + "another action the number would be ignored, so the action is probably not the one that was meant."u8,
        DiagnosticId.SeccompListenerMissing =>
            "A call with SCMP_ACT_NOTIFY waits until another process answers for it. That process gets the "u8
            + "descriptor through the socket at 'listenerPath'; without it the call would wait for ever."u8,
        DiagnosticId.SeccompMetadataUnused =>
            "The metadata is sent to the listener together with the descriptor. Without a listener nobody gets "u8
            + "it."u8,
        DiagnosticId.SeccompNotifyDefault =>
            "The runtime itself still makes system calls under the filter, such as the one that sends the "u8
            + "listener's descriptor. If they had to be answered by the listener first, the container would never "u8
            + "start."u8,
        _ => default,
    };
}
