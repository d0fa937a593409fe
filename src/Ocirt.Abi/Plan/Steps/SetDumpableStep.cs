// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Allows or forbids others to trace the process; see PR_SET_DUMPABLE in prctl(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetDumpableStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>0 or 1.</summary>
    public uint Value;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
