// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Init.Kernel;

namespace Ocirt.Init;

/// <summary>
/// Carries out a launch plan, step by step. It allocates nothing, formats nothing and stops at the
/// first failure, which it reports over the channel as numbers; the brain makes words of them.
/// See docs/launch-plan.md for the order and the reasons.
/// </summary>
public unsafe ref partial struct Interpreter<TKernel>
    where TKernel : struct, IKernel
{
    private PlanReader _plan;
    private int _channel;
    private readonly ulong* _trace;
    private uint _step;
    private ulong _entered;
    private fixed int _registers[(int)Register.Count];
    private int _error;
    private SyscallNumber _call;
    private FailurePoint _point;
    private byte* _detail;
    private uint _detailLength;
    private ulong _value;
    private bool _isInDirectory;
    private readonly byte* _homeBuffer;
    private readonly byte* _executable;
    private byte* _home;
    private int _stage;
    private uint _staged;
    private int _descriptors;
    private bool _treesArePlaces;
    private fixed byte _detailCopy[InitMessage.DetailCapacity];

    /// <summary>Prepares to carry out <paramref name="plan"/>.</summary>
    /// <param name="plan">An opened plan.</param>
    /// <param name="channel">The socket to the brain.</param>
    /// <param name="trace">Where the end of each step is stored, in monotonic nanoseconds, or null.</param>
    /// <param name="homeBuffer">Room for <see cref="FillMessage.DataCapacity"/> bytes and a NUL.</param>
    /// <param name="pathBuffer">Room for <see cref="PathCapacity"/> bytes.</param>
    public Interpreter(PlanReader plan, int channel, ulong* trace, byte* homeBuffer, byte* pathBuffer)
    {
        _plan = plan;
        _channel = channel;
        _trace = trace;
        _homeBuffer = homeBuffer;
        _executable = pathBuffer;
        _stage = -1;
        _descriptors = -1;
        for (int i = 0; i < (int)Register.Count; i++)
        {
            _registers[i] = -1;
        }
    }

    /// <summary>The room for a path, in bytes, with its NUL.</summary>
    public const int PathCapacity = 4096;

    /// <summary>The exit status after a failure that was reported.</summary>
    public const int ExitFailed = 1;

    /// <summary>The exit status after a plan that was refused.</summary>
    public const int ExitRefused = 2;

    /// <summary>The exit status when the brain is gone.</summary>
    public const int ExitAbandoned = 3;

    /// <summary>Runs the plan. Returns only when the process has to end, with its exit status.</summary>
    public int Run()
    {
        Stamp(0);
        while (true)
        {
            StepHeader* step = _plan.Next();
            if (step == null)
            {
                _plan.Refuse(PlanFault.NoExec);
                return Refused();
            }

            // What an earlier step passed over is no part of the report about this one.
            _point = FailurePoint.None;
            _detailLength = 0;
            _value = 0;
            Outcome outcome = Execute(step);
            if (_plan.Fault != PlanFault.None)
            {
                return Refused();
            }

            switch (outcome)
            {
                case Outcome.Failed:
                    LeaveStage();
                    Report();
                    return ExitFailed;
                case Outcome.Handed:
                    return 0;
                case Outcome.Abandoned:
                    return ExitAbandoned;
                default:
                    break;
            }

            _step++;
            Stamp(_step);
        }
    }

    private Outcome Execute(StepHeader* step)
    {
        switch (step->Op)
        {
            case StepOp.Await: return Await((AwaitStep*)step);
            case StepOp.Clone: return Clone((CloneStep*)step);
            case StepOp.AcceptStart: return AcceptStart((AcceptStartStep*)step);
            case StepOp.LoadSeccomp: return LoadSeccomp((LoadSeccompStep*)step);
            default: return Perform(step) ? Outcome.Done : Outcome.Failed;
        }
    }

    private bool Perform(StepHeader* step)
    {
        switch (step->Op)
        {
            case StepOp.OpenNamespace: return OpenNamespace((OpenNamespaceStep*)step);
            case StepOp.EnterNamespace: return EnterNamespace((EnterNamespaceStep*)step);
            case StepOp.SetOomScoreAdj: return WriteOwnFile("/proc/self/oom_score_adj\0"u8, ((SetOomScoreAdjStep*)step)->Text);
            case StepOp.SetTimeOffsets: return WriteOwnFile("/proc/self/timens_offsets\0"u8, ((SetTimeOffsetsStep*)step)->Text);
            case StepOp.AdoptIds: return AdoptIds((AdoptIdsStep*)step);
            case StepOp.RaiseLoopback: return RaiseLoopback();
            case StepOp.BorrowNetwork: return BorrowNetwork();
            case StepOp.EnterCgroups: return EnterCgroups((EnterCgroupsStep*)step);
            case StepOp.SetDumpable: return Try(SyscallNumber.prctl, Prctl.PR_SET_DUMPABLE, (nint)((SetDumpableStep*)step)->Value);
            case StepOp.Unshare: return Try(SyscallNumber.unshare, (nint)((UnshareStep*)step)->Flags);
            case StepOp.JoinSessionKeyring: return JoinSessionKeyring((JoinSessionKeyringStep*)step);
            case StepOp.NewSession: return Try(SyscallNumber.setsid);
            case StepOp.SetPropagation: return SetPropagation((SetPropagationStep*)step);
            case StepOp.MakeParentPrivate: return MakeParentPrivate((MakeParentPrivateStep*)step);
            case StepOp.OpenRoot: return OpenRoot((OpenRootStep*)step);
            case StepOp.MountFilesystem: return MountFilesystem((MountFilesystemStep*)step);
            case StepOp.BindMount: return BindMount((BindMountStep*)step);
            case StepOp.ChangeMount: return ChangeMount((ChangeMountStep*)step);
            case StepOp.MakeDevice: return MakeDevice((MakeDeviceStep*)step);
            case StepOp.MakeDirectory: return MakeDirectory((MakeDirectoryStep*)step);
            case StepOp.MakeSymlink: return MakeSymlink((MakeSymlinkStep*)step);
            case StepOp.HidePath: return HidePath((HidePathStep*)step);
            case StepOp.ProtectPath: return ProtectPath((ProtectPathStep*)step);
            case StepOp.PivotRoot: return PivotRoot();
            case StepOp.MoveRoot: return MoveRoot();
            case StepOp.ChangeRoot: return ChangeRoot((ChangeRootStep*)step);
            default: return PerformLate(step);
        }
    }

    private bool PerformLate(StepHeader* step)
    {
        switch (step->Op)
        {
            case StepOp.SetHostname: return SetName(SyscallNumber.sethostname, ((SetHostnameStep*)step)->Name);
            case StepOp.SetDomainname: return SetName(SyscallNumber.setdomainname, ((SetDomainnameStep*)step)->Name);
            case StepOp.OpenProc: return OpenProc();
            case StepOp.WriteSysctl: return WriteSysctl((WriteSysctlStep*)step);
            case StepOp.SetLimit: return SetLimit((SetLimitStep*)step);
            case StepOp.FindExecutable: return FindExecutable((FindExecutableStep*)step);
            case StepOp.ChangeDirectory: return ChangeDirectory((ChangeDirectoryStep*)step);
            case StepOp.SetUmask: return SetUmask((SetUmaskStep*)step);
            case StepOp.SetGroups: return SetGroups((SetGroupsStep*)step);
            case StepOp.SetIds: return SetIds((SetIdsStep*)step);
            case StepOp.LimitBounding: return LimitBounding((LimitBoundingStep*)step);
            case StepOp.SetCapabilities: return SetCapabilities((SetCapabilitiesStep*)step);
            case StepOp.RaiseAmbient: return RaiseAmbient((RaiseAmbientStep*)step);
            case StepOp.ForbidNewPrivileges: return Try(SyscallNumber.prctl, Prctl.PR_SET_NO_NEW_PRIVS, 1);
            case StepOp.CloseDescriptors: return CloseDescriptors((CloseDescriptorsStep*)step);
            case StepOp.ReopenNull: return ReopenNull();
            case StepOp.OwnStdio: return OwnStdio((OwnStdioStep*)step);
            case StepOp.Exec: return Exec((ExecStep*)step);
            case StepOp.SetLabel: return SetLabel((SetLabelStep*)step);
            case StepOp.RunHook: return RunHook((RunHookStep*)step);
            case StepOp.SetPersonality: return Try(SyscallNumber.personality, (nint)((SetPersonalityStep*)step)->Domain);
            case StepOp.SetMemoryPolicy: return SetMemoryPolicy((SetMemoryPolicyStep*)step);
            case StepOp.OpenTerminal: return OpenTerminal((OpenTerminalStep*)step);
            case StepOp.UseRoot: return UseRoot();
            case StepOp.EndOnSignals: return EndOnSignals((EndOnSignalsStep*)step);
            default: return _plan.Refuse(PlanFault.Order);
        }
    }

    /// <summary>Makes a system call and remembers it; -4095 to -1 is a negated errno.</summary>
    private nint Call(SyscallNumber number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        nint result;
        do
        {
            result = TKernel.Invoke(number, a, b, c, d, e, f);
        }
        while (result == -Errno.EINTR);
        if (IsError(result))
        {
            _call = number;
            _error = (int)-result;
        }

        return result;
    }

    /// <summary>Makes a system call whose answer does not matter beyond success.</summary>
    private bool Try(SyscallNumber number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0) =>
        !IsError(Call(number, a, b, c, d, e, f));

    /// <summary>Closes a descriptor; the error of an earlier call stays the one that is reported.</summary>
    private static void Close(nint descriptor) => TKernel.Invoke(SyscallNumber.close, descriptor, 0, 0, 0, 0, 0);

    private static bool IsError(nint result) => (nuint)result > unchecked((nuint)(nint)(-4096));

    /// <summary>Names the part of the step that failed. Always false.</summary>
    private bool At(FailurePoint point)
    {
        // What is shared is the reason, whatever part of the step it stopped.
        _point = _point == FailurePoint.Shared ? _point : point;
        return false;
    }

    /// <summary>A failure that is not a system call's. Always false.</summary>
    private bool Fail(SyscallNumber call, int error, FailurePoint point)
    {
        _call = call;
        _error = error;
        _point = point;
        return false;
    }

    private int Held(uint register)
    {
        if (register >= Register.Count || _registers[(int)register] < 0)
        {
            _plan.Refuse(PlanFault.Register);
            return -1;
        }

        return _registers[(int)register];
    }

    /// <summary>Takes a descriptor out of its register; the caller closes it.</summary>
    private int Take(uint register)
    {
        int descriptor = Held(register);
        if (descriptor >= 0)
        {
            _registers[(int)register] = -1;
        }

        return descriptor;
    }

    private bool Hold(uint register, nint descriptor)
    {
        if (register >= Register.Count)
        {
            return _plan.Refuse(PlanFault.Register);
        }

        _registers[(int)register] = (int)descriptor;
        return true;
    }

    private void Stamp(uint index)
    {
        if (_trace != null && index <= _plan.StepCount)
        {
            long* now = stackalloc long[2];
            TKernel.Invoke(SyscallNumber.clock_gettime, 1, (nint)now, 0, 0, 0, 0);
            _trace[index] = ((ulong)now[0] * 1_000_000_000) + (ulong)now[1];
        }
    }

    private enum Outcome
    {
        Done,
        Failed,

        /// <summary>The work went to the container's process; this one ends.</summary>
        Handed,

        /// <summary>The brain is gone; nobody listens.</summary>
        Abandoned,
    }
}
