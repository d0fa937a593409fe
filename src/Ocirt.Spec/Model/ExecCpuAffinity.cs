// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The CPUs of a process started by exec, as lists like 0-3,7.</summary>
public sealed class ExecCpuAffinity : ConfigNode
{
    internal ExecCpuAffinity(int offset)
        : base(offset)
    {
    }

    /// <summary>The CPUs while the process is moved into its cgroup.</summary>
    public string? Initial { get; internal set; }

    /// <summary>The CPUs afterwards.</summary>
    public string? Final { get; internal set; }
}
