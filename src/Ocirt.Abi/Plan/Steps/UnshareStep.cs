// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Leaves namespaces for new ones; see unshare(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct UnshareStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>CLONE_NEW* flags.</summary>
    public ulong Flags;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
