// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Terminals: their settings, size and slaves; see ioctl_tty(2), pty(7).</summary>
public static unsafe class TerminalDevice
{
    /// <summary>Reads the settings; those of the slave when the descriptor is the master of a pseudo-terminal.</summary>
    /// <param name="descriptor">Any descriptor.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>False when it is no terminal, or one that was hung up.</returns>
    public static bool TryGetSettings(FileDescriptor descriptor, out TerminalSettings settings)
    {
        TerminalSettings read = default;
        bool known = Control(descriptor, Ioctl.TCGETS, &read) >= 0;
        settings = read;
        return known;
    }

    /// <summary>Sets the settings at once; nothing is waited for, so a stopped terminal does not hold this up.</summary>
    /// <param name="descriptor">A terminal.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>False when the terminal was hung up.</returns>
    public static bool TrySetSettings(FileDescriptor descriptor, TerminalSettings settings) =>
        Control(descriptor, Ioctl.TCSETS, &settings) >= 0;

    /// <summary>Reads the size.</summary>
    /// <param name="descriptor">A terminal.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="columns">Characters in a line.</param>
    /// <returns>False when it is no terminal.</returns>
    public static bool TryGetSize(FileDescriptor descriptor, out ushort rows, out ushort columns)
    {
        ulong size = 0;
        bool known = Control(descriptor, Ioctl.TIOCGWINSZ, &size) >= 0;
        rows = ((ushort*)&size)[0];
        columns = ((ushort*)&size)[1];
        return known;
    }

    /// <summary>Sets the size; the foreground process group gets SIGWINCH when it changes.</summary>
    /// <param name="descriptor">A terminal.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="columns">Characters in a line.</param>
    /// <returns>False when it is no terminal.</returns>
    public static bool TrySetSize(FileDescriptor descriptor, ushort rows, ushort columns)
    {
        ulong size = 0;
        ((ushort*)&size)[0] = rows;
        ((ushort*)&size)[1] = columns;
        return Control(descriptor, Ioctl.TIOCSWINSZ, &size) >= 0;
    }

    /// <summary>Whether this process is in the foreground of its controlling terminal, and so may read from it.</summary>
    /// <param name="descriptor">The terminal.</param>
    /// <returns>True as well when the terminal is not the controlling one, where there is no background.</returns>
    public static bool IsForeground(FileDescriptor descriptor)
    {
        int group = 0;
        return Control(descriptor, Ioctl.TIOCGPGRP, &group) < 0 || group == Libc.getpgrp();
    }

    /// <summary>The number of a pseudo-terminal: N of /dev/pts/N.</summary>
    /// <param name="master">Any descriptor.</param>
    /// <param name="number">The number.</param>
    /// <returns>False when it is not the master of a pseudo-terminal.</returns>
    public static bool TryGetNumber(FileDescriptor master, out int number)
    {
        int read = 0;
        bool known = Control(master, Ioctl.TIOCGPTN, &read) >= 0;
        number = read;
        return known;
    }

    private static nint Control(FileDescriptor descriptor, uint request, void* argument) =>
        Libc.syscall((nint)SyscallNumber.ioctl, descriptor.Value, (nint)request, (nint)argument, 0, 0);
}
