// SPDX-License-Identifier: Apache-2.0

using System.Runtime.CompilerServices;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// The signal mask that this program was started with. The published executable blocks every signal that can be
/// forwarded before its first thread exists; whoever waits in the foreground reads them from a <see cref="SignalFd"/>,
/// and a command that should end on a signal sets this mask again on its own thread.
/// </summary>
public static class OriginalSignalMask
{
    /// <summary>Whether the signals were blocked before the runtime started: true in the published executable only.</summary>
    public static bool IsKnown => !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Reads the mask; where <see cref="IsKnown"/> is false, the calling thread's present mask.</summary>
    /// <returns>The signals that were blocked.</returns>
    /// <exception cref="SyscallException">The present mask could not be read.</exception>
    public static SignalSet Read() =>
        IsKnown ? new SignalSet(EarlyCode.ocirt_get_original_signal_mask()) : SignalMask.Block(default);
}
