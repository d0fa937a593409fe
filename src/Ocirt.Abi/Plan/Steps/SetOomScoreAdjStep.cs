// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Writes /proc/self/oom_score_adj; see proc(5).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetOomScoreAdjStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The value as decimal text.</summary>
    public BlobRef Text;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
