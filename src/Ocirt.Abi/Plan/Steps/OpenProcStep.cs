// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes a private procfs for writes that no mount of the container can redirect (CVE-2025-52881).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenProcStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
