// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Closes every descriptor from a number on, except the channel; see close_range(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CloseDescriptorsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The first number to close.</summary>
    public uint First;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
