// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Opens a pseudo-terminal of the container's own devpts; see pty(7), devpts in proc(5).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenTerminalStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>Where the terminal is bound as well, or empty.</summary>
    public BlobRef Console;

    /// <summary>The size in rows; 0 with 0 columns leaves it unset.</summary>
    public ushort Rows;

    /// <summary>The size in columns.</summary>
    public ushort Columns;

    /// <summary>The TerminalFlags.</summary>
    public uint Flags;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
