// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Moves the caller into cgroups through open cgroup.procs files; see cgroups(7).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct EnterCgroupsStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The first register with a descriptor.</summary>
    public uint FirstRegister;

    /// <summary>How many there are.</summary>
    public uint Count;

    /// <summary>1 when the descriptors are directories of version 2, 0 when they are cgroup.procs files.</summary>
    public uint Directories;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
