// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan;

/// <summary>
/// The head of a launch plan. Behind it stand the steps, one after another, then the blob: the area
/// with all text and tables. All numbers are in the byte order of the machine; a plan never travels.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct PlanHeader
{
    /// <summary><see cref="MagicValue"/>.</summary>
    public ulong Magic;

    /// <summary><see cref="CurrentVersion"/>.</summary>
    public uint Version;

    /// <summary>The whole length, in bytes; the length of the file.</summary>
    public uint TotalLength;

    /// <summary>The number of steps.</summary>
    public uint StepCount;

    /// <summary>The length of all steps, in bytes; they begin right behind the header.</summary>
    public uint StepsLength;

    /// <summary>Where the blob begins; a multiple of 8.</summary>
    public uint BlobOffset;

    /// <summary>The length of the blob, in bytes.</summary>
    public uint BlobLength;

    /// <summary><see cref="PlanFlags"/>.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>"OCIRTPLN" as little-endian text.</summary>
    public const ulong MagicValue = 0x4E4C50545249434FUL;

    /// <summary>The version of the format. A reader takes no other.</summary>
    public const uint CurrentVersion = 1;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 40;

    /// <summary>The longest plan that a reader takes, in bytes.</summary>
    public const uint MaxLength = 64 * 1024 * 1024;
}
