// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Abi.Plan;

/// <summary>How a terminal is set up.</summary>
[Flags]
public enum TerminalFlags : uint
{
    /// <summary>As the kernel makes it.</summary>
    None = 0,

    /// <summary>Newlines stay newlines on output (no ONLCR): what is shown goes to a pipe or file.</summary>
    PlainNewlines = 1,
}
