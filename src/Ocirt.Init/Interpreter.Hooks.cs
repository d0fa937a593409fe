// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>
/// Hooks inside the container: each in a process group of its own, with the state on its standard input, waited for with
/// its timeout. The end of what it prints is kept for the report.
/// </content>
public unsafe ref partial struct Interpreter<TKernel>
{
    /// <summary>What a child that could not execute the hook ends with; the error itself comes through a pipe.</summary>
    private const int ExitNotExecuted = 127;

    private const int NanosecondsPerMillisecond = 1_000_000;
    private const short Readable = 1; // POLLIN

    private bool RunHook(RunHookStep* step)
    {
        HookCall call = default;
        call.Path = _plan.Text(step->Path);
        call.Arguments = _plan.Pointers(step->Arguments);
        call.Environment = _plan.Pointers(step->Environment);
        call.Directory = step->Directory.Length == 0 ? null : _plan.Text(step->Directory);
        call.State = Held(step->StateRegister);
        call.Output = step->OutputRegister == Register.None ? -1 : Held(step->OutputRegister);
        call.Error = step->ErrorRegister == Register.None ? -1 : Held(step->ErrorRegister);
        int* printed = stackalloc int[2];
        int* failed = stackalloc int[2];
        if (_plan.Fault != PlanFault.None
            || (step->TakesHome != 0 && !AddHome((byte**)call.Environment, step->Environment.Length))
            || !Try(SyscallNumber.lseek, call.State, 0, 0)
            || !Try(SyscallNumber.pipe2, (nint)printed, Fcntl.O_CLOEXEC)
            || !Try(SyscallNumber.pipe2, (nint)failed, Fcntl.O_CLOEXEC))
        {
            return false;
        }

        call.Printed = printed[1];
        call.Failed = failed[1];
        ulong start = Milliseconds();
        int descriptor = -1;
        nint pid = Call(SyscallNumber.clone, (nint)((ulong)Signal.SIGCHLD | Sched.CLONE_PIDFD), 0, (nint)(&descriptor));
        if (pid == 0)
        {
            BecomeHook(&call);
        }

        Close(printed[1]);
        Close(failed[1]);
        bool succeeded = !IsError(pid) && Finish(step, (int)pid, descriptor, printed[0], failed[0], start);
        Close(printed[0]);
        Close(failed[0]);
        if (descriptor >= 0)
        {
            Close(descriptor);
        }

        return succeeded;
    }

    /// <summary>The child: never returns.</summary>
    private static void BecomeHook(HookCall* call)
    {
        TKernel.Invoke(SyscallNumber.setpgid, 0, 0, 0, 0, 0, 0);
        nint result = TKernel.Invoke(SyscallNumber.dup3, call->State, 0, 0, 0, 0, 0);
        if (result >= 0)
        {
            result = TKernel.Invoke(SyscallNumber.dup3, call->Output >= 0 ? call->Output : call->Printed, 1, 0, 0, 0, 0);
        }

        if (result >= 0)
        {
            result = TKernel.Invoke(SyscallNumber.dup3, call->Error >= 0 ? call->Error : call->Printed, 2, 0, 0, 0, 0);
        }

        if (result >= 0 && call->Directory != null)
        {
            // A bundle can be closed to the mapped root of a user namespace; the hook then starts where init is.
            result = TKernel.Invoke(SyscallNumber.chdir, (nint)call->Directory, 0, 0, 0, 0, 0);
            result = result == -Errno.EACCES ? 0 : result;
        }

        if (result >= 0)
        {
            // What the program was promised is not for hooks. Where the call is missing they merely see it.
            TKernel.Invoke(SyscallNumber.close_range, 3, LastDescriptor, (nint)CloseRange.CLOSE_RANGE_CLOEXEC, 0, 0, 0);
            result = TKernel.Invoke(SyscallNumber.execve, (nint)call->Path, (nint)call->Arguments, (nint)call->Environment, 0, 0, 0);
        }

        int error = (int)-result;
        TKernel.Invoke(SyscallNumber.write, call->Failed, (nint)(&error), sizeof(int), 0, 0, 0);
        while (true)
        {
            TKernel.Invoke(SyscallNumber.exit_group, ExitNotExecuted, 0, 0, 0, 0, 0);
        }
    }

    private bool Finish(RunHookStep* step, int pid, int descriptor, int printed, int failed, ulong start)
    {
        ulong limit = (ulong)step->Timeout * 1000;
        bool ended = WaitForHook(descriptor, printed, start, limit);
        if (!ended)
        {
            TKernel.Invoke(SyscallNumber.kill, -pid, Signal.SIGKILL, 0, 0, 0, 0);
            TKernel.Invoke(SyscallNumber.kill, pid, Signal.SIGKILL, 0, 0, 0, 0);
        }

        int status = 0;
        if (!Try(SyscallNumber.wait4, pid, (nint)(&status)))
        {
            return false;
        }

        int error = 0;
        _value = ((Milliseconds() - start) << 32) | ((step->Index & 0xffff) << 16);
        if (!ended)
        {
            return Fail(SyscallNumber.execve, Errno.ETIMEDOUT, FailurePoint.HookTimeout);
        }

        if (TKernel.Invoke(SyscallNumber.read, failed, (nint)(&error), sizeof(int), 0, 0, 0) == sizeof(int))
        {
            return Fail(SyscallNumber.execve, error, FailurePoint.HookExecute);
        }

        int signal = status & 0x7f;
        _value |= (uint)(signal != 0 ? signal : (status >> 8) & 0xff);
        return status == 0 || Fail(SyscallNumber.execve, 0, signal != 0 ? FailurePoint.HookSignal : FailurePoint.HookExit);
    }

    /// <summary>Reads what the hook prints until it ends. False when its time is over.</summary>
    private bool WaitForHook(int descriptor, int printed, ulong start, ulong limit)
    {
        PollEntry* entries = stackalloc PollEntry[2];
        long* timeout = stackalloc long[2];
        bool ended = false;
        while (true)
        {
            entries[0] = new PollEntry { Descriptor = ended ? -1 : descriptor, Events = Readable, Returned = 0 };
            entries[1] = new PollEntry { Descriptor = printed, Events = Readable, Returned = 0 };
            ulong spent = Milliseconds() - start;
            if (!ended && limit != 0 && spent >= limit)
            {
                return false;
            }

            // After its end only what lies in the pipe already is read: a daemon of its own may hold it open.
            ulong left = ended ? 0 : limit - spent;
            timeout[0] = (long)(left / 1000);
            timeout[1] = (long)(left % 1000) * NanosecondsPerMillisecond;
            nint ready = Call(SyscallNumber.ppoll, (nint)entries, 2, ended || limit != 0 ? (nint)timeout : 0, 0, 0);
            if (IsError(ready))
            {
                return ended;
            }

            if (entries[1].Returned != 0 && !KeepPrinted(printed))
            {
                printed = -1;
            }
            else if (ended && entries[1].Returned == 0)
            {
                return true;
            }

            ended |= entries[0].Returned != 0;
            if (ended && printed < 0)
            {
                return true;
            }
        }
    }

    /// <summary>Keeps the end of what a hook prints as the detail of a report. False at the end of the pipe.</summary>
    private bool KeepPrinted(int printed)
    {
        const int Capacity = InitMessage.DetailCapacity;
        byte* piece = stackalloc byte[Capacity];
        nint count = TKernel.Invoke(SyscallNumber.read, printed, (nint)piece, Capacity, 0, 0, 0);
        if (count <= 0)
        {
            return count == -Errno.EINTR;
        }

        uint kept = _detailLength + (uint)count > Capacity ? Capacity - (uint)count : _detailLength;
        fixed (byte* copy = _detailCopy)
        {
            uint dropped = _detailLength - kept;
            for (uint i = 0; i < kept; i++)
            {
                copy[i] = copy[i + dropped];
            }

            for (uint i = 0; i < (uint)count; i++)
            {
                copy[kept + i] = piece[i];
            }

            // SAFETY: the interpreter lives on the stack of Program.Main and never moves.
            _detail = copy;
        }

        _detailLength = kept + (uint)count;
        return true;
    }

    private static ulong Milliseconds()
    {
        long* now = stackalloc long[2];
        now[0] = 0;
        now[1] = 0;
        TKernel.Invoke(SyscallNumber.clock_gettime, 1, (nint)now, 0, 0, 0, 0);
        return ((ulong)now[0] * 1000) + ((ulong)now[1] / NanosecondsPerMillisecond);
    }

    private struct HookCall
    {
        internal byte* Path;
        internal byte** Arguments;
        internal byte** Environment;
        internal byte* Directory;
        internal int State;
        internal int Output;
        internal int Error;
        internal int Printed;
        internal int Failed;
    }

    /// <summary><c>struct pollfd</c> of poll(2).</summary>
    private struct PollEntry
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}
