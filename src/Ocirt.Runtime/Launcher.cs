// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Runtime.InteropServices;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Runtime.Hooks;

namespace Ocirt.Runtime;

/// <summary>
/// Carries a launch plan out: gives it to init, answers what that waits for, and ends when init has become the container's
/// program or has said why it could not.
/// </summary>
public sealed partial class Launcher : IDisposable
{
    /// <summary>How long init may be silent, in milliseconds, before the launch is given up.</summary>
    public const int SilenceLimit = 120_000;

    private readonly LaunchPlan _plan;
    private readonly LaunchContext _context;
    private readonly HostSources _sources;
    private WaitingInit _init;
    private ChannelSocket _channel;
    private int[] _cgroups = [];
    private ChildProcess? _stage1;
    private ChildProcess? _process;
    private ContainerException? _failure;
    private Exception? _unrecorded;
    private bool _goIsWaitedFor;
    private uint _goStep;
    private bool _isCreated;

    private Launcher(LaunchPlan plan, LaunchContext context, WaitingInit init)
    {
        _plan = plan;
        _context = context;
        _sources = new HostSources(plan, context.AttachRoot);
        Begin(init);
    }

    /// <summary>Starts init with a plan. Nothing of the container exists yet when this returns.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="context">What there is beside the plan.</param>
    /// <param name="waiting">Init that was started before, unless it has a plan already; or null.</param>
    /// <exception cref="ContainerException">Init does not get what it has to have from its start on.</exception>
    /// <exception cref="SyscallException">init could not be started.</exception>
    internal static Launcher Start(LaunchPlan plan, LaunchContext context, WaitingInit? waiting)
    {
        using WaitingInit init = waiting is { IsTaken: false, Failure: null } ? waiting : WaitingInit.Start(context.PreservedDescriptors, context.Trace);
        Launcher launcher = new(plan, context, init);
        try
        {
            launcher.SendFirst();
            return launcher;
        }
        catch
        {
            launcher.Dispose();
            throw;
        }
    }

    /// <summary>Hands init the container's cgroup, to enter it. What it does before overlaps with the making of the cgroup.</summary>
    /// <param name="cgroups">As many descriptors as the plan names, in its order; none where nobody but the runtime moves the container.</param>
    public void HandOver(ReadOnlySpan<int> cgroups)
    {
        // It may lie in the socket before init waits for it.
        if (cgroups.Length != 0)
        {
            _cgroups = cgroups.ToArray();
            Send(LateSlot.Cgroups, default, cgroups);
        }
    }

    /// <summary>Answers init until it waits for start, or has become the program.</summary>
    /// <returns>The container's first process, a child of this one.</returns>
    /// <exception cref="ContainerException">A step failed, the message says which and why; or a signal interrupted the launch.</exception>
    public ChildProcess Complete()
    {
        InitMessage message = default;
        while (true)
        {
            ReceiveStatus status = Receive(ref message, out FileDescriptor? offer);
            using (offer)
            {
                if (status == ReceiveStatus.TimedOut)
                {
                    throw Abandon($"init was silent for {SilenceLimit / 1000} s");
                }

                if (status == ReceiveStatus.Closed && TryBeginAgain())
                {
                    continue;
                }

                if (status == ReceiveStatus.Closed)
                {
                    return (_failure ?? _unrecorded) is { } failure ? throw failure : Executed();
                }

                Answer(in message, offer);
                if (_failure is not null && _process is not null)
                {
                    throw _failure;
                }
            }
        }
    }

    /// <summary>Ends a launch that did not complete: what init made ends with its mount namespace, or lies beneath a root in the journal.</summary>
    public void Dispose()
    {
        _channel.Dispose();
        _sources.Dispose();
        if (_process is not null)
        {
            LaunchRemains.Kill(_process);
            _process.Dispose();
            _process = null;
        }

        if (_stage1 is not null)
        {
            LaunchRemains.End(_stage1);
            _stage1.Dispose();
            _stage1 = null;
        }
    }

    /// <summary>How long init may be silent: for ever while it runs hooks, which have timeouts of their own, and while the container may be paused.</summary>
    private int Patience => _context.WaitsForResume || _context.Hooks is { RunInside: true } ? -1 : SilenceLimit;

