// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan;

/// <summary>The head of every step.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct StepHeader
{
    /// <summary>What the step does.</summary>
    public StepOp Op;

    /// <summary>The size of the step with this header, in bytes; a multiple of 8.</summary>
    public ushort StepSize;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
