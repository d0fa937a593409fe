// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets no_new_privs; see PR_SET_NO_NEW_PRIVS in prctl(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ForbidNewPrivilegesStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
