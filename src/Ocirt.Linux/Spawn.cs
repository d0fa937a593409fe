// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Starts a program. This is the only way to a new process: there is no fork and no clone, so managed code never runs
/// in a child. See posix_spawn(3) and, for <see cref="TryStartCopy"/>, Native/x64/spawn_copy.S.
/// </summary>
public static unsafe partial class Spawn
{
    /// <summary>
    /// Starts a program from its open file, with an empty environment, no signal blocked and every signal at its default
    /// action (32 and 33 stay ignored, as posix_spawn(3) leaves them). The child holds 0, 1, 2, the preserved range and
    /// the targets, and nothing else: every other descriptor of this process is marked to be closed by exec(2).
    /// </summary>
    /// <param name="program">The program's file; it need not have a path. Not a script.</param>
    /// <param name="arguments">The arguments, the program's name first; without NUL characters.</param>
    /// <param name="descriptors">
    /// What the child gets: an open descriptor here, and its number there. Sources and targets may overlap.
    /// </param>
    /// <param name="preserved">How many descriptors from 3 on the child inherits as they are.</param>
    /// <returns>The child's pid; the caller waits for it.</returns>
    /// <exception cref="SyscallException">The program cannot be executed, /proc is missing, or a descriptor is bad.</exception>
    public static int Start(
        FileDescriptor program, ReadOnlySpan<string> arguments, ReadOnlySpan<(int Source, int Target)> descriptors, int preserved = 0)
    {
        MarkInherited(3 + preserved);

        Span<int> temporaries = stackalloc int[descriptors.Length + 1];
        Span<int> sources = stackalloc int[descriptors.Length];
        int temporaryCount = 0;
        try
        {
            int executable = KeepClear(program.Value, -1, descriptors, temporaries, ref temporaryCount);
            for (int i = 0; i < descriptors.Length; i++)
            {
                sources[i] = KeepClear(descriptors[i].Source, i, descriptors, temporaries, ref temporaryCount);
            }

            return Start(executable, arguments, sources, descriptors);
        }
        finally
        {
            foreach (int temporary in temporaries[..temporaryCount])
            {
                _ = Libc.close(temporary);
            }
        }
    }

    /// <summary>Moves a descriptor out of the way when the child's number of another one would overwrite it.</summary>
    private static int KeepClear(
        int descriptor, int own, ReadOnlySpan<(int Source, int Target)> descriptors, Span<int> temporaries, ref int count)
    {
        int highest = 2;
        bool overlaps = false;
        for (int i = 0; i < descriptors.Length; i++)
        {
            highest = Math.Max(highest, descriptors[i].Target);
            overlaps |= i != own && descriptors[i].Target == descriptor;
        }

        if (!overlaps)
        {
            return descriptor;
        }

        int copy = Libc.fcntl(descriptor, Fcntl.F_DUPFD_CLOEXEC, highest + 1);
        if (copy < 0)
        {
            throw Failure.On("fcntl(F_DUPFD_CLOEXEC)", descriptor);
        }

        temporaries[count++] = copy;
        return copy;
    }

    /// <summary>Marks all descriptors from a number on to be closed by exec(2), those of our own caller too.</summary>
    private static void MarkInherited(int first)
    {
        if (Libc.syscall((nint)SyscallNumber.close_range, first, unchecked((nint)uint.MaxValue), (nint)CloseRange.CLOSE_RANGE_CLOEXEC, 0, 0) == 0)
        {
            return;
        }

        // KERNEL(5.11): CLOSE_RANGE_CLOEXEC; EINVAL or ENOSYS before, or EPERM under an old filter. One by one, then.
        using FileDescriptor directory = FileDescriptor.Open("/proc/self/fd", Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);
        foreach (DirectoryEntry entry in Directories.ListDirectory(directory))
        {
            if (int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= first)
            {
                _ = Libc.fcntl(number, Fcntl.F_SETFD, Fcntl.FD_CLOEXEC);
            }
        }
    }

