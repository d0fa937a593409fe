// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>The scheduling of a process with one thread: policy, I/O priority, processors. Each gives 0 or the error number.</summary>
public static unsafe class Scheduling
{
    /// <summary>How far the class lies above the level in a value for ioprio_set(2).</summary>
    private const int IoClassShift = 13;

    /// <summary>As many as the kernel can be built for; bits beyond its own number are ignored.</summary>
    private const int MaxProcessors = 8192;

    /// <summary>IOPRIO_WHO_PROCESS of linux/ioprio.h.</summary>
    private const int OneProcess = 1;

    /// <summary>Sets the policy; sched_setattr(2).</summary>
    /// <param name="pid">The process; 0 for the calling thread.</param>
    /// <param name="policy">The policy with its parameters.</param>
    public static int TrySetPolicy(int pid, SchedulingPolicy policy)
    {
        Attributes attributes = new()
        {
            Size = (uint)sizeof(Attributes),
            Policy = policy.Policy,
            Flags = policy.Flags,
            Nice = policy.Nice,
            Priority = policy.Priority,
            Runtime = policy.Runtime,
            Deadline = policy.Deadline,
            Period = policy.Period,
        };
        return Libc.syscall((nint)SyscallNumber.sched_setattr, pid, (nint)(&attributes), 0, 0, 0) == 0 ? 0 : Failure.LastErrno;
    }

    /// <summary>Sets the I/O priority; ioprio_set(2).</summary>
    /// <param name="pid">The process; 0 for the calling thread.</param>
    /// <param name="ioClass">An IOPRIO_CLASS_* number.</param>
    /// <param name="level">The level in the class, 0 (first) to 7.</param>
    public static int TrySetIoPriority(int pid, int ioClass, int level) =>
        Libc.syscall((nint)SyscallNumber.ioprio_set, OneProcess, pid, (ioClass << IoClassShift) | level, 0, 0) == 0 ? 0 : Failure.LastErrno;

    /// <summary>
    /// Lets a process run on every processor that its cpuset has, whatever it inherited. Best effort: what is refused
    /// leaves it where it was.
    /// </summary>
    /// <param name="pid">The process; 0 for the calling thread.</param>
    public static void TryResetAffinity(int pid)
    {
        Span<ulong> mask = stackalloc ulong[MaxProcessors / 64];
        mask.Fill(ulong.MaxValue);
        TrySetAffinity(pid, mask);
    }

    /// <summary>Sets the processors; sched_setaffinity(2).</summary>
    /// <param name="pid">The process; 0 for the calling thread.</param>
    /// <param name="mask">One bit for each processor.</param>
    public static int TrySetAffinity(int pid, ReadOnlySpan<ulong> mask)
    {
        fixed (ulong* first = mask)
        {
            return Libc.syscall((nint)SyscallNumber.sched_setaffinity, pid, mask.Length * sizeof(ulong), (nint)first, 0, 0) == 0 ? 0 : Failure.LastErrno;
        }
    }

    /// <summary><c>struct sched_attr</c> of linux/sched/types.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        internal uint Size;
        internal uint Policy;
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Runtime;
        internal ulong Deadline;
        internal ulong Period;
        internal uint UtilizationMinimum;
        internal uint UtilizationMaximum;
    }
}
