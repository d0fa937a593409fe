// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Opens the root of the mount namespace that was entered: every later path is resolved beneath it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct UseRootStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
