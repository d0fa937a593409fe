// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Runtime.Hooks;
using Ocirt.Runtime.Resctrl;
using Ocirt.Runtime.SyscallFilter;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>Starts another process in a running container, and in the foreground waits for its end.</summary>
public sealed class ContainerExec
{
    /// <summary>How long the end of a container may take, from the moment on in which it takes no new process, in milliseconds.</summary>
    private const int EndLimit = 10_000;

    private readonly ExecRequest _request;
    private readonly Container _container;
    private readonly ChildProcess _first;
    private readonly ContainerConfig _saved;
    private readonly ContainerConfig _config;
    private readonly Surroundings _surroundings;
    private readonly WaitingInit? _init;

    private ContainerExec(
        ExecRequest request, Container container, ChildProcess first, ContainerConfig saved, ContainerConfig config, Surroundings surroundings, WaitingInit? init)
    {
        _init = init;
        _request = request;
        _container = container;
        _first = first;
        _saved = saved;
        _config = config;
        _surroundings = surroundings;
    }

    /// <summary>Starts the process.</summary>
    /// <returns>Its exit code, or 128 and the signal that ended it; 0 when it was detached.</returns>
    /// <exception cref="ContainerException">The container is not running, or the process could not be started.</exception>
    /// <exception cref="SyscallException">The host refused something.</exception>
    public static int Execute(ExecRequest request)
    {
        // ORDER: before anything is opened that could take the number of a descriptor that is to be handed on.
        InheritedDescriptors descriptors = InheritedDescriptors.Find(request.PreservedDescriptors, withActivation: false);

        // ORDER: nor does what it joins get at the descriptors of this process.
        OwnProcess.SetDumpable(false);
        using WaitingInit? init = WaitingInit.TryStart(descriptors.Count, trace: null);
        using Container container = Container.Open(request.Store, request.Id);
        using ChildProcess first = RequireRunning(container, request.IgnorePaused);
        try
        {
            return Execute(request, container, first, descriptors, init);
        }
        catch (Exception failure) when (failure is ContainerException or SyscallException)
        {
            // ORDER: not in the filter, which runs before the launch is disposed of. A process that was made in the pid
            // namespace and has ended keeps the first one from ending until it is waited for.
            if (IsOfTheEnd(failure, first))
            {
                // Whatever was looked at or done: the container went away under it.
                throw NotRunning(container);
            }

            throw;
        }
    }

    private static int Execute(ExecRequest request, Container container, ChildProcess first, InheritedDescriptors descriptors, WaitingInit? init)
    {
        ContainerConfig saved = ExecProcess.ReadSaved(container);
        ContainerConfig config = ExecProcess.Find(request, saved, first);
        using Surroundings surroundings = Surroundings.Find(
            descriptors, config.Process?.Terminal == true, request.Detach, request.ConsoleSocket, request.PidfdSocket);
        return new ContainerExec(request, container, first, saved, config, surroundings, init).Run();
    }

    /// <summary>Whether something failed because the container has ended, or is about to.</summary>
    private static bool IsOfTheEnd(Exception failure, ChildProcess first) => failure switch
    {
        ContainerException { Kind: FailureKind.Program or FailureKind.Interrupted } => false,
        ContainerException { Kind: FailureKind.Ending } => first.WaitForEnd(EndLimit),
        SyscallException or ContainerException => first.WaitForEnd(0),
        _ => false,
    };

    private static ChildProcess RequireRunning(Container container, bool ignorePaused)
    {
        ContainerStatus status = container.Status(out ChildProcess? process);
        string? refusal = status switch
        {
            ContainerStatus.Stopped => $"cannot exec in a stopped container: '{container.Id}'",
            ContainerStatus.Paused when !ignorePaused =>
                $"cannot exec in a paused container: '{container.Id}' (--ignore-paused starts it once the container is resumed)",
            ContainerStatus.Creating => $"cannot exec in a container that is being created: '{container.Id}'",
            _ => null,
        };
        if (refusal is null)
        {
            return process ?? throw NotRunning(container);
        }

        process?.Dispose();
        throw new ContainerException(FailureKind.Status, refusal);
    }

