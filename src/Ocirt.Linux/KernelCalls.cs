// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Finds out whether the kernel has a system call: by calling it with arguments that it refuses before it does
/// anything, such as a descriptor of -1 or a struct of size 0.
/// </summary>
public static class KernelCalls
{
    /// <summary>Tries a call by its name.</summary>
    /// <param name="name">The name of one of the calls that this class knows.</param>
    /// <returns>
    /// The error number: ENOSYS when the kernel lacks the call, EPERM when a filter or missing rights are in the way,
    /// another one when it is there.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">This class does not know the call.</exception>
    public static int Try(string name) => name switch
    {
        "bpf" => Call(SyscallNumber.bpf, -1, 0, 0),
        "clone3" => Call(SyscallNumber.clone3, 0, 0),
        "close_range" => Call(SyscallNumber.close_range, 1, 0, 0),
        "faccessat2" => Call(SyscallNumber.faccessat2, -1, 0, 0, 0),
        "fsopen" => Call(SyscallNumber.fsopen, 0, 0),
        "fsmount" => Call(SyscallNumber.fsmount, -1, 0, 0),
        "keyctl" => Call(SyscallNumber.keyctl, -1, 0, 0, 0, 0),
        "mount_setattr" => Call(SyscallNumber.mount_setattr, -1, 0, 0, 0, 0),
        "move_mount" => Call(SyscallNumber.move_mount, -1, 0, -1, 0, 0),
        "open_tree" => Call(SyscallNumber.open_tree, -1, 0, 0),
        "openat2" => Call(SyscallNumber.openat2, -1, 0, 0, 0),
        "pidfd_open" => Call(SyscallNumber.pidfd_open, -1, 0),
        "pidfd_send_signal" => Call(SyscallNumber.pidfd_send_signal, -1, 0, 0, 0),
        "pivot_root" => Call(SyscallNumber.pivot_root, 0, 0),
        "seccomp" => Call(SyscallNumber.seccomp, -1, 0, 0),
        "setns" => Call(SyscallNumber.setns, -1, 0),
        "unshare" => Call(SyscallNumber.unshare, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static int Call(SyscallNumber number, nint a, nint b = 0, nint c = 0, nint d = 0, nint e = 0) =>
        Libc.syscall((nint)number, a, b, c, d, e) < 0 ? Failure.LastErrno : 0;
}
