// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Gives descriptors 0 to 2 to the container's user, as far as the kernel allows.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OwnStdioStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The user.</summary>
    public uint Uid;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
