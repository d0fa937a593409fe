// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Takes every capability that is not listed out of the bounding set; see capabilities(7).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LimitBoundingStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The set that stays, a bit for each capability.</summary>
    public ulong Keep;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
