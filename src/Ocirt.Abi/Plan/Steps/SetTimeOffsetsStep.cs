// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Writes /proc/self/timens_offsets; see time_namespaces(7).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetTimeOffsetsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>A line for each clock: its name, seconds, nanoseconds.</summary>
    public BlobRef Text;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
