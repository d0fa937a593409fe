// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Runtime.Hooks;

namespace Ocirt.Runtime;

/// <summary>
/// Creates a container and starts it at once, in the background or in the foreground, where it waits for the end of the
/// program and takes everything away again (runtime-spec runtime.md, Lifecycle).
/// </summary>
public static class ContainerRun
{
    /// <summary>Runs a container: to its end, or until its program runs when it is to be detached.</summary>
    /// <returns>The exit code of its program, or 128 and the signal that ended it; 0 when it was detached.</returns>
    /// <exception cref="ContainerException">The container could not be run.</exception>
    /// <exception cref="SyscallException">The host refused something.</exception>
    public static int Execute(LaunchRequest request)
    {
        if (!request.Detach)
        {
            ForegroundRun.Expect();
        }

        using LaunchPhases phases = new(request.Trace);
        using ContainerCreation creation = ContainerCreation.Prepare(request, request.Detach, phases);
        creation.RequireProcess();
        using StateDirectory state = creation.Launch(waitForStart: false, out ChildProcess process);
        using (process)
        {
            RunPoststart(request, creation.Hooks, state, process);
            state.Unlock();
            if (request.Detach)
            {
                creation.Surroundings.Notify?.WaitForReady(process);
                return 0;
            }

            using SignalFd signals = SignalFd.Create(ForegroundRun.Forwarded);
            int code = creation.Surroundings.Terminal.Wait(process, signals, creation.Surroundings.Notify).ShellCode;
            phases.End("the program");

            // Someone else may have deleted it the moment it ended.
            if (!request.Keep && state.Lock())
            {
                ContainerDeletion.TakeBack(state);
                creation.Hooks?.AfterStop(request.OnWarning);
            }

            return code;
        }
    }

    /// <summary>Runs the hooks that follow the start. When one fails the container is stopped, as the specification asks.</summary>
    private static void RunPoststart(LaunchRequest request, LaunchHooks? hooks, StateDirectory state, ChildProcess process)
    {
        try
        {
            hooks?.AfterStart(process.Pid);
        }
        catch (Exception failure) when (failure is ContainerException or SyscallException)
        {
            process.TrySignal(Signal.SIGKILL);
            process.Wait();
            ContainerDeletion.TakeBack(state);
            hooks!.AfterStop(request.OnWarning);
            throw;
        }
    }
}
