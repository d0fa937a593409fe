// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Writes a kernel parameter through that procfs; see proc(5).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WriteSysctlStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The path below /proc, such as sys/net/ipv4/ip_forward.</summary>
    public BlobRef Path;

    /// <summary>The text to write.</summary>
    public BlobRef Value;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
