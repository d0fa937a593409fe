// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the file mode creation mask; see umask(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetUmaskStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The mask.</summary>
    public uint Mask;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
