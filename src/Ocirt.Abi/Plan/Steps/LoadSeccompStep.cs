// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Loads a filter; see seccomp(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LoadSeccompStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>An array of struct sock_filter.</summary>
    public BlobRef Filter;

    /// <summary>SECCOMP_FILTER_FLAG_* flags.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
