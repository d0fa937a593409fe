// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Abi.Plan;

/// <summary>Properties of a whole plan.</summary>
[Flags]
public enum PlanFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The descriptor behind the plan's is a trace area: init stores when each step ended.</summary>
    Trace = 1,
}
