// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the host name; see sethostname(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetHostnameStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The name.</summary>
    public BlobRef Name;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
