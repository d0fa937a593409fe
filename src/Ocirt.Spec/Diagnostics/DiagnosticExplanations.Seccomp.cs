// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>The system call filter.</content>
public static partial class DiagnosticExplanations
{
    private static string ForSeccomp(DiagnosticId id) => id switch
    {
        DiagnosticId.SeccompErrnoUnused =>
            "Only SCMP_ACT_ERRNO returns an error number, and SCMP_ACT_TRACE passes one to the tracer. With "
            + "another action the number would be ignored, so the action is probably not the one that was meant.",
        DiagnosticId.SeccompListenerMissing =>
            "A call with SCMP_ACT_NOTIFY waits until another process answers for it. That process gets the "
            + "descriptor through the socket at 'listenerPath'; without it the call would wait for ever.",
        DiagnosticId.SeccompMetadataUnused =>
            "The metadata is sent to the listener together with the descriptor. Without a listener nobody gets "
            + "it.",
        DiagnosticId.SeccompNotifyDefault =>
            "The runtime itself still makes system calls under the filter, such as the one that sends the "
            + "listener's descriptor. If they had to be answered by the listener first, the container would never "
            + "start.",
        _ => string.Empty,
    };
}
