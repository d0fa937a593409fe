// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Loads eBPF programs that decide on a cgroup's device access, and attaches them; see bpf(2).</summary>
public static unsafe class DeviceFilter
{
    // KERNEL: a bpf_attr may be longer than the kernel's own as long as the rest is zero.
    private const int AttributesSize = 160;

    private const int MaximumTries = 32;
    private const int MaximumPrograms = 64;

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
                nint program = Call(Bpf.BPF_PROG_LOAD, attributes);
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
        int errno = TryAttach(cgroup, program, replaced: null);
        if (errno != 0)
        {
            throw new SyscallException($"bpf(BPF_PROG_ATTACH, {cgroup}, BPF_CGROUP_DEVICE)", errno);
        }
    }

    /// <summary>
    /// Puts a program in the place of those that are attached: in one step when there is one; when there are several, the
    /// new one comes first, so that at no time more is allowed than by one of both. Programs that this process may not
    /// touch, such as those behind a security module, stay: each can only take access away.
    /// </summary>
    /// <param name="cgroup">The cgroup v2 directory, opened for reading.</param>
    /// <param name="program">The program, or null when none is to be attached.</param>
    /// <exception cref="SyscallException">A call failed.</exception>
    public static void Replace(FileDescriptor cgroup, FileDescriptor? program)
    {
        List<FileDescriptor> attached = Attached(cgroup);
        try
        {
            if (program is not null)
            {
                if (attached.Count == 1 && TryAttach(cgroup, program, attached[0]) == 0)
                {
                    return;
                }

                Attach(cgroup, program);
            }

            foreach (FileDescriptor old in attached)
            {
                Detach(cgroup, old);
            }
        }
        finally
        {
            foreach (FileDescriptor old in attached)
            {
                old.Dispose();
            }
        }
    }

    private static int TryAttach(FileDescriptor cgroup, FileDescriptor program, FileDescriptor? replaced)
    {
        byte* attributes = stackalloc byte[AttributesSize];
        new Span<byte>(attributes, AttributesSize).Clear();
        *(int*)attributes = cgroup.Value;
        *(int*)(attributes + 4) = program.Value;
        *(int*)(attributes + 8) = Bpf.BPF_CGROUP_DEVICE;
        *(int*)(attributes + 12) = Bpf.BPF_F_ALLOW_MULTI | (replaced is null ? 0 : Bpf.BPF_F_REPLACE);
        *(int*)(attributes + 16) = replaced?.Value ?? 0;
        return Call(Bpf.BPF_PROG_ATTACH, attributes) < 0 ? Failure.LastErrno : 0;
    }

    private static void Detach(FileDescriptor cgroup, FileDescriptor program)
    {
        byte* attributes = stackalloc byte[AttributesSize];
        new Span<byte>(attributes, AttributesSize).Clear();
        *(int*)attributes = cgroup.Value;
        *(int*)(attributes + 4) = program.Value;
        *(int*)(attributes + 8) = Bpf.BPF_CGROUP_DEVICE;
        if (Call(Bpf.BPF_PROG_DETACH, attributes) < 0 && Failure.LastErrno != Errno.ENOENT)
        {
            int errno = Failure.LastErrno;
            throw new SyscallException($"bpf(BPF_PROG_DETACH, {cgroup}, BPF_CGROUP_DEVICE)", errno);
        }
    }

    /// <summary>Opens the programs that are attached to the cgroup itself.</summary>
    private static List<FileDescriptor> Attached(FileDescriptor cgroup)
    {
        // KERNEL: at most 64 programs can be attached. From 6.17 on the kernel writes a field behind those that callers
        // know, whatever size they pass; the attributes have room for it.
        uint* ids = stackalloc uint[MaximumPrograms];
        byte* attributes = stackalloc byte[AttributesSize];
        new Span<byte>(attributes, AttributesSize).Clear();
        *(int*)attributes = cgroup.Value;
        *(int*)(attributes + 4) = Bpf.BPF_CGROUP_DEVICE;
        *(ulong*)(attributes + 16) = (ulong)ids;
        *(uint*)(attributes + 24) = MaximumPrograms;
        if (Call(Bpf.BPF_PROG_QUERY, attributes) < 0)
        {
            int errno = Failure.LastErrno;
            throw new SyscallException($"bpf(BPF_PROG_QUERY, {cgroup}, BPF_CGROUP_DEVICE)", errno);
        }

        List<FileDescriptor> programs = [];
        uint count = Math.Min(*(uint*)(attributes + 24), MaximumPrograms);
        for (uint i = 0; i < count; i++)
        {
            new Span<byte>(attributes, AttributesSize).Clear();
            *(uint*)attributes = ids[i];
            nint program = Call(Bpf.BPF_PROG_GET_FD_BY_ID, attributes);
            if (program >= 0)
            {
                programs.Add(FileDescriptor.Own((int)program));
            }
            else if (Failure.LastErrno is not (Errno.EACCES or Errno.EPERM or Errno.ENOENT))
            {
                throw Failure.Of("bpf(BPF_PROG_GET_FD_BY_ID)");
            }
        }

        return programs;
    }

    private static nint Call(int command, byte* attributes) =>
        Libc.syscall((nint)SyscallNumber.bpf, command, (nint)attributes, AttributesSize, 0, 0);
}
