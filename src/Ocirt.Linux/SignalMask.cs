// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// The blocked signals of the calling thread, by the raw rt_sigprocmask(2): the C library's wrapper leaves out 32 and 33.
/// </summary>
public static unsafe class SignalMask
{
    /// <summary>Blocks signals as well.</summary>
    /// <param name="signals">The signals.</param>
    /// <returns>The mask before.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static SignalSet Block(SignalSet signals) => Change(Signal.SIG_BLOCK, signals);

    /// <summary>Unblocks signals.</summary>
    /// <param name="signals">The signals.</param>
    /// <returns>The mask before.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static SignalSet Unblock(SignalSet signals) => Change(Signal.SIG_UNBLOCK, signals);

    /// <summary>Sets the mask.</summary>
    /// <param name="signals">The signals that are blocked from now on.</param>
    /// <returns>The mask before.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static SignalSet Set(SignalSet signals) => Change(Signal.SIG_SETMASK, signals);

    private static SignalSet Change(int how, SignalSet signals)
    {
        ulong wanted = signals.Bits;
        ulong before;

        // SAFETY: the kernel's sigset_t has 8 bytes, the size that is passed.
        return Libc.syscall((nint)SyscallNumber.rt_sigprocmask, how, (nint)(&wanted), (nint)(&before), sizeof(ulong), 0) == 0
            ? new SignalSet(before)
            : throw Failure.Of("rt_sigprocmask()");
    }
}
