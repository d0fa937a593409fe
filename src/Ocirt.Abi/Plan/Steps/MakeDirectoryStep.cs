// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes a directory beneath the root, with those above it; see mkdir(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MakeDirectoryStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The directory.</summary>
    public BlobRef Path;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
