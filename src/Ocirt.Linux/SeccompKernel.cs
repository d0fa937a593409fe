// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>What the running kernel knows of seccomp; see seccomp(2).</summary>
public static class SeccompKernel
{
    /// <summary>Whether the kernel takes a flag of SECCOMP_SET_MODE_FILTER.</summary>
    /// <param name="name">A SECCOMP_FILTER_FLAG_* name.</param>
    /// <returns>False also when the name is unknown, or the call itself is forbidden.</returns>
    public static bool HasFlag(string name)
    {
        uint flag = name switch
        {
            "SECCOMP_FILTER_FLAG_TSYNC" => Seccomp.SECCOMP_FILTER_FLAG_TSYNC,
            "SECCOMP_FILTER_FLAG_LOG" => Seccomp.SECCOMP_FILTER_FLAG_LOG,
            "SECCOMP_FILTER_FLAG_SPEC_ALLOW" => Seccomp.SECCOMP_FILTER_FLAG_SPEC_ALLOW,

            // KERNEL(5.19): the flag is refused without a listener.
            "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" =>
                Seccomp.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV | Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER,
            _ => 0,
        };

        // KERNEL: flags are checked before the filter is read, and there is none at address 0: EFAULT, and nothing is
        // loaded.
        return flag != 0
            && Libc.syscall((nint)SyscallNumber.seccomp, (nint)Seccomp.SECCOMP_SET_MODE_FILTER, (nint)flag, 0, 0, 0) < 0
            && Failure.LastErrno == Errno.EFAULT;
    }
}
