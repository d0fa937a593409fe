// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Reads signals from a descriptor. The signals have to be blocked on every thread, or one that does not block them
/// takes them; see signalfd(2) and <see cref="SignalMask"/>.
/// </summary>
public sealed unsafe class SignalFd : IDisposable
{
    private const int RecordSize = 128;

    private SignalFd(FileDescriptor descriptor) => Descriptor = descriptor;

    /// <summary>The descriptor: readable while a signal waits.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>Opens a descriptor for signals; it does not block when read.</summary>
    /// <param name="signals">The signals.</param>
    /// <returns>The descriptor.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static SignalFd Create(SignalSet signals)
    {
        ulong mask = signals.Bits;
        nint descriptor = Libc.syscall(
            (nint)SyscallNumber.signalfd4, -1, (nint)(&mask), sizeof(ulong), Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK, 0);
        return descriptor >= 0 ? new SignalFd(FileDescriptor.Own((int)descriptor)) : throw Failure.Of("signalfd4()");
    }

    /// <summary>Takes one signal.</summary>
    /// <param name="information">The signal.</param>
    /// <returns>False when none waits.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public bool TryRead(out SignalInformation information)
    {
        information = default;

        // SAFETY: struct signalfd_siginfo has 128 bytes: number 0, errno 4, code 8, pid 12, uid 16.
        byte* record = stackalloc byte[RecordSize];
        while (Libc.read(Descriptor.Value, record, RecordSize) < 0)
        {
            int errno = Failure.LastErrno;
            if (errno == Errno.EAGAIN)
            {
                return false;
            }

            if (errno != Errno.EINTR)
            {
                throw Failure.On("read", Descriptor.Value);
            }
        }

        information = new SignalInformation(*(int*)record, *(int*)(record + 8), *(int*)(record + 12), *(uint*)(record + 16));
        return true;
    }

    /// <summary>Closes the descriptor; the signals stay blocked.</summary>
    public void Dispose() => Descriptor.Dispose();
}
