// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Messages;

/// <summary>What a message on the channel between brain and init says. Numbers are part of the protocol.</summary>
public enum MessageKind : uint
{
    /// <summary>Not a message.</summary>
    None = 0,

    /// <summary>init: the container's first process was made; Value is its pid.</summary>
    Spawned = 1,

    /// <summary>init: the plan stops at a late slot; Value is the slot.</summary>
    Await = 2,

    /// <summary>init: a step failed; nothing more follows.</summary>
    Failed = 3,

    /// <summary>init: the plan is not well-formed; Value is the <see cref="PlanFault"/>.</summary>
    Refused = 4,

    /// <summary>brain: here is the slot that was asked for.</summary>
    Fill = 5,

    /// <summary>init: here is the master of the container's terminal; Value is its number.</summary>
    Terminal = 6,

    /// <summary>brain: the plan is complete. The head of a fill with nothing else in it, and the first message of all.</summary>
    Plan = 7,
}
