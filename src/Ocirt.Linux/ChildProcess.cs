// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// A process held by a pidfd, so that neither a signal nor a wait can reach another one that got the same number.
/// Waiting is for children of this process only; see pidfd_open(2), waitid(2).
/// </summary>
public sealed unsafe class ChildProcess : IDisposable
{
    private ChildProcess(int pid, FileDescriptor descriptor)
    {
        Pid = pid;
        Descriptor = descriptor;
    }

    /// <summary>Its pid, in the pid namespace of this process.</summary>
    public int Pid { get; }

    /// <summary>The pidfd: readable once the process has ended.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>Opens a process; pidfd_open(2).</summary>
    /// <param name="pid">Its pid.</param>
    /// <returns>The process.</returns>
    /// <exception cref="SyscallException">There is none (ESRCH), or the call failed.</exception>
    public static ChildProcess Open(int pid) =>
        TryOpen(pid, out int errno) ?? throw new SyscallException($"pidfd_open({pid})", errno);

    /// <summary>Opens a process; that there is none is an answer.</summary>
    /// <param name="pid">Its pid.</param>
    /// <param name="errno">0, or why it failed: ESRCH when there is none.</param>
    /// <returns>The process, or null.</returns>
    /// <exception cref="SyscallException">The kernel lacks the call, or a filter around this process forbids it.</exception>
    public static ChildProcess? TryOpen(int pid, out int errno)
    {
        nint descriptor = Libc.syscall((nint)SyscallNumber.pidfd_open, pid, 0, 0, 0, 0);
        errno = descriptor < 0 ? Failure.LastErrno : 0;
        if (errno is Errno.ENOSYS or Errno.EPERM)
        {
            // KERNEL(5.3): pidfd_open asks for no right. Taken for "no such process" this would end in two containers.
            throw new SyscallException($"pidfd_open({pid})", errno, NeedsPidfd);
        }

        return descriptor < 0 ? null : new ChildProcess(pid, FileDescriptor.Own((int)descriptor));
    }

    private const string NeedsPidfd =
        "processes are held by pidfds, which take Linux 5.3, and pidfd_open and pidfd_send_signal in the seccomp profile of a container around ocirt";

    /// <summary>Uses a pidfd that was received.</summary>
    /// <param name="pid">The pid that belongs to it.</param>
    /// <param name="descriptor">The pidfd, which is closed with this object.</param>
    /// <returns>The process.</returns>
    public static ChildProcess From(int pid, FileDescriptor descriptor) => new(pid, descriptor);

    /// <summary>Waits for a child by its pid, without a pidfd; waitid(2).</summary>
    /// <param name="pid">A child that was not waited for yet.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="SyscallException">It is no child of this process (ECHILD).</exception>
    public static ExitStatus Wait(int pid)
    {
        Wait(Abi.Linux.Wait.P_PID, pid, 0, out ExitStatus status);
        return status;
    }

    /// <summary>Sends a signal; pidfd_send_signal(2).</summary>
    /// <param name="signal">The signal, or 0 to ask whether the process is there.</param>
    /// <returns>False when the process has ended and was waited for (ESRCH).</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public bool TrySignal(int signal)
    {
        if (Libc.syscall((nint)SyscallNumber.pidfd_send_signal, Descriptor.Value, signal, 0, 0, 0) == 0)
        {
            return true;
        }

        int errno = Failure.LastErrno;
        return errno == Errno.ESRCH
            ? false
            : throw new SyscallException($"pidfd_send_signal({Descriptor}, {signal})", errno, errno == Errno.ENOSYS ? NeedsPidfd : null);
    }

    /// <summary>Waits until the child ends, and takes its status.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="SyscallException">It is no child of this process (ECHILD).</exception>
    public ExitStatus Wait()
    {
        Wait(Abi.Linux.Wait.P_PIDFD, Descriptor.Value, 0, out ExitStatus status);
        return status;
    }

    /// <summary>Takes the child's status if it has ended.</summary>
    /// <param name="status">How it ended.</param>
    /// <returns>False while it runs.</returns>
    /// <exception cref="SyscallException">It is no child of this process (ECHILD).</exception>
    public bool TryWait(out ExitStatus status) =>
        Wait(Abi.Linux.Wait.P_PIDFD, Descriptor.Value, Abi.Linux.Wait.WNOHANG, out status);

    /// <summary>Waits until any process ends, a child or not, without taking its status.</summary>
    /// <param name="timeoutMilliseconds">How long to wait; -1 for ever.</param>
    /// <returns>False when the time is over.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public bool WaitForEnd(int timeoutMilliseconds) => Polling.WaitReadable(Descriptor, timeoutMilliseconds);

    /// <summary>Closes the pidfd; the process goes on.</summary>
    public void Dispose() => Descriptor.Dispose();

    private static bool Wait(int kind, int id, int options, out ExitStatus status)
    {
        // SAFETY: siginfo_t has 128 bytes: si_code at 8, si_pid at 16, si_status at 24 on 64-bit architectures.
        byte* information = stackalloc byte[Libc.SiginfoSize];
        new Span<byte>(information, Libc.SiginfoSize).Clear();
        while (Libc.waitid(kind, id, information, options | Abi.Linux.Wait.WEXITED) < 0)
        {
            int errno = Failure.LastErrno;
            if (errno != Errno.EINTR)
            {
                string what = kind == Abi.Linux.Wait.P_PID ? $"P_PID, {id}" : $"P_PIDFD, {Failure.Describe(id)}";
                throw new SyscallException($"waitid({what})", errno);
            }
        }

        int value = *(int*)(information + 24);
        status = *(int*)(information + 8) == Abi.Linux.Wait.CLD_EXITED ? new ExitStatus(value, 0) : new ExitStatus(0, value);
        return *(int*)(information + 16) != 0;
    }
}
