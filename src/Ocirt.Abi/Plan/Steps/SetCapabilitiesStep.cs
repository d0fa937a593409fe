// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the thread's sets; see capset(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetCapabilitiesStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The effective set.</summary>
    public ulong Effective;

    /// <summary>The permitted set.</summary>
    public ulong Permitted;

    /// <summary>The inheritable set.</summary>
    public ulong Inheritable;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 32;
}
