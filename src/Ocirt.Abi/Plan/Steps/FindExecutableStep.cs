// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Finds the program as execvp does and checks that it can be executed; see exec(3).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FindExecutableStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>args[0].</summary>
    public BlobRef Name;

    /// <summary>The value of PATH.</summary>
    public BlobRef SearchPath;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
