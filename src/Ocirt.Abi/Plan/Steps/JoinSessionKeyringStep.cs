// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Starts a session keyring of the container's own; see keyctl(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct JoinSessionKeyringStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The keyring's name.</summary>
    public BlobRef Name;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
