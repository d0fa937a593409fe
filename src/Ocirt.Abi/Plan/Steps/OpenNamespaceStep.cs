// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Opens a namespace by path and checks its kind with NS_GET_NSTYPE; see ioctl_ns(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenNamespaceStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The CLONE_NEW* flag of the kind.</summary>
    public uint NamespaceType;

    /// <summary>Where the descriptor goes.</summary>
    public uint Register;

    /// <summary>The path, as the host sees it.</summary>
    public BlobRef Path;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
