// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Joins a namespace that was opened before; see setns(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EnterNamespaceStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The CLONE_NEW* flag of the kind.</summary>
    public uint NamespaceType;

    /// <summary>The register with the descriptor.</summary>
    public uint Register;

    /// <summary>EnterFlags.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