    private int Run()
    {
        if (!_request.Detach)
        {
            ForegroundRun.Expect();
        }

        using ChildProcess process = Launch();
        Announce(process);
        if (_request.Detach)
        {
            return 0;
        }

        using SignalFd signals = SignalFd.Create(ForegroundRun.Forwarded);
        return _surroundings.Terminal.Wait(process, signals).ShellCode;
    }

    private ChildProcess Launch()
    {
        ulong namespaces = ContainerNamespaces.Differing(_first, _saved) ?? throw NotRunning(_container);
        CompiledFilter filter = SeccompSection.Compile(_saved, _request.Store.Root);
        using ExecCgroup cgroup = ExecCgroup.Open(_container.Record!, _request.Cgroups, _first);
        LaunchPlan plan = Compile(namespaces, cgroup, filter, isPlaced: false);
        try
        {
            return Launch(plan, cgroup);
        }
        catch (ContainerException busy) when (busy.Kind == FailureKind.CgroupBusy && _request.Cgroups.Length == 0)
        {
            using ExecCgroup other = ExecCgroup.OpenOfFirst(_container.Record!, _first);
            return Launch(plan, other);
        }
        catch (ContainerException denied) when (denied.Kind == FailureKind.CgroupDenied && UserUnit() is Cgroup unit)
        {
            using (unit)
            {
                using ExecCgroup placed = ExecCgroup.Placed(_container.Record!);
                return Launch(Compile(namespaces, placed, filter, isPlaced: true), placed, process => Attach(unit, process));
            }
        }
    }

    /// <summary>The scope of the container, when the caller's own systemd made it.</summary>
    private Cgroup? UserUnit()
    {
        Cgroup? unit = CgroupJournal.FindUnit(Journal.Read(_container.State));
        if (unit?.Systemd?.IsUser == true)
        {
            return unit;
        }

        unit?.Dispose();
        return null;
    }

