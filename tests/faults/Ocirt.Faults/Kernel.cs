// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Ocirt.Faults;

/// <summary>The system calls of the driver, by their C library names. Everything runs on one thread: ptrace(2) asks for that.</summary>
internal static unsafe partial class Kernel
{
    /// <summary>Requests of ptrace(2), from <c>sys/ptrace.h</c>.</summary>
    internal const long PTRACE_CONT = 7, PTRACE_GETREGS = 12, PTRACE_SETREGS = 13, PTRACE_DETACH = 17, PTRACE_SYSCALL = 24,
        PTRACE_GETEVENTMSG = 0x4201, PTRACE_SEIZE = 0x4206, PTRACE_INTERRUPT = 0x4207, PTRACE_LISTEN = 0x4208,
        PTRACE_GET_SYSCALL_INFO = 0x420e;

    /// <summary>Stops of a traced process that are events, from <c>linux/ptrace.h</c>.</summary>
    internal const int PTRACE_EVENT_FORK = 1, PTRACE_EVENT_VFORK = 2, PTRACE_EVENT_CLONE = 3, PTRACE_EVENT_EXEC = 4, PTRACE_EVENT_STOP = 128;

    /// <summary>The option that marks stops at system calls.</summary>
    internal const long PTRACE_O_TRACESYSGOOD = 0x01;

    /// <summary>TRACESYSGOOD, TRACEFORK, TRACEVFORK, TRACECLONE, TRACEEXEC and EXITKILL: nothing outlives the driver.</summary>
    internal const long TraceOptions = PTRACE_O_TRACESYSGOOD | 0x02 | 0x04 | 0x08 | 0x10 | 0x100000;