    /// <summary>Does what a message asks for.</summary>
    private void Answer(in InitMessage message, FileDescriptor? offer)
    {
        switch (message.Kind)
        {
            case MessageKind.Spawned when _process is null && message.Value is > 0 and <= int.MaxValue:
                // SAFETY: the pid is a child of this process and not yet waited for, so the number is still its own.
                _process = ChildProcess.Open((int)message.Value);

                Record();
                if (_goIsWaitedFor && _unrecorded is null)
                {
                    Go();
                }

                break;
            case MessageKind.Await:
                Fill((LateSlot)message.Value, message.Step, offer);
                break;
            case MessageKind.Terminal when offer is not null && _context.OnTerminal is not null:
                _context.OnTerminal(offer);
                break;
            case MessageKind.Failed:
                // The child can be quicker than its maker's report of the pid, which has to come before it can be reaped.
                _failure = InitFailure.Explain(_plan, in message);
                break;
            case MessageKind.Refused:
                throw new ContainerException(FailureKind.Launch, $"init refused the plan at step {message.Step}: {(PlanFault)message.Value}");
            default:
                throw Abandon($"init sent an unexpected message of kind {(uint)message.Kind}");
        }
    }

    private void Fill(LateSlot slot, uint step, FileDescriptor? offer)
    {
        switch (slot)
        {
            case LateSlot.Go:
                GoAt(step);
                break;
            case LateSlot.Home:
                Send(slot, HomeDirectory.Answer(offer, _context.Uid), default);
                break;
            case LateSlot.RuntimeHooks when _process is not null && _context.Hooks is not null:
                _context.Hooks.BeforePivot(_process.Pid, _context.Interrupts);
                Send(slot, default, default);
                break;
            case LateSlot.CreateContainerState or LateSlot.StartContainerState when _process is not null && _context.Hooks is not null:
                using (HookState state = _context.Hooks.Inside(slot, _process.Pid))
                {
                    Send(slot, default, state.Descriptors);
                }

                break;
            case LateSlot.SeccompListener when _process is not null && _context.OnListener is not null && offer is not null:
                _context.OnListener(offer, _process.Pid);
                Send(slot, default, default);
                break;
            case LateSlot.NetworkDevices when _process is not null && _context.MoveDevices is not null:
                _context.MoveDevices(_process.Pid);
                Send(slot, default, default);
                break;
            case LateSlot.Scheduling when _process is not null:
                _context.Schedule(_process.Pid);
                Send(slot, default, default);
                break;
            case LateSlot.Trees or LateSlot.Place or LateSlot.IdMap:
                ReadOnlySpan<int> opened = _sources.Open(step);
                Send(slot, slot == LateSlot.Trees && _sources.HasPlaces ? "p"u8 : default, opened);
                break;
            case LateSlot.MappedTree when offer is not null:
                _sources.Map(step, offer);
                Send(slot, default, default);
                break;
            case LateSlot.Start when _context.MakeStartSocket is not null && !_isCreated:
                // ORDER: the last thing before the container counts as created.
                using (FileDescriptor socket = _context.MakeStartSocket())
                {
                    Send(slot, default, [socket.Value]);
                }

                _isCreated = true;
                break;
            default:
                throw Abandon($"init asked for the unknown slot {(uint)slot}");
        }
    }

    private void Record()
    {
        try
        {
            // ORDER: at once, so that a crash here loses no process: before go at the latest.
            _context.OnSpawned(_process!);
        }
        catch (Exception refused) when (refused is ContainerException or SyscallException && _process!.WaitForEnd(0))
        {
            // A mount that fails ends init before go, and what is found out about a dead process says nothing: its own report
            // does. Where none comes, as after a scope that was stopped for a limit, this is the reason.
            _unrecorded = refused;
        }
    }

    private void GoAt(uint step)
    {
        // The child can be quicker than its maker's report of the pid.
        _goIsWaitedFor = _process is null;
        _goStep = step;
        if (!_goIsWaitedFor && _unrecorded is null)
        {
            Go();
        }
    }

    private void Go()
    {
        // ORDER: in its cgroup already. KERNEL(6.2): what the caller was bound to is kept beside the cpuset's own.
        Scheduling.TryResetAffinity(_process!.Pid);
        Send(LateSlot.Go, default, _sources.Prepare(_process!.Pid, _goStep));
        AwaitStage1();
    }

    private void SendOne(LateSlot slot, FileDescriptor? descriptor)
    {
        if (descriptor is not null)
        {
            Send(slot, default, [descriptor.Value]);
        }
    }

