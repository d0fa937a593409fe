// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Ends the processes of a launch that was given up, also those that stand still in the cgroup of a paused container.</summary>
internal static class LaunchRemains
{
    /// <summary>How long a process that does not stand still takes to end at most, in milliseconds, unless the machine is very busy.</summary>
    private const int StandstillLimit = 500;

    /// <summary>How long a killed process may take to end before it is left to end by itself, in milliseconds.</summary>
    private const int EndLimit = 10_000;

    /// <summary>Waits for a child that is about to end by itself, and kills it when it does not.</summary>
    /// <param name="process">The child; its status is taken.</param>
    internal static void End(ChildProcess process)
    {
        if (process.WaitForEnd(StandstillLimit))
        {
            process.Wait();
            return;
        }

        Kill(process);
    }

    /// <summary>Kills a child.</summary>
    /// <param name="process">The child; its status is taken, unless it does not end in time.</param>
    internal static void Kill(ChildProcess process)
    {
        process.TrySignal(Signal.SIGKILL);
        if (!process.WaitForEnd(StandstillLimit))
        {
            Cgroup.TakeOut(process.Pid);
        }

        if (process.WaitForEnd(EndLimit))
        {
            process.Wait();
        }
    }
}
