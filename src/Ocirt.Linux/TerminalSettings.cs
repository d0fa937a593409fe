// SPDX-License-Identifier: Apache-2.0

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>The settings of a terminal: the kernel's <c>struct termios</c>; see termios(3).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TerminalSettings
{
    private uint _input;
    private uint _output;
    private uint _control;
    private uint _local;
    private byte _line;
    private Characters _characters;

    /// <summary>Whether input comes in lines, so that the end-of-file key means the end.</summary>
    public readonly bool IsCanonical => (_local & Termios.ICANON) != 0;

    /// <summary>The end-of-file key.</summary>
    public readonly byte EndOfFile => _characters[Termios.VEOF];

    /// <summary>The same without any processing: every byte goes through as it is, and reads wait for one.</summary>
    public readonly TerminalSettings ToRaw()
    {
        TerminalSettings raw = this;
        raw._input &= ~(Termios.IGNBRK | Termios.BRKINT | Termios.PARMRK | Termios.ISTRIP | Termios.INLCR | Termios.IGNCR | Termios.ICRNL | Termios.IXON);
        raw._output &= ~Termios.OPOST;
        raw._local &= ~(Termios.ECHO | Termios.ECHONL | Termios.ICANON | Termios.ISIG | Termios.IEXTEN);
        raw._control = (raw._control & ~(Termios.CSIZE | Termios.PARENB)) | Termios.CS8;
        raw._characters[Termios.VMIN] = 1;
        raw._characters[Termios.VTIME] = 0;
        return raw;
    }

    [InlineArray(19)]
    private struct Characters
    {
        private byte _first;
    }
}