    private void Send(LateSlot slot, ReadOnlySpan<byte> data, ReadOnlySpan<int> descriptors)
    {
        Span<byte> message = stackalloc byte[FillMessage.Size + data.Length];
        FillMessage head = new()
        {
            Kind = MessageKind.Fill,
            Slot = slot,
            DescriptorCount = (uint)descriptors.Length,
            DataLength = (uint)data.Length,
        };
        MemoryMarshal.Write(message, in head);
        data.CopyTo(message[FillMessage.Size..]);

        // A peer that is gone has a report waiting, which the next receive gets.
        _channel.Send(message, descriptors);
    }

    private ReceiveStatus Receive(ref InitMessage message, out FileDescriptor? offer)
    {
        Span<int> descriptors = stackalloc int[1];
        Span<byte> buffer = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref message, 1));
        ReceiveStatus status;
        int length;
        int count;
        do
        {
            if (!WaitForMessage())
            {
                offer = null;
                return ReceiveStatus.TimedOut;
            }

            status = _channel.Receive(buffer, descriptors, out length, out count);
        }
        while (status == ReceiveStatus.Reset);
        offer = count == 1 ? FileDescriptor.Own(descriptors[0]) : null;
        if (status == ReceiveStatus.Message && length != InitMessage.Size)
        {
            throw Abandon($"init sent a message of {length} bytes");
        }

        return status;
    }

    /// <summary>Waits until init says something, or a signal asks to give up.</summary>
    private bool WaitForMessage()
    {
        ReadOnlySpan<int> descriptors =
        [
            _channel.Descriptor.Value,
            _context.Interrupts?.Descriptor.Value ?? -1,
            _process is null ? _stage1!.Descriptor.Value : -1,
        ];
        Span<bool> ready = stackalloc bool[3];
        bool isReady = Polling.Wait(descriptors, ready, Patience) > 0;
        if (ready[2] && !ready[0] && !Polling.WaitReadable(_channel.Descriptor, 0))
        {
            // The child that it may have made holds the channel open and waits: no end of the stream would come.
            throw _failure ?? Stage1Ended();
        }

        RequireNoInterrupt(ready[1]);
        return isReady;
    }

    private void RequireNoInterrupt(bool isReady)
    {
        if (isReady && _context.Interrupts!.TryRead(out SignalInformation signal))
        {
            throw _context.FirstProcess is null ? ContainerException.Interrupted(signal.Signal) : ContainerException.ExecInterrupted(signal.Signal);
        }
    }

    /// <summary>The stream has ended: by exec, by the wait for start, or by the end of init.</summary>
    private ChildProcess Executed()
    {
        if (_process is not null)
        {
            if (_isCreated && _process.TryWait(out ExitStatus end))
            {
                _process.Dispose();
                _process = null;
                throw new ContainerException(FailureKind.Launch, $"the container's first process ended while it waited for start: {Describe(end)}");
            }

            return TakeProcess();
        }

        throw Stage1Ended();
    }

    private ContainerException Stage1Ended()
    {
        ExitStatus status = _stage1!.Wait();
        _stage1.Dispose();
        _stage1 = null;
        return new ContainerException(FailureKind.Launch, $"init ended before the container's process was made: {Describe(status)}");
    }

    private ChildProcess TakeProcess()
    {
        ChildProcess process = _process!;
        _process = null;
        return process;
    }

    /// <summary>Waits for stage 1, which has nothing left to do, and stands still all the same when the container that it has joined is paused.</summary>
    private void AwaitStage1()
    {
        if (_stage1 is not null)
        {
            Span<bool> ready = stackalloc bool[2];
            Polling.Wait([_stage1.Descriptor.Value, _context.Interrupts?.Descriptor.Value ?? -1], ready, -1);
            RequireNoInterrupt(ready[1]);
            _stage1.Wait();
            _stage1.Dispose();
            _stage1 = null;
        }
    }

    private static ContainerException Abandon(string reason) => new(FailureKind.Launch, $"the launch was given up: {reason}");

    private static string Describe(ExitStatus status) => status.Signal != 0
        ? string.Create(CultureInfo.InvariantCulture, $"killed by signal {status.Signal}")
        : string.Create(CultureInfo.InvariantCulture, $"exit code {status.Code}");
}
