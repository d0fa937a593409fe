// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes a path read-only by a bind mount over itself. A missing path is skipped.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ProtectPathStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The path inside the root.</summary>
    public BlobRef Path;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