    internal const int SIGINT = 2, SIGKILL = 9, SIGTERM = 15, SIGTRAP = 5, WNOHANG = 1, __WALL = 0x40000000, EINTR = 4, ECHILD = 10;
    private const int PR_SET_CHILD_SUBREAPER = 36, SYS_bpf = 321, SYS_pidfd_open = 434, BPF_PROG_GET_NEXT_ID = 11;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial long ptrace(long request, int pid, void* address, void* data);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, nint a, nint b, nint c);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* descriptors, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(long* descriptor, nint count, int timeout);

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addopen(void* actions, int descriptor, byte* path, int flags, uint mode);

    /// <summary>Orphans of everything that is started here become children of this process.</summary>
    internal static void BecomeSubreaper()
    {
        if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        {
            throw new IOException("prctl(PR_SET_CHILD_SUBREAPER) failed");
        }
    }

    /// <summary>The number of the next BPF program of the host after one; 0 at the end.</summary>
    internal static uint NextProgram(uint after)
    {
        byte* attribute = stackalloc byte[128];
        new Span<byte>(attribute, 128).Clear();
        *(uint*)attribute = after;
        return syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, (nint)attribute, 128) == 0 ? ((uint*)attribute)[1] : 0;
    }

    /// <summary>Starts a program with its output in a file; its input is /dev/null, or a pipe whose other end is returned.</summary>
    /// <returns>The pid, and the end to write to (-1 without one).</returns>
    internal static (int Pid, int Input) Spawn(string[] arguments, string output, bool withInput)
    {
        byte* actions = stackalloc byte[512];
        int* ends = stackalloc int[2] { -1, -1 };
        using CStrings argv = new(arguments);
        using CStrings environment = new(["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
        using CStrings paths = new([output, "/dev/null"]);
        int error = posix_spawn_file_actions_init(actions);
        if (withInput)
        {
            // 0x80000 is O_CLOEXEC.
            error |= pipe2(ends, 0x80000);
            error |= posix_spawn_file_actions_adddup2(actions, ends[0], 0);
        }
        else
        {
            error |= posix_spawn_file_actions_addopen(actions, 0, paths[1], 0, 0);
        }

        // 0x241 is O_WRONLY, O_CREAT and O_TRUNC.
        error |= posix_spawn_file_actions_addopen(actions, 1, paths[0], 0x241, 0x1a4);
        error |= posix_spawn_file_actions_adddup2(actions, 1, 2);
        int pid;
        error |= posix_spawn(&pid, argv[0], actions, null, argv.Pointer, environment.Pointer);
        error |= posix_spawn_file_actions_destroy(actions);
        if (withInput)
        {
            _ = close(ends[0]);
        }

        return error == 0 ? (pid, ends[1]) : throw new IOException($"'{arguments[0]}' could not be started, error {error}");
    }

    /// <summary>
    /// Starts a program in a session and process group of its own. A terminal as its input becomes the controlling one.
    /// </summary>
    /// <returns>The pid, which is the process group as well.</returns>
    internal static int SpawnSession(string[] arguments, string input, string output)
    {
        byte* actions = stackalloc byte[512];
        byte* attributes = stackalloc byte[512];
        using CStrings argv = new(arguments);
        using CStrings environment = new(["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
        using CStrings paths = new([input, output]);
        int error = posix_spawn_file_actions_init(actions);

        // POSIX_SPAWN_SETSID and SETSIGDEF: the driver's own caller may ignore SIGINT. 2 is O_RDWR, 0x242 O_CREAT and O_TRUNC as well; those mean nothing to a terminal.
        error |= posix_spawnattr_init(attributes) | posix_spawnattr_setflags(attributes, 0x80 | 0x4);
        ulong* signals = stackalloc ulong[16];
        new Span<ulong>(signals, 16).Fill(ulong.MaxValue);
        error |= posix_spawnattr_setsigdefault(attributes, signals);
        error |= posix_spawn_file_actions_addopen(actions, 0, paths[0], 2, 0);
        error |= posix_spawn_file_actions_addopen(actions, 1, paths[1], 0x242, 0x1a4);
        error |= posix_spawn_file_actions_adddup2(actions, 1, 2);
        int pid;
        error |= posix_spawn(&pid, argv[0], actions, attributes, argv.Pointer, environment.Pointer);
        error |= posix_spawn_file_actions_destroy(actions);
        return error == 0 ? pid : throw new IOException($"'{arguments[0]}' could not be started, error {error}");
    }

    /// <summary>Lets a process that waits for a line of input go on.</summary>
    internal static void Release(int input)
    {
        byte line = (byte)'\n';
        write(input, &line, 1);
        close(input);
    }

    /// <summary>
    /// Waits for a child with a deadline in milliseconds; after it the child is killed. Orphans are reaped meanwhile, as
    /// by any reaper: the first process of a pid namespace ends only when all others are gone.
    /// </summary>
    /// <param name="pid">The child.</param>
    /// <param name="milliseconds">The deadline.</param>
    /// <param name="terminal">The terminal that is kept from filling up meanwhile, or null.</param>
    /// <returns>The exit code, 128 and more for a signal; null after the deadline.</returns>
    internal static int? Wait(int pid, int milliseconds, PseudoTerminal? terminal = null)
    {
        int descriptor = (int)syscall(SYS_pidfd_open, pid, 0, 0);
        long end = Environment.TickCount64 + milliseconds;
        bool isLate = false;
        while (true)
        {
            terminal?.Drain();
            int status;
            int ended = waitpid(-1, &status, WNOHANG | __WALL);
            if (ended == pid)
            {
                _ = close(descriptor);
                return isLate ? null : ExitCode(status);
            }

            if (ended == 0)
            {
                // struct pollfd: the descriptor, then POLLIN as a short.
                long entry = (1L << 32) | (uint)descriptor;
                _ = poll(&entry, 1, 5);
            }

            if (!isLate && Environment.TickCount64 > end)
            {
                isLate = true;
                kill(pid, SIGKILL);
            }
        }
    }

    /// <summary>Takes the status of every child that has ended.</summary>
    internal static void Reap()
    {
        int status;
        while (waitpid(-1, &status, WNOHANG | __WALL) > 0)
        {
        }
    }

    /// <summary>The exit code of a wait status, as a shell counts it.</summary>
    internal static int ExitCode(int status) => (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
}
