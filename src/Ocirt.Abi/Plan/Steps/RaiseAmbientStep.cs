// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the ambient set; see PR_CAP_AMBIENT in prctl(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RaiseAmbientStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The set.</summary>
    public ulong Set;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
