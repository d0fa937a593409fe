// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>The point of no return: replaces init by the program that FindExecutable found; see execve(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ExecStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>Offsets of the arguments in the blob, 64 bits each, 0 at the end.</summary>
    public BlobRef Arguments;

    /// <summary>Offsets of the environment, likewise, with one spare 0 for HOME.</summary>
    public BlobRef Environment;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
