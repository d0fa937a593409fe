// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>asm-generic/termbits.h</c>; see termios(3).</summary>
public static class Termios
{
    /// <summary>Input: breaks are ignored.</summary>
    public const uint IGNBRK = 0x1;

    /// <summary>Input: a break interrupts.</summary>
    public const uint BRKINT = 0x2;

    /// <summary>Input: parity errors are marked.</summary>
    public const uint PARMRK = 0x8;

    /// <summary>Input: the eighth bit is cut off.</summary>
    public const uint ISTRIP = 0x20;

    /// <summary>Input: newline becomes carriage return.</summary>
    public const uint INLCR = 0x40;

    /// <summary>Input: carriage returns are ignored.</summary>
    public const uint IGNCR = 0x80;

    /// <summary>Input: carriage return becomes newline.</summary>
    public const uint ICRNL = 0x100;

    /// <summary>Input: ^S and ^Q stop and start the output.</summary>
    public const uint IXON = 0x400;

    /// <summary>Output: is processed.</summary>
    public const uint OPOST = 0x1;

    /// <summary>Output: newline becomes carriage return and newline.</summary>
    public const uint ONLCR = 0x4;

    /// <summary>Control: the mask of the character size.</summary>
    public const uint CSIZE = 0x30;

    /// <summary>Control: eight bits.</summary>
    public const uint CS8 = 0x30;

    /// <summary>Control: parity.</summary>
    public const uint PARENB = 0x100;

    /// <summary>Local: keys send signals.</summary>
    public const uint ISIG = 0x1;

    /// <summary>Local: input comes in lines.</summary>
    public const uint ICANON = 0x2;

    /// <summary>Local: input is echoed.</summary>
    public const uint ECHO = 0x8;

    /// <summary>Local: newlines are echoed.</summary>
    public const uint ECHONL = 0x40;

    /// <summary>Local: more editing keys.</summary>
    public const uint IEXTEN = 0x8000;

    /// <summary>The place of the end-of-file key.</summary>
    public const int VEOF = 4;

    /// <summary>The place of the time a read waits, in tenths of seconds.</summary>
    public const int VTIME = 5;

    /// <summary>The place of the bytes that a read waits for.</summary>
    public const int VMIN = 6;
}
