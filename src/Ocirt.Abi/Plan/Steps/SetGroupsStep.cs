// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the supplementary groups; see setgroups(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetGroupsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The ids, 32 bits each.</summary>
    public BlobRef Groups;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
