// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// The signal mask that this program was started with. The published executable blocks every signal that can be
/// forwarded before its first thread exists; whoever waits in the foreground reads them from a <see cref="SignalFd"/>,
/// and a command that should end on a signal sets this mask again on its own thread.
/// </summary>
public static class OriginalSignalMask
{
    /// <summary>Reads the mask; outside the published executable, which has the early code, the thread's present mask.</summary>
    /// <returns>The signals that were blocked.</returns>
    /// <exception cref="SyscallException">The present mask could not be read.</exception>
    public static SignalSet Read()
    {
        try
        {
            return new SignalSet(EarlyCode.ocirt_get_original_signal_mask());
        }
        catch (DllNotFoundException)
        {
            return SignalMask.Block(default);
        }
    }
}
