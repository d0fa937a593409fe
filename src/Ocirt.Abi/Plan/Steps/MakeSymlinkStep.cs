// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes a symbolic link; one that is there already stays. See symlink(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MakeSymlinkStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The link inside the root.</summary>
    public BlobRef Path;

    /// <summary>What it points at.</summary>
    public BlobRef Target;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
