// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Writes a label of a security module through the private procfs; see proc_pid_attr(5).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetLabelStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The attribute, from the root of the procfs.</summary>
    public BlobRef Path;

    /// <summary>The attribute where the first one does not exist; empty for none.</summary>
    public BlobRef OldPath;

    /// <summary>What is written.</summary>
    public BlobRef Value;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 32;
}