    private void Attach(Cgroup unit, ChildProcess process)
    {
        try
        {
            unit.Attach(process.Pid, ExecCgroup.Below(_request.Cgroups));
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Cgroup, refused.Message);
        }
    }

    private ChildProcess Launch(LaunchPlan plan, ExecCgroup cgroup, Action<ChildProcess>? onSpawned = null)
    {
        using SignalFd interrupts = SignalFd.Create(SignalSet.Of(Signal.SIGINT, Signal.SIGTERM));
        using FileDescriptor? root = OpenRoot();
        LaunchContext context = new()
        {
            Uid = _config.Process?.User?.Uid ?? 0,
            PreservedDescriptors = _surroundings.Descriptors.Count,
            FirstProcess = _first.Descriptor,
            FirstRoot = root,
            WaitsForResume = _request.IgnorePaused,
            Interrupts = interrupts,
            OnTerminal = _surroundings.Terminal.Accept,
            OnInit = ChooseProcessors,
            OnSpawned = process =>
            {
                onSpawned?.Invoke(process);
                ResctrlGroup.Of(_saved, _container.Id)?.Place(process.Pid);
            },
            Schedule = Schedule,
            OnListener = (listener, pid) => SeccompListener.HandOver(
                _saved, listener, new StateView(_saved, _container.Id, _container.Record!.Bundle).ToJson("running", _first.Pid), pid),
        };
        try
        {
            using Launcher launcher = Launcher.Start(plan, context, _init);
            launcher.HandOver(cgroup.Descriptors);
            return launcher.Complete();
        }
        catch (ContainerException failure) when (failure.Kind != FailureKind.Interrupted && interrupts.TryRead(out SignalInformation signal))
        {
            // A terminal sends its signals to init too, whose end is then the smaller news.
            throw ContainerException.ExecInterrupted(signal.Signal);
        }
    }

    /// <summary>Init enters the cgroup on these processors already.</summary>
    private void ChooseProcessors(int init)
    {
        if (_config.Process?.ExecCpuAffinity is { } affinity)
        {
            ProcessScheduling.SetAffinity(affinity, _config.Source, final: false, init);
        }
        else
        {
            // The processors of the caller are not those of the container.
            Scheduling.TryResetAffinity(init);
        }
    }

    /// <summary>The root of the first process, where no namespace leads to it.</summary>
    private FileDescriptor? OpenRoot()
    {
        if (!JoinPlanBuilder.HasRootByChroot(_saved.Linux))
        {
            return null;
        }

        FileDescriptor root = FileDescriptor.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{_first.Pid}/root"), Fcntl.O_PATH | FcntlArch.O_DIRECTORY);
        if (_first.WaitForEnd(0))
        {
            // SAFETY: another process may have got the number.
            root.Dispose();
            throw NotRunning(_container);
        }

        return root;
    }

    private LaunchPlan Compile(ulong namespaces, ExecCgroup cgroup, CompiledFilter filter, bool isPlaced)
    {
        JoinFacts facts = new()
        {
            Namespaces = namespaces,
            CgroupMode = cgroup.Mode,
            CgroupHandleCount = cgroup.Descriptors.Length,
            IsPlaced = isPlaced,
            IsPrivileged = OwnProcess.EffectiveUserId == 0,
            DeniesSetgroups = (namespaces & Sched.CLONE_NEWUSER) != 0 && UserNamespace.DeniesSetgroups(_first.Pid),
            SecurityModule = RequireLabels(_config),
        };
        LaunchOptions options = new()
        {
            ContainerId = _container.Id,
            NewKeyring = _container.Record is not { NoNewKeyring: true },
            PreservedDescriptors = _surroundings.Descriptors.Count,
            TerminalSize = _surroundings.Terminal.Size,
            HasPlainNewlines = _surroundings.Terminal.HasPlainNewlines,
            SeccompFilter = filter.Bytes,
            SeccompFlags = filter.Flags,
        };
        DiagnosticBag findings = new(_config.Source);
        LaunchPlan? plan = JoinPlanBuilder.Build(_config, _saved, facts, options, findings);
        if (plan is null)
        {
            throw new ContainerException(FailureKind.Config, findings.Items[0].ToLine());
        }

        SeccompLaunchCheck.Require(plan);
        return plan;
    }

    /// <summary>The security module, which must be the one that the labels of the process are for.</summary>
    private static SecurityModule RequireLabels(ContainerConfig config)
    {
        SecurityModule module = HostSecurity.FindFor(config);
        ProcessConfig process = config.Process!;
        if (process.ApparmorProfile is { Length: > 0 } profile && profile != "unconfined" && module != SecurityModule.AppArmor)
        {
            throw new ContainerException(FailureKind.Config, $"the AppArmor profile '{profile}' cannot be set: AppArmor is not in use on this host");
        }

        return process.SelinuxLabel is { Length: > 0 } label && module != SecurityModule.Selinux
            ? throw new ContainerException(FailureKind.Config, $"the label '{label}' cannot be set: SELinux is not in use on this host")
            : module;
    }

    private void Schedule(int pid)
    {
        ProcessConfig process = _config.Process!;
        ProcessScheduling.Apply(process, _config.Source, pid);
        if (process.ExecCpuAffinity is { } affinity)
        {
            ProcessScheduling.SetAffinity(affinity, _config.Source, final: true, pid);
        }
    }

    /// <summary>Tells the caller of the process; one that cannot be told of does not stay.</summary>
    private void Announce(ChildProcess process)
    {
        try
        {
            _surroundings.Announce(process);
            if (_request.PidFile is not null)
            {
                PidFile.Write(_request.PidFile, process.Pid);
            }
        }
        catch
        {
            process.TrySignal(Signal.SIGKILL);
            process.Wait();
            throw;
        }
    }

    private static ContainerException NotRunning(Container container) =>
        new(FailureKind.Status, $"container is not running: '{container.Id}'");
}
