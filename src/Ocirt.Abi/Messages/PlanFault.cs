// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Messages;

/// <summary>Why init refuses a plan.</summary>
public enum PlanFault : uint
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Shorter than its header, or longer than allowed.</summary>
    Length = 1,

    /// <summary>Not a plan.</summary>
    Magic = 2,

    /// <summary>Another version of the format.</summary>
    Version = 3,

    /// <summary>Steps or blob reach outside the plan.</summary>
    Layout = 4,

    /// <summary>An op that this init does not know.</summary>
    UnknownOp = 5,

    /// <summary>A step whose size is not that of its op.</summary>
    StepSize = 6,

    /// <summary>Text or a table that reaches outside the blob, or has no NUL at its end.</summary>
    Blob = 7,

    /// <summary>A register or slot that does not exist.</summary>
    Register = 8,

    /// <summary>A step at a place where it makes no sense.</summary>
    Order = 9,

    /// <summary>The plan ends without exec.</summary>
    NoExec = 10,
}
