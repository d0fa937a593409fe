// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Plan;

/// <summary>What a step of a late slot does of asking and waiting. Numbers are part of the format.</summary>
public enum AwaitPart : uint
{
    /// <summary>Both.</summary>
    Whole = 0,

    /// <summary>It asks, and goes on: the answer is taken by a later step, before any other slot is asked for.</summary>
    Question = 1,

    /// <summary>It takes the answer to an earlier question.</summary>
    Answer = 2,
}
