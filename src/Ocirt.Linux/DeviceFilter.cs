// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Loads eBPF programs that decide on a cgroup's device access, and attaches them; see bpf(2).</summary>
public static unsafe class DeviceFilter
{
    // KERNEL: a bpf_attr may be longer than the kernel's own as long as the rest is zero.
    private const int AttributesSize = 160;

    private const int MaximumTries = 32;

    /// <summary>Loads a program of type BPF_PROG_TYPE_CGROUP_DEVICE.</summary>
    /// <param name="instructions">Its instructions, each struct bpf_insn as one little-endian word.</param>
    /// <returns>The program.</returns>
    /// <exception cref="SyscallException">No privilege (EPERM), or the verifier refused it (EINVAL, EACCES).</exception>
    public static FileDescriptor Load(ReadOnlySpan<ulong> instructions)
    {
        byte* attributes = stackalloc byte[AttributesSize];
        new Span<byte>(attributes, AttributesSize).Clear();

        // SAFETY: instructions and licence are pinned; the offsets are those of union bpf_attr for BPF_PROG_LOAD.
        fixed (ulong* code = instructions)
        fixed (byte* license = "Apache-2.0\0"u8)
        {
            *(uint*)attributes = Bpf.BPF_PROG_TYPE_CGROUP_DEVICE;
            *(uint*)(attributes + 4) = (uint)instructions.Length;
            *(ulong*)(attributes + 8) = (ulong)code;
            *(ulong*)(attributes + 16) = (ulong)license;

            // The verifier gives up with EAGAIN when a signal is pending.
            for (int tries = 1; ; tries++)
            {
                nint program = Libc.syscall((nint)SyscallNumber.bpf, Bpf.BPF_PROG_LOAD, (nint)attributes, AttributesSize, 0, 0);
                if (program >= 0)
                {
                    return FileDescriptor.Own((int)program);
                }

                int errno = Failure.LastErrno;
                if (errno is not (Errno.EAGAIN or Errno.EINTR) || tries == MaximumTries)
                {
                    throw new SyscallException("bpf(BPF_PROG_LOAD, BPF_PROG_TYPE_CGROUP_DEVICE)", errno);
                }
            }
        }
    }

    /// <summary>Attaches a program to a cgroup, next to those that are there; all of them have to allow an access.</summary>
    /// <param name="cgroup">The cgroup v2 directory, opened for reading.</param>
    /// <param name="program">The program; it stays attached until the cgroup is removed.</param>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static void Attach(FileDescriptor cgroup, FileDescriptor program)
    {
        byte* attributes = stackalloc byte[AttributesSize];
        new Span<byte>(attributes, AttributesSize).Clear();
        *(int*)attributes = cgroup.Value;
        *(int*)(attributes + 4) = program.Value;
        *(int*)(attributes + 8) = Bpf.BPF_CGROUP_DEVICE;
        *(int*)(attributes + 12) = Bpf.BPF_F_ALLOW_MULTI;
        if (Libc.syscall((nint)SyscallNumber.bpf, Bpf.BPF_PROG_ATTACH, (nint)attributes, AttributesSize, 0, 0) < 0)
        {
            int errno = Failure.LastErrno;
            throw new SyscallException($"bpf(BPF_PROG_ATTACH, {cgroup}, BPF_CGROUP_DEVICE)", errno);
        }
    }
}
