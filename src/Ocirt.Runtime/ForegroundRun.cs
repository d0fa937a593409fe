// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Stands in for a container in the foreground: hands signals on and waits for its end.</summary>
public static class ForegroundRun
{
    /// <summary>The signals that a caller can send and that are handed on; they must be blocked on every thread.</summary>
    public static SignalSet Forwarded => new(SignalSet.All.Bits & ~SignalSet.Of(
        Signal.SIGKILL,
        Signal.SIGSTOP,
        Signal.SIGCHLD,
        Signal.SIGPIPE,
        SIGSEGV,
        SIGBUS,
        SIGFPE,
        SIGILL,
        SIGTRAP,
        SIGABRT,
        SIGSYS,
        SIGURG,
        FirstReserved,
        FirstReserved + 1,
        FirstReserved + 2).Bits);

    /// <summary>
    /// How long a wait is before it is taken for a long one, in milliseconds: then the code is taken out of memory, so
    /// that many waiting runs need little together.
    /// </summary>
    internal const int LongWait = 100;

    /// <summary>Waits for the end of the process and hands every signal on to it meanwhile.</summary>
    /// <param name="process">The process.</param>
    /// <param name="signals">The signals.</param>
    /// <param name="notify">What is told to a service manager meanwhile, or null.</param>
    /// <returns>How it ended.</returns>
    public static ExitStatus Wait(ChildProcess process, SignalFd signals, NotifyProxy? notify)
    {
        Span<int> descriptors = [signals.Descriptor.Value, process.Descriptor.Value, -1];
        Span<bool> ready = stackalloc bool[3];
        int patience = LongWait;
        while (true)
        {
            descriptors[2] = notify?.Descriptor ?? -1;
            if (Polling.Wait(descriptors, ready, patience) == 0)
            {
                patience = -1;
                ProgramCode.Release();
            }

            if (ready[2])
            {
                // The service manager watches this process, which ends with the container.
                notify!.Forward(OwnProcess.Pid);
            }

            while (ready[0] && signals.TryRead(out SignalInformation signal))
            {
                process.TrySignal(signal.Signal);
            }

            if (ready[1])
            {
                return process.Wait();
            }
        }
    }

    private const int SIGILL = 4;
    private const int SIGTRAP = 5;
    private const int SIGABRT = 6;
    private const int SIGBUS = 7;
    private const int SIGFPE = 8;
    private const int SIGSEGV = 11;
    private const int SIGURG = 23;
    private const int SIGSYS = 31;

    /// <summary>32 and 33 belong to the C library's threads, 34 to the .NET runtime.</summary>
    private const int FirstReserved = 32;
}
