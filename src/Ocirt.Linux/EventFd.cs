// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>A counter that the kernel counts up and that can be waited for; see eventfd(2).</summary>
public sealed class EventFd : IDisposable
{
    private EventFd(FileDescriptor descriptor)
    {
        Descriptor = descriptor;
    }

    /// <summary>Readable once something was counted.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>Makes a counter at 0.</summary>
    /// <returns>The counter.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static EventFd Create()
    {
        nint descriptor = Libc.syscall((nint)SyscallNumber.eventfd2, 0, Fcntl.O_CLOEXEC, 0, 0, 0);
        return descriptor >= 0 ? new EventFd(FileDescriptor.Own((int)descriptor)) : throw Failure.Of("eventfd2()");
    }

    /// <summary>Takes the count; waits while it is 0.</summary>
    /// <returns>How often something was counted since the last time.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public ulong Take()
    {
        Span<byte> count = stackalloc byte[8];
        Descriptor.Read(count);
        return BitConverter.ToUInt64(count);
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => Descriptor.Dispose();
}
