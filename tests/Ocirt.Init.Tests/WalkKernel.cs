// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Init.Kernel;

namespace Ocirt.Init.Tests;

/// <summary>
/// The kernel of this machine for all that a walk calls, but without openat2(2), and with a directory of the test in place
/// of '/'. A mount whose attributes are to change is only looked at.
/// </summary>
internal readonly unsafe struct WalkKernel : IKernel
{
    [ThreadStatic]
    private static string? s_root;

    [ThreadStatic]
    private static HashSet<nint>? s_open;

    [ThreadStatic]
    private static ulong s_inode;

    [ThreadStatic]
    private static int s_error;

    /// <summary>Walks to a path, as a step that changes a mount does.</summary>
    /// <param name="root">The directory that acts as the root.</param>
    /// <param name="path">The path inside.</param>
    /// <param name="left">How many descriptors the walk has left open.</param>
    /// <returns>The inode that the path leads to, or 0 and why it leads nowhere.</returns>
    internal static (ulong Inode, int Errno) Walk(string root, string path, out int left)
    {
        TestPlan plan = new();
        plan.Add(StepOp.UseRoot, default(UseRootStep));
        plan.Add(StepOp.ChangeMount, new ChangeMountStep { Target = plan.Text(path), AttrSet = Mount.MOUNT_ATTR_RDONLY });
        (s_root, s_open, s_inode, s_error) = (root, [], 0, 0);
        Machine.Run<WalkKernel>(plan.ToBytes());

        // The root stays open until exec.
        left = s_open.Count - 1;
        foreach (nint descriptor in s_open)
        {
            syscall((nint)SyscallNumber.close, descriptor, 0, 0, 0, 0, 0);
        }

        return (s_inode, s_error);
    }

    /// <summary>Opens a path as the kernel does by openat2(2); the inode, or 0 and why not.</summary>
    internal static (ulong Inode, int Errno) OpenInRoot(string root, string path)
    {
        OpenHow how = new() { Flags = (ulong)(Fcntl.O_PATH | Fcntl.O_CLOEXEC), Resolve = Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS };
        nint directory = Path(SyscallNumber.openat, Fcntl.AT_FDCWD, root, Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
        nint opened;
        do
        {
            // KERNEL: EAGAIN for a walk over ".." while anything is renamed anywhere on the host.
            opened = Path(SyscallNumber.openat2, directory, path.TrimStart('/') is { Length: > 0 } inside ? inside : ".", (nint)(&how), OpenHow.Size);
        }
        while (opened == -Errno.EAGAIN);
        ulong inode = opened < 0 ? 0 : InodeOf(opened);
        Call(SyscallNumber.close, opened, 0, 0, 0, 0, 0);
        Call(SyscallNumber.close, directory, 0, 0, 0, 0, 0);
        return (inode, opened < 0 ? (int)-opened : 0);
    }

    /// <inheritdoc/>
    public static nint SignalExit => 0;

    /// <inheritdoc/>
    public static nint Invoke(SyscallNumber number, nint a, nint b, nint c, nint d, nint e, nint f)
    {
        switch (number)
        {
            case SyscallNumber.openat2:
                return -Errno.ENOSYS;
            case SyscallNumber.openat:
                nint opened = a == Fcntl.AT_FDCWD ? Path(number, a, s_root!, c, d) : Call(number, a, b, c, d, e, f);
                _ = opened < 0 || s_open!.Add(opened);
                return opened;
            case SyscallNumber.close:
                s_open!.Remove(a);
                return Call(number, a, b, c, d, e, f);
            case SyscallNumber.mount_setattr:
                s_inode = InodeOf(a);
                return 0;
            case SyscallNumber.sendmsg:
                s_error = (*(InitMessage*)*(nint*)((nint*)b)[2]).Error;
                return InitMessage.Size;
            case SyscallNumber.statx or SyscallNumber.readlinkat or SyscallNumber.fstatfs:
                return Call(number, a, b, c, d, e, f);
            default:
                throw new InvalidOperationException($"{number} is no part of a walk");
        }
    }

    private static ulong InodeOf(nint descriptor)
    {
        Statx about;
        byte empty = 0;
        Call(SyscallNumber.statx, descriptor, (nint)(&empty), Fcntl.AT_EMPTY_PATH, (nint)Stat.STATX_BASIC_STATS, (nint)(&about), 0);
        return about.Inode;
    }

    private static nint Path(SyscallNumber number, nint directory, string path, nint c, nint d)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(path);
        nint result = Call(number, directory, text, c, d, 0, 0);
        Marshal.FreeCoTaskMem(text);
        return result;
    }

    private static nint Call(SyscallNumber number, nint a, nint b, nint c, nint d, nint e, nint f)
    {
        nint result = syscall((nint)number, a, b, c, d, e, f);
        return result < 0 ? -Marshal.GetLastPInvokeError() : result;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
