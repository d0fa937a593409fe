// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Changes the working directory and verifies that it lies inside the root (CVE-2024-21626).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeDirectoryStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The directory.</summary>
    public BlobRef Path;

    /// <summary>DirectoryFlags.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
