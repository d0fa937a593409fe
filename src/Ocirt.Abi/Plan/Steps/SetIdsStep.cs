// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets all user and group ids, keeping permitted capabilities; see setresuid(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetIdsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The user.</summary>
    public uint Uid;

    /// <summary>The group.</summary>
    public uint Gid;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
