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
    private readonly ChannelSocket _channel;
    private readonly FileDescriptor _plan;
    private readonly ChildProcess _process;

    private WaitingInit(ChannelSocket channel, FileDescriptor plan, ChildProcess process)
    {
        _channel = channel;
        _plan = plan;
        _process = process;
    }

    /// <summary>Its pid.</summary>
    internal int Pid => _process.Pid;

    /// <summary>Whether it has its plan, and belongs to who gave it.</summary>
    internal bool IsTaken { get; private set; }

    /// <summary>Starts init before it is needed. What the host refuses is told by the start that is needed.</summary>
    /// <param name="preserved">How many descriptors from 3 on it inherits.</param>
    /// <param name="trace">Where the time goes, or null.</param>
    /// <returns>Init, or null.</returns>
    internal static WaitingInit? TryStart(int preserved, LaunchTrace? trace)
    {
        try
        {
            return Start(preserved, trace);
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
    internal static WaitingInit Start(int preserved, LaunchTrace? trace)
    {
        using FileDescriptor program = SealedMemfd.Create("ocirt-init", EmbeddedInit.Bytes, executable: true);
        FileDescriptor plan = SealedMemfd.CreateUnsealed("plan");
        (ChannelSocket own, ChannelSocket peer) = ChannelSocket.CreatePair();
        try
        {
            int first = 3 + preserved;
            string[] arguments = ["ocirt-init", first.ToString(CultureInfo.InvariantCulture)];
            int pid = trace?.MakeArea() is { } area
                ? Spawn.Start(program, arguments, [(peer.Descriptor.Value, first), (plan.Value, first + 1), (area.Value, first + 2)], preserved)
                : Spawn.Start(program, arguments, [(peer.Descriptor.Value, first), (plan.Value, first + 1)], preserved);
            return new WaitingInit(own, plan, ChildProcess.Open(pid));
        }
        catch
        {
            own.Dispose();
            plan.Dispose();
            throw;
        }
        finally
        {
            // ORDER: the peer's end is closed here, or the end of init would never show as the end of the stream.
            peer.Dispose();
        }
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
