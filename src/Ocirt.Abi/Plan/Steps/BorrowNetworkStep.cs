// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Enters the network namespace that the maker of the process lends it; see setns(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BorrowNetworkStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
