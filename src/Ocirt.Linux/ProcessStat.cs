// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Text;
using System.Globalization;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>What everyone may know of a process: a few fields of /proc/PID/stat; see proc_pid_stat(5).</summary>
/// <param name="State">The state of its first thread: 'Z' for one that has ended and was not waited for.</param>
/// <param name="StartTime">When it was started, in clock ticks since the machine was.</param>
/// <param name="Flags">The PF_* flags of its first thread.</param>
/// <param name="Pending">The signals that have been sent to its first thread and not arrived, as a bit set from signal 1 on.</param>
public readonly record struct ProcessStat(char State, ulong StartTime, uint Flags, ulong Pending)
{
    private const uint Exiting = 0x4;
    private const uint ForkedWithoutExec = 0x40;

    /// <summary>
    /// Whether it has not called exec(2) since it was made by fork(2) or clone(2): PF_FORKNOEXEC, which the kernel takes
    /// away in exec and no process can bring back.
    /// </summary>
    public bool HasNotExecuted => (Flags & ForkedWithoutExec) != 0;

    /// <summary>Whether its first thread has ended. Other threads may go on; a pidfd says so.</summary>
    public bool HasEnded => State is 'Z' or 'X';

    /// <summary>
    /// Whether it ends without anybody's doing. KERNEL: a signal that kills every thread becomes a SIGKILL to each of them,
    /// which shows before it arrives.
    /// </summary>
    public bool IsDying => HasEnded || (Flags & Exiting) != 0 || (Pending & (1UL << (Signal.SIGKILL - 1))) != 0;

    /// <summary>Reads the fields of a process.</summary>
    /// <param name="pid">Its pid.</param>
    /// <param name="stat">The fields.</param>
    /// <returns>False when there is no such process.</returns>
    /// <exception cref="SyscallException">/proc cannot be read.</exception>
    public static bool TryRead(int pid, out ProcessStat stat)
    {
        stat = default;
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat");
        using FileDescriptor? file = FileDescriptor.TryOpen(path, Fcntl.O_RDONLY, out int errno);
        if (file is null)
        {
            // KERNEL: ESRCH for one that goes away between the lookup of its directory and the open.
            return errno is Errno.ENOENT or Errno.ESRCH ? false : throw new SyscallException($"open(\"{path}\")", errno);
        }

        Span<byte> buffer = stackalloc byte[1024];
        try
        {
            // KERNEL: procfs gives a file that the buffer has room for in one piece.
            return TryParse(buffer[..file.Read(buffer)], out stat);
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ESRCH)
        {
            return false;
        }
    }

    /// <summary>Reads the fields from the text of the file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="stat">The fields.</param>
    /// <returns>False when they are not all there.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcessStat stat)
    {
        stat = default;

        // The name of the program stands in brackets and may have any character, brackets too.
        int name = text.LastIndexOf((byte)')');
        if (name < 0 || name + 3 >= text.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[(name + 2)..];
        char state = (char)rest[0];
        uint flags = 0;
        ulong start = 0;
        const int StateField = 3, FlagsField = 9, StartField = 22, PendingField = 31;
        for (int field = StateField; ; field++)
        {
            if ((field == FlagsField && !Utf8Parser.TryParse(rest, out flags, out _))
                || (field == StartField && !Utf8Parser.TryParse(rest, out start, out _)))
            {
                return false;
            }

            if (field == PendingField)
            {
                bool parsed = Utf8Parser.TryParse(rest, out ulong pending, out _);
                stat = new ProcessStat(state, start, flags, pending);
                return parsed;
            }

            int space = rest.IndexOf((byte)' ');
            if (space < 0)
            {
                return false;
            }

            rest = rest[(space + 1)..];
        }
    }
}