    private static int Start(
        int executable, ReadOnlySpan<string> arguments, ReadOnlySpan<int> sources, ReadOnlySpan<(int Source, int Target)> descriptors)
    {
        // SAFETY: the opaque structs of the C library lie in buffers that are larger than they are.
        ulong* attributes = stackalloc ulong[Libc.SpawnAttributesWords];
        ulong* actions = stackalloc ulong[Libc.SpawnActionsWords];
        Initialize(attributes, actions);
        try
        {
            ResetSignals(attributes, flags: 0);
            for (int i = 0; i < descriptors.Length; i++)
            {
                // A source that is its own target is not duplicated but loses its close-on-exec mark (glibc 2.29).
                Check("posix_spawn_file_actions_adddup2", Libc.posix_spawn_file_actions_adddup2(actions, sources[i], descriptors[i].Target));
            }

            return Execute(executable, arguments, actions, attributes);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static void Initialize(ulong* attributes, ulong* actions)
    {
        Check("posix_spawnattr_init", Libc.posix_spawnattr_init(attributes));
        Check("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(actions));
    }

    /// <summary>Asks for default dispositions and an empty mask, and for what else the flags say.</summary>
    private static void ResetSignals(ulong* attributes, short flags)
    {
        ulong* signals = stackalloc ulong[Libc.SignalSetWords];
        new Span<ulong>(signals, Libc.SignalSetWords).Clear();
        Check("posix_spawnattr_setsigmask", Libc.posix_spawnattr_setsigmask(attributes, signals));
        new Span<ulong>(signals, Libc.SignalSetWords).Fill(ulong.MaxValue);
        Check("posix_spawnattr_setsigdefault", Libc.posix_spawnattr_setsigdefault(attributes, signals));
        Check("posix_spawnattr_setflags", Libc.posix_spawnattr_setflags(
            attributes, (short)(PosixSpawn.POSIX_SPAWN_SETSIGDEF | PosixSpawn.POSIX_SPAWN_SETSIGMASK | flags)));
    }

    private static int Execute(int executable, ReadOnlySpan<string> arguments, ulong* actions, ulong* attributes)
    {
        int size = 0;
        foreach (string argument in arguments)
        {
            size += Encoding.UTF8.GetMaxByteCount(argument.Length) + 1;
        }

        byte[] text = new byte[size];
        Span<byte> path = stackalloc byte[32];
        "/proc/self/fd/"u8.CopyTo(path);
        _ = executable.TryFormat(path[14..31], out int digits, default, CultureInfo.InvariantCulture);
        path[14 + digits] = 0;

        // SAFETY: text and path are pinned, every argument ends in NUL, and both pointer arrays end in null.
        byte** pointers = stackalloc byte*[arguments.Length + 1];
        byte** environment = stackalloc byte*[1];
        environment[0] = null;
        fixed (byte* start = text, pathPointer = path)
        {
            int used = 0;
            for (int i = 0; i < arguments.Length; i++)
            {
                pointers[i] = start + used;
                used += Encoding.UTF8.GetBytes(arguments[i], text.AsSpan(used)) + 1;
            }

            pointers[arguments.Length] = null;

            int pid;
            int errno = Libc.posix_spawn(&pid, pathPointer, actions, attributes, pointers, environment);
            return errno == 0 ? pid : throw Explain(executable, errno);
        }
    }

    private static SyscallException Explain(int executable, int errno)
    {
        string? advice = null;
        if (errno == Errno.ENOENT && (HostPaths.TryFileSystemMagic("/proc/self/fd", out uint magic) != 0 || magic != Stat.PROC_SUPER_MAGIC))
        {
            advice = "no procfs is mounted on /proc";
        }
        else if (errno == Errno.EBADF)
        {
            advice = "a descriptor is not open, or its number in the child is over the limit of open files (RLIMIT_NOFILE)";
        }

        return new SyscallException($"posix_spawn(\"/proc/self/fd/{executable}\")", errno, advice);
    }

    private static void Check(string call, int errno)
    {
        if (errno != 0)
        {
            throw new SyscallException($"{call}()", errno);
        }
    }
}
