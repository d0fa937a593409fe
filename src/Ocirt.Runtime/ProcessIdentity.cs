// SPDX-License-Identifier: Apache-2.0

using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>One process, and no other that gets its number later.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="StartTime">When it was started, in clock ticks since the machine was.</param>
/// <param name="PidfdInode">The inode of its pidfd, which no second process of one boot gets; 0 on kernels that have none.</param>
public sealed record ProcessIdentity(int Pid, ulong StartTime, ulong PidfdInode)
{
    /// <summary>PID_FS_MAGIC of <c>linux/magic.h</c>.</summary>
    private const uint PidFileSystem = 0x50494446;

    /// <summary>Identifies a process.</summary>
    /// <param name="process">A process that was not waited for yet.</param>
    public static ProcessIdentity Of(ChildProcess process) =>
        new(process.Pid, ProcessStat.TryRead(process.Pid, out ProcessStat stat) ? stat.StartTime : 0, InodeOf(process));

    /// <summary>Opens the process.</summary>
    /// <returns>The process, or null when it has ended. One that has ended and was not waited for counts as ended.</returns>
    public ChildProcess? TryOpen() => TryOpen(out _);

    /// <summary>Opens the process.</summary>
    /// <param name="stat">What /proc says of it.</param>
    /// <returns>As <see cref="TryOpen()"/>.</returns>
    public ChildProcess? TryOpen(out ProcessStat stat)
    {
        // ORDER: the pidfd first: what is compared after it is about the process that it stands for.
        ChildProcess? process = ChildProcess.TryOpen(Pid, out _);
        stat = default;
        if (process is not null && Matches(process, out stat) && !process.WaitForEnd(0))
        {
            return process;
        }

        process?.Dispose();
        return null;
    }

    /// <summary>
    /// Whether the process has not ended, for who only looks: the number could belong to another process before one asks
    /// again. It is told from others by the time of its start, since no number comes round within one tick.
    /// </summary>
    /// <param name="stat">What /proc says of it.</param>
    public bool IsAlive(out ProcessStat stat)
    {
        if (!ProcessStat.TryRead(Pid, out stat) || stat.StartTime != StartTime)
        {
            return false;
        }

        if (!stat.HasEnded)
        {
            return true;
        }

        // Its other threads may outlive the first one, which only a pidfd tells.
        using ChildProcess? process = TryOpen(out stat);
        return process is not null;
    }

    private bool Matches(ChildProcess process, out ProcessStat stat) =>
        ProcessStat.TryRead(Pid, out stat) && stat.StartTime == StartTime && (PidfdInode == 0 || process.Descriptor.Stat().Inode == PidfdInode);

    /// <summary>KERNEL(6.9): pidfs gives each process an inode; before, all pidfds share one.</summary>
    private static ulong InodeOf(ChildProcess process) =>
        process.Descriptor.FileSystemMagic() == PidFileSystem ? process.Descriptor.Stat().Inode : 0;
}
