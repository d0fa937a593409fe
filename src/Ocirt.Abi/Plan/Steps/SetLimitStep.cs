// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets a resource limit; see prlimit(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetLimitStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The RLIMIT_* number.</summary>
    public uint Resource;

    /// <summary>1 when only a hard limit that is too low is raised and the soft one stays; 0 when both are set.</summary>
    public uint RaiseOnly;

    /// <summary>The soft limit.</summary>
    public ulong Soft;

    /// <summary>The hard limit.</summary>
    public ulong Hard;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 32;
}
