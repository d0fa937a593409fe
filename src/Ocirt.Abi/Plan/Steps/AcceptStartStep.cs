// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Leaves the channel to the creator and waits on the container's socket until start connects; see accept(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct AcceptStartStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The listening socket.</summary>
    public uint Register;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
