// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Replaces the host's /dev/null on descriptors 0 to 2 by the container's own.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ReopenNullStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
