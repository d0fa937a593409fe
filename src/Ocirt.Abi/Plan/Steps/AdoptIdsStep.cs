// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Takes ids that the user namespace maps, in place of those of the caller, which mean nothing in it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AdoptIdsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The user.</summary>
    public uint Uid;

    /// <summary>The group.</summary>
    public uint Gid;

    /// <summary>1 to leave the supplementary groups as they are, 0 to drop them.</summary>
    public uint KeepGroups;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
