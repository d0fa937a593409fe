// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes the container's first process as a sibling; the caller reports its pid and ends. See clone3(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CloneStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The CLONE_NEW* flags; CLONE_PARENT is always added.</summary>
    public ulong Flags;

    /// <summary>The cgroup directory for CLONE_INTO_CGROUP, or None.</summary>
    public uint CgroupRegister;

    /// <summary>
    /// 1 when the caller goes on to make a network namespace with its loopback device up, lends it to the process over a
    /// socket, which the process holds as <see cref="Register.Network"/>, and ends then.
    /// </summary>
    public uint LendsNetwork;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
