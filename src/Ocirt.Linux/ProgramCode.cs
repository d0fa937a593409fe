// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>The code of this program in memory.</summary>
public static unsafe class ProgramCode
{
    /// <summary>The size of the buffer for /proc/self/maps, of which the kernel gives whole lines.</summary>
    private const int BufferSize = 4096;

    /// <summary>
    /// Takes the code out of this process's memory; what runs again is mapped again from the page cache. For a process
    /// that is about to wait for long: it costs some 0.1 ms now, and as much later. Failures change nothing.
    /// </summary>
    public static void Release()
    {
        using FileDescriptor? maps = FileDescriptor.TryOpen("/proc/self/maps", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, out int _);
        Span<byte> buffer = stackalloc byte[BufferSize];
        while (maps is not null && maps.TryRead(buffer, out int count, out int _) && count > 0)
        {
            ReadOnlySpan<byte> lines = buffer[..count];
            while (lines.IndexOf((byte)'\n') is >= 0 and int end)
            {
                if (TryParse(lines[..end], out nuint from, out nuint to))
                {
                    // SAFETY: the mapping is of a file and was never writable, so every page of it is as in the file.
                    _ = Libc.madvise((void*)from, to - from, Madvise.MADV_DONTNEED);
                }

                lines = lines[(end + 1)..];
            }
        }
    }

    /// <summary>Reads a line of /proc/PID/maps; see proc_pid_maps(5).</summary>
    /// <param name="line">The line: 'FROM-TO rwxp OFFSET DEVICE INODE PATH'.</param>
    /// <param name="from">Where the mapping begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <returns>False for what is not code of a file.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out nuint from, out nuint to)
    {
        from = to = 0;
        if (!Utf8Parser.TryParse(line, out ulong first, out int length, 'x')
            || !Utf8Parser.TryParse(line[Math.Min(length + 1, line.Length)..], out ulong last, out int more, 'x')
            || !line[(length + 1 + more)..].StartsWith(" r-xp "u8)
            || !line.Contains((byte)'/'))
        {
            return false;
        }

        from = (nuint)first;
        to = (nuint)last;
        return true;
    }
}
