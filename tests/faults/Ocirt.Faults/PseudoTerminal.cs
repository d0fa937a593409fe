// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Ocirt.Faults;

/// <summary>A terminal for commands that run in the foreground on one. Nobody types; what is shown is kept.</summary>
internal sealed unsafe partial class PseudoTerminal : IDisposable
{
    /// <summary>O_RDWR, O_NOCTTY, O_NONBLOCK and O_CLOEXEC.</summary>
    private const int MasterFlags = 0x2 | 0x100 | 0x800 | 0x80000, SlaveFlags = 0x2 | 0x100 | 0x80000;

    private const ulong TCGETS = 0x5401;

    /// <summary>Keeps the terminal as it is while no command has it open.</summary>
    private readonly int _slave;

    private readonly StringBuilder _shown = new();

    internal PseudoTerminal()
    {
        Master = posix_openpt(MasterFlags);
        byte* name = stackalloc byte[64];
        if (Master < 0 || grantpt(Master) != 0 || unlockpt(Master) != 0 || ptsname_r(Master, name, 64) != 0)
        {
            throw new IOException("no pseudo-terminal");
        }

        Device = Marshal.PtrToStringUTF8((nint)name)!;
        _slave = open(name, SlaveFlags);
        InitialSettings = Settings();
    }

    /// <summary>The descriptor to read from.</summary>
    internal int Master { get; }

    /// <summary>The path.</summary>
    internal string Device { get; }

    /// <summary>The settings before the first command; see <see cref="Settings"/>.</summary>
    internal string InitialSettings { get; }

    /// <summary>Everything that was shown and taken so far.</summary>
    internal string Shown => _shown.ToString();

    /// <summary>The settings, struct termios of the kernel, as one word.</summary>
    internal string Settings()
    {
        byte* settings = stackalloc byte[64];
        new Span<byte>(settings, 64).Clear();
        return ioctl(_slave, TCGETS, settings) == 0 ? Convert.ToHexString(new ReadOnlySpan<byte>(settings, 36)) : throw new IOException("ioctl(TCGETS) failed");
    }

    /// <summary>Takes what is shown without waiting, so that the terminal never fills up.</summary>
    internal void Drain()
    {
        byte* bytes = stackalloc byte[4096];
        for (nint count = read(Master, bytes, 4096); count > 0; count = read(Master, bytes, 4096))
        {
            _shown.Append(Encoding.UTF8.GetString(bytes, (int)count));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = close(_slave);
        _ = close(Master);
    }

    [LibraryImport("libc")]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc")]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc")]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc")]
    private static partial int ptsname_r(int descriptor, byte* name, nuint length);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, ulong request, byte* argument);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
