// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Stands in for a container in the foreground: hands signals on and waits for its end.</summary>
public static class ForegroundRun
{
    /// <summary>The signals that a caller can send and that are handed on.</summary>
    public static SignalSet Forwarded => new(SignalSet.All.Bits & ~SignalSet.Of(
        Signal.SIGKILL,
        Signal.SIGSTOP,
        Signal.SIGCHLD,
        Signal.SIGPIPE,
        Signal.SIGSEGV,
        Signal.SIGBUS,
        Signal.SIGFPE,
        Signal.SIGILL,
        Signal.SIGTRAP,
        Signal.SIGABRT,
        Signal.SIGSYS,
        SIGURG).Bits);

    /// <summary>Keeps those of the signals for the wait that the early code leaves open (Native/*/block_signals.S); before anything is launched.</summary>
    /// <remarks>32 to 34 are for the threads of the C library and of the .NET runtime among each other: here is one thread only.</remarks>
    /// <exception cref="SyscallException">The call failed.</exception>
    internal static void Expect() => SignalMask.Block(SignalSet.Of(32, 33, 34));

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

    private const int SIGURG = 23;
}
