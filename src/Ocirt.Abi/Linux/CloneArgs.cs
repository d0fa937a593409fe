// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Linux;

/// <summary><c>struct clone_args</c> of clone3(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CloneArgs
{
    /// <summary>CLONE_* flags.</summary>
    public ulong Flags;

    /// <summary>Where the pidfd is stored.</summary>
    public ulong Pidfd;

    /// <summary>Where the child's thread id is stored in its memory.</summary>
    public ulong ChildTid;

    /// <summary>Where the child's thread id is stored in the caller's memory.</summary>
    public ulong ParentTid;

    /// <summary>The signal at the child's end; 0 with CLONE_PARENT.</summary>
    public ulong ExitSignal;

    /// <summary>The lowest byte of the child's stack, or 0.</summary>
    public ulong Stack;

    /// <summary>The size of that stack.</summary>
    public ulong StackSize;

    /// <summary>The thread's storage.</summary>
    public ulong Tls;

    /// <summary>An array of pids to use.</summary>
    public ulong SetTid;

    /// <summary>The length of that array.</summary>
    public ulong SetTidSize;

    /// <summary>The descriptor of the cgroup, with CLONE_INTO_CGROUP.</summary>
    public ulong Cgroup;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 88;
}
