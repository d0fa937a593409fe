// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Runtime.InteropServices;
using Ocirt.Abi.Messages;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// Init that has been started, from a sealed copy (CVE-2019-5736), and waits for its plan. It does nothing before, and
/// ends when this process does: so it can be started before anything is known, and its start overlaps with the reading
/// and compiling of what it is going to do.
/// </summary>
internal sealed class WaitingInit : IDisposable
{
    private const string Name = "ocirt-init";

    private readonly ChannelSocket _channel;
    private readonly FileDescriptor _plan;
    private readonly ChildProcess _process;
    private readonly StartedCopy? _copy;

    private WaitingInit(ChannelSocket channel, FileDescriptor plan, ChildProcess process, StartedCopy? copy)
    {
        _channel = channel;
        _plan = plan;
        _process = process;
        _copy = copy;
    }

    /// <summary>Its pid.</summary>
    internal int Pid => _process.Pid;

    /// <summary>Whether it has its plan, and belongs to who gave it.</summary>
    internal bool IsTaken { get; private set; }

    /// <summary>Why it ended instead of becoming init; null as long as nothing is known.</summary>
    internal SyscallException? Failure => _copy is { Errno: > 0 and int errno } ? new SyscallException($"spawn(\"{Name}\")", errno) : null;

    /// <summary>
    /// Starts init before it is needed, and waits for nothing. What the host refuses is told by the start that is needed.
    /// </summary>
    /// <param name="preserved">How many descriptors from 3 on it inherits.</param>
    /// <param name="trace">Where the time goes, or null.</param>
    /// <returns>Init, or null.</returns>
    internal static WaitingInit? TryStart(int preserved, LaunchTrace? trace)
    {
        try
        {
            return Start(preserved, trace, isWaitedFor: false);
        }
        catch (SyscallException)
        {
            return null;
        }
    }

    /// <summary>Starts init.</summary>
    /// <param name="preserved">How many descriptors from 3 on it inherits.</param>
    /// <param name="trace">Where the time goes, or null.</param>
    /// <exception cref="SyscallException">It could not be started.</exception>
    internal static WaitingInit Start(int preserved, LaunchTrace? trace) => Start(preserved, trace, isWaitedFor: true);

    private static WaitingInit Start(int preserved, LaunchTrace? trace, bool isWaitedFor)
    {
        (ChannelSocket own, ChannelSocket peer) = ChannelSocket.CreatePair();
        FileDescriptor? plan = null;
        try
        {
            plan = SealedMemfd.CreateUnsealed("plan");
            string[] arguments = [Name, (3 + preserved).ToString(CultureInfo.InvariantCulture)];
            FileDescriptor[] descriptors = trace?.MakeArea() is { } area
                ? [peer.Descriptor, plan, area]
                : [peer.Descriptor, plan];
            StartedCopy? copy = isWaitedFor ? null : Spawn.TryStartCopy(Name, EmbeddedInit.Bytes, arguments, descriptors, preserved);
            return new WaitingInit(own, plan, ChildProcess.Open(copy?.Pid ?? Start(arguments, descriptors, preserved)), copy);
        }
        catch
        {
            own.Dispose();
            plan?.Dispose();
            throw;
        }
        finally
        {
            // ORDER: the peer's end is closed here, or the end of init would never show as the end of the stream.
            peer.Dispose();
        }
    }

    private static int Start(ReadOnlySpan<string> arguments, ReadOnlySpan<FileDescriptor> descriptors, int preserved)
    {
        using FileDescriptor program = SealedMemfd.Create(Name, EmbeddedInit.Bytes, executable: true);
        Span<(int Source, int Target)> targets = stackalloc (int, int)[descriptors.Length];
        for (int i = 0; i < descriptors.Length; i++)
        {
            targets[i] = (descriptors[i].Value, 3 + preserved + i);
        }

        return Spawn.Start(program, arguments, targets, preserved);
    }

    /// <summary>Gives init its plan, which nobody can change any more.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="process">Init, a child of this process.</param>
    /// <returns>The channel to it.</returns>
    /// <exception cref="SyscallException">No memory.</exception>
    internal ChannelSocket Begin(ReadOnlySpan<byte> plan, out ChildProcess process)
    {
        SealedMemfd.Fill(_plan, plan);
        FillMessage ready = new() { Kind = MessageKind.Plan };

        // An init that is gone shows as the end of the stream.
        _channel.Send(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref ready, 1)));
        _plan.Dispose();
        IsTaken = true;
        process = _process;
        return _channel;
    }

    /// <summary>Ends init, unless it has its plan.</summary>
    public void Dispose()
    {
        if (!IsTaken)
        {
            IsTaken = true;
            _channel.Dispose();
            _plan.Dispose();
            LaunchRemains.Kill(_process);
            _process.Dispose();
        }
    }
}
