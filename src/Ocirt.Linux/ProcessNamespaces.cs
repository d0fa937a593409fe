// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Which namespaces a process is in, by the files that stand for them; see namespaces(7).</summary>
public static class ProcessNamespaces
{
    /// <summary>
    /// Looks at a namespace of a process. Through the pidfd where the kernel can: for the first look at a process in
    /// /proc the kernel has to make the directories that lead to it.
    /// </summary>
    /// <param name="process">The process, or null for this one.</param>
    /// <param name="kind">Its name in /proc/PID/ns, one of the eight kinds.</param>
    /// <param name="result">The file that stands for the namespace: its device and inode are the identity.</param>
    /// <returns>
    /// 0, or the error number: ENOENT for a kind that the kernel lacks or a process that is gone, or ESRCH for the latter.
    /// </returns>
    public static int TryStat(ChildProcess? process, string kind, out StatResult result)
    {
        if (process is not null)
        {
            return TryStat(process.Descriptor, kind, out result) ? 0
                : HostPaths.TryStat(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}/ns/{kind}"), out result);
        }

        // A kernel or a filter without pidfds is no reason to give up here.
        int opened = (int)Libc.syscall((nint)SyscallNumber.pidfd_open, OwnProcess.Pid, 0, 0, 0, 0);
        using FileDescriptor? own = opened < 0 ? null : FileDescriptor.Own(opened);
        return own is not null && TryStat(own, kind, out result) ? 0 : HostPaths.TryStat("/proc/self/ns/" + kind, out result);
    }

    /// <summary>KERNEL(6.11): the requests; ENOTTY before. Whatever is refused here, /proc tells why.</summary>
    private static bool TryStat(FileDescriptor process, string kind, out StatResult result)
    {
        int opened = (int)Libc.syscall((nint)SyscallNumber.ioctl, process.Value, (nint)RequestOf(kind), 0, 0, 0);
        if (opened < 0)
        {
            result = default;
            return false;
        }

        using FileDescriptor space = FileDescriptor.Own(opened);
        result = space.Stat();
        return true;
    }

    private static uint RequestOf(string kind) => kind switch
    {
        "cgroup" => Ioctl.PIDFD_GET_CGROUP_NAMESPACE,
        "ipc" => Ioctl.PIDFD_GET_IPC_NAMESPACE,
        "mnt" => Ioctl.PIDFD_GET_MNT_NAMESPACE,
        "net" => Ioctl.PIDFD_GET_NET_NAMESPACE,
        "pid" => Ioctl.PIDFD_GET_PID_NAMESPACE,
        "time" => Ioctl.PIDFD_GET_TIME_NAMESPACE,
        "user" => Ioctl.PIDFD_GET_USER_NAMESPACE,
        "uts" => Ioctl.PIDFD_GET_UTS_NAMESPACE,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
