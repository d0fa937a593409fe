// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Hooks;

/// <summary>Runs one hook in the runtime's namespaces: started, fed with the state, timed, and its output bounded.</summary>
public static class HookProcess
{
    /// <summary>How much of the end of the output is kept, in bytes.</summary>
    private const int Kept = 512;

    /// <summary>Runs a hook to its end.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="directory">Where it starts: the bundle.</param>
    /// <param name="state">The container's state as JSON.</param>
    /// <param name="output">Where its output goes, or null to keep the end of it.</param>
    /// <param name="error">Where its error output goes, or null to keep the end of it.</param>
    /// <param name="interrupts">The signals that end the hook, or null.</param>
    /// <exception cref="ContainerException">A signal came; the hook was killed.</exception>
    /// <exception cref="SyscallException">The host refused a descriptor.</exception>
    public static HookResult Run(
        HookConfig hook, string directory, ReadOnlySpan<byte> state, FileDescriptor? output, FileDescriptor? error, SignalFd? interrupts = null)
    {
        // A file and no pipe: it can be of any length, and nobody has to wait for a hook that does not read it.
        using FileDescriptor content = SealedMemfd.Create("state", state, executable: false);
        using FileDescriptor input = FileDescriptor.Open($"/proc/self/fd/{content.Value}", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        (FileDescriptor reader, FileDescriptor writer) = Pipe.Create();
        using (reader)
        {
            long start = MonotonicClock.Nanoseconds();
            int pid;
            int errno;
            using (writer)
            {
                pid = Spawn.TryStartProgram(
                    hook.Path!, hook.Args.Length == 0 ? [hook.Path!] : hook.Args, hook.Env ?? OwnProcess.Environment(), directory, input, output ?? writer, error ?? writer, out errno);
            }

            return pid == 0 ? new(errno, default, TimedOut: false, 0, string.Empty) : Wait(pid, reader, start, hook.Timeout, interrupts);
        }
    }

    private static HookResult Wait(int pid, FileDescriptor reader, long start, long? seconds, SignalFd? interrupts)
    {
        using ChildProcess process = ChildProcess.Open(pid);
        Span<byte> kept = stackalloc byte[Kept];
        int count = 0;
        bool isOpen = true;
        bool timedOut = false;
        Span<int> descriptors = [process.Descriptor.Value, reader.Value, interrupts?.Descriptor.Value ?? -1];
        Span<bool> ready = stackalloc bool[3];
        while (true)
        {
            int left = Left(start, seconds);
            if (left == 0)
            {
                timedOut = true;
                Kill(pid);
                break;
            }

            descriptors[1] = isOpen ? reader.Value : -1;
            _ = Polling.Wait(descriptors, ready, left);
            if (ready[2] && interrupts!.TryRead(out SignalInformation signal))
            {
                Kill(pid);
                process.Wait();
                throw ContainerException.Interrupted(signal.Signal);
            }

            if (isOpen && ready[1])
            {
                isOpen = Keep(reader, kept, ref count);
            }

            if (ready[0])
            {
                break;
            }

            ready.Clear();
        }

        ExitStatus status = process.Wait();

        // What lies in the pipe already, and no more: a daemon that the hook leaves behind may hold it open.
        while (isOpen && Polling.WaitReadable(reader, 0))
        {
            isOpen = Keep(reader, kept, ref count);
        }

        return new(0, status, timedOut, (MonotonicClock.Nanoseconds() - start) / 1_000_000, HookResult.OneLine(kept[..count]));
    }

    private static void Kill(int pid)
    {
        // SAFETY: the child is not yet waited for, so both numbers are still its own.
        _ = OwnProcess.TryKill(-pid, Signal.SIGKILL);
        _ = OwnProcess.TryKill(pid, Signal.SIGKILL);
    }

    /// <summary>The milliseconds that a hook has left; -1 without a limit.</summary>
    private static int Left(long start, long? seconds)
    {
        if (seconds is not { } limit)
        {
            return -1;
        }

        long left = (limit * 1000) - ((MonotonicClock.Nanoseconds() - start) / 1_000_000);
        return (int)Math.Clamp(left, 0, int.MaxValue);
    }

    private static bool Keep(FileDescriptor reader, Span<byte> kept, ref int count)
    {
        Span<byte> piece = stackalloc byte[Kept];
        int read = reader.Read(piece);
        if (read <= 0)
        {
            return false;
        }

        int stay = Math.Min(count, Kept - read);
        kept.Slice(count - stay, stay).CopyTo(kept);
        piece[..read].CopyTo(kept[stay..]);
        count = stay + read;
        return true;
    }
}
