// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the execution domain; see personality(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetPersonalityStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>PER_LINUX (0) or PER_LINUX32 (8).</summary>
    public uint Domain;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
