// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>A plan that init can execute, and where each of its steps comes from.</summary>
public sealed class LaunchPlan
{
    internal LaunchPlan(byte[] bytes, SourceMap sources)
    {
        Bytes = bytes;
        Sources = sources;
    }

    /// <summary>The plan in its binary form; see <see cref="Abi.Plan.PlanHeader"/>.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where each step comes from. Kept by the runtime, never sent.</summary>
    public SourceMap Sources { get; }
}
