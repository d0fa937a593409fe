// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Covers a path: a directory by an empty read-only tmpfs, anything else by /dev/null. A missing path is skipped.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct HidePathStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The path inside the root.</summary>
    public BlobRef Path;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
