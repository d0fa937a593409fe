// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Runtime.Hooks;
using Ocirt.Runtime.Resctrl;
using Ocirt.Runtime.SyscallFilter;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// Creates a container (runtime-spec runtime.md, Create). What fails on the way, or is interrupted by SIGINT or SIGTERM,
/// leaves nothing behind; what is killed on the way leaves what a delete with force removes.
/// </summary>
public sealed class ContainerCreation : IDisposable
{
    private readonly LaunchRequest _request;
    private readonly Bundle _bundle;
    private readonly ContainerConfig _config;
    private readonly string _rootfs;
    private readonly LaunchPhases _phases;
    private readonly WaitingInit? _init;
    private bool _hasJournal;
    private NetworkDevices? _devices;
    private int _pid;

    private ContainerCreation(
        LaunchRequest request, Bundle bundle, ContainerConfig config, string rootfs, Surroundings surroundings, LaunchPhases phases, WaitingInit? init)
    {
        _init = init;
        Surroundings = surroundings;
        _request = request;
        _bundle = bundle;
        _config = config;
        _rootfs = rootfs;
        _phases = phases;
        Hooks = LaunchHooks.Of(config, request.Id, bundle.Path);
    }

    /// <summary>Creates a container whose first process waits for start, as a child of the caller's reaper.</summary>
    /// <exception cref="ContainerException">It could not be created.</exception>
    /// <exception cref="SyscallException">The host refused something.</exception>
    public static void Execute(LaunchRequest request)
    {
        using LaunchPhases phases = new(request.Trace);
        using ContainerCreation creation = Prepare(request, isDetached: true, phases);
        using StateDirectory state = creation.Launch(waitForStart: true, out ChildProcess process);
        process.Dispose();
    }

    /// <summary>The hooks, or null when there are none.</summary>
    internal LaunchHooks? Hooks { get; }

    /// <summary>What the container gets from the caller beside the configuration.</summary>
    internal Surroundings Surroundings { get; }

    /// <summary>Reads and validates what the request names; nothing on the host is touched.</summary>
    /// <exception cref="ContainerException">The id is in use, or the bundle has errors.</exception>
    internal static ContainerCreation Prepare(LaunchRequest request, bool isDetached, LaunchPhases phases)
    {
        InheritedDescriptors descriptors = InheritedDescriptors.Find(request.PreservedDescriptors, withActivation: true);
        WaitingInit? init = WaitingInit.TryStart(descriptors.Count, request.Trace);
        try
        {
            phases.End("start init");
            return Prepare(request, isDetached, phases, descriptors, init);
        }
        catch
        {
            init?.Dispose();
            throw;
        }
    }

    private static ContainerCreation Prepare(
        LaunchRequest request, bool isDetached, LaunchPhases phases, InheritedDescriptors descriptors, WaitingInit? init)
    {
        request.Store!.RequireFree(request.Id);
        Bundle bundle = Bundle.Open(request.BundlePath, request.ConfigPath);
        foreach (Diagnostic finding in bundle.Read.Diagnostics.Items)
        {
            request.OnFinding(finding);
        }

        ContainerConfig config = bundle.RequireConfig();
        string rootfs = Rootfs.Find(config, bundle.Path);
        Surroundings surroundings = Surroundings.Find(
            descriptors,
            config.Process?.Terminal == true,
            isDetached,
            request.ConsoleSocket,
            request.PidfdSocket,
            NotifyProxy.Find(request.Store, request.Id));
        ContainerCreation creation = new(request, bundle, surroundings.Notify?.Extend(config) ?? config, rootfs, surroundings, phases, init);
        phases.End("read and validate config.json");
        return creation;
    }

    /// <summary>Refuses a configuration that can be created and not be started.</summary>
    /// <exception cref="ContainerException">It has no process.</exception>
    internal void RequireProcess()
    {
        if (_config.Process is null)
        {
            throw new ContainerException(FailureKind.Config, $"{_config.Source.FileName}: process: is missing, so there is nothing to run ('ocirt create' takes such a configuration)");
        }
    }

    /// <summary>Makes the container, up to the wait for start or up to the program.</summary>
    /// <param name="waitForStart">Whether the first process waits for start.</param>
    /// <param name="process">The first process, a child of this one.</param>
    /// <returns>The state directory, with its lock.</returns>
    internal StateDirectory Launch(bool waitForStart, out ChildProcess process)
    {
        using SignalFd interrupts = SignalFd.Create(SignalSet.Of(Signal.SIGINT, Signal.SIGTERM));

        // ORDER: an id in use is refused before anything on the host is touched.
        StateDirectory state = _request.Store!.Claim(_request.Id);
        try
        {
            process = Launch(state, waitForStart, interrupts);
            return state;
        }
        catch (Exception failure)
        {
            using (state)
            {
                Abandon(state, failure);
            }

            // A terminal sends its signals to init too, whose end is then the smaller news.
            if (failure is ContainerException { Kind: not FailureKind.Interrupted } && interrupts.TryRead(out SignalInformation signal))
            {
                throw ContainerException.Interrupted(signal.Signal);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _init?.Dispose();
        _devices?.Dispose();
        Surroundings.Dispose();
    }

    private ChildProcess Launch(StateDirectory state, bool waitForStart, SignalFd interrupts)
    {
        OwnProcess.SetDumpable(false);
        string created = Now();
        using Journal journal = Journal.Open(state);
        _hasJournal = true;
        journal.Write(new JournalEntry(JournalKind.Container, _bundle.Path, created));
        state.Create(Container.ConfigFileName, _config.Source.Utf8.Span);
        ServeNotifications(state, waitForStart);
        using ContainerCgroup cgroup = ContainerCgroup.Prepare(_config, _request.Id, journal, _request.CgroupDriver);
        ResctrlGroup? resctrl = ResctrlGroup.Of(_config, _request.Id);
        resctrl?.Make(journal);
        _phases.End("state directory");

        LaunchPlan plan = LaunchCompiler.Compile(_bundle, _config, _rootfs, cgroup, _request, waitForStart, Surroundings);
        _phases.End("compile the plan");
        _phases.Plan = plan;
        _devices = NetworkDevices.Of(_config, journal);
        LaunchContext context = new()
        {
            Uid = _config.Process?.User?.Uid ?? 0,
            PreservedDescriptors = Surroundings.Descriptors.Count,
            OnTerminal = Surroundings.Terminal.Accept,
            Trace = _request.Trace,
            Interrupts = interrupts,
            OnSpawned = process => Record(process, created, cgroup, resctrl, state),
            Schedule = pid => ProcessScheduling.Apply(_config.Process!, _config.Source, pid),
            MoveDevices = _devices is null ? null : _devices.Move,
            AttachRoot = () => RootMount.Attach(_config, _rootfs, journal),
            MakeStartSocket = () => StartSocket.Bind(state),
            Hooks = Hooks,
            OnListener = (listener, pid) => SeccompListener.HandOver(
                _config, listener, new StateView(_config, _request.Id, _bundle.Path).ToJson("creating", pid), pid),
        };
        using Launcher launcher = Launcher.Start(plan, context, _init);
        _phases.End("hand over the plan");

        // ORDER: the making of the cgroup takes as long as init needs to start and to make the network namespace.
        cgroup.Make();
        launcher.HandOver(cgroup.Descriptors);
        _phases.End("make the cgroup");

        // ORDER: loading the device program takes as long as init needs to make the namespaces, and nothing of the
        // container runs before go.
        cgroup.RestrictDevices();
        _phases.End("load the device rules");
        ChildProcess process = launcher.Complete();
        _devices?.Keep();
        if (resctrl is not null)
        {
            journal.Write(new JournalEntry(JournalKind.ResctrlKept));
        }

        _phases.End("wait for init");
        return process;
    }

    private void ServeNotifications(StateDirectory state, bool waitForStart)
    {
        if (Surroundings.Notify is { } notify)
        {
            NotifyProxy.MakeDirectory(state);
            if (!waitForStart)
            {
                notify.Listen(state);
            }
        }
    }

    /// <summary>Everything that has to be in place before the container's first process does anything.</summary>
    private void Record(ChildProcess process, string created, ContainerCgroup cgroup, ResctrlGroup? resctrl, StateDirectory state)
    {
        List<KeyValuePair<string, string>> annotations = new(_config.Annotations.Length);
        foreach (NamedValue annotation in _config.Annotations)
        {
            annotations.Add(new(annotation.Name, annotation.Value));
        }

        ContainerRecord record = new()
        {
            Id = _request.Id,
            Bundle = _bundle.Path,
            Rootfs = _rootfs,
            Created = created,
            Process = ProcessIdentity.Of(process),
            Host = HostIdentity.Read(),
            OwnsPidNamespace = OwnsPidNamespace(_config),
            NoNewKeyring = _request.NoNewKeyring,
            CgroupLayout = cgroup.Record.Layout,
            Cgroups = cgroup.Record.Places,
            Annotations = annotations,
        };
        state.Replace(ContainerRecord.FileName, ContainerRecordJson.Write(record));
        cgroup.Confirm(process.Pid);
        resctrl?.Place(process.Pid);
        _pid = process.Pid;
        if (_request.PidFile is not null)
        {
            PidFile.Write(_request.PidFile, process.Pid);
        }

        Surroundings.Announce(process);
    }

    /// <summary>Takes back what was made. A failure to do so is told together with the one that led here.</summary>
    private void Abandon(StateDirectory state, Exception failure)
    {
        try
        {
            // Its descriptors may be those that were too many.
            _init?.Dispose();
            if (_request.PidFile is not null && _pid != 0)
            {
                PidFile.Remove(_request.PidFile, _pid);
            }

            // ORDER: while this object keeps the container's network namespace alive.
            _devices?.GiveBack();
            if (_hasJournal)
            {
                JournalUndo.TakeBack(Journal.Read(state));
                state.Remove();
            }
            else
            {
                state.RemoveEmpty();
            }

            if (Hooks is { HaveBegun: true })
            {
                Hooks.AfterStop(_request.OnWarning);
            }
        }
        catch (Exception left) when (left is ContainerException or SyscallException)
        {
            throw new ContainerException(
                FailureKind.State,
                $"{failure.Message}; and not everything could be taken back ('ocirt delete --force {_request.Id}' tries again): {left.Message}");
        }
    }

    private static bool OwnsPidNamespace(ContainerConfig config)
    {
        foreach (NamespaceConfig space in config.Linux?.Namespaces ?? [])
        {
            if (space.Kind == NamespaceKind.Pid)
            {
                return !space.IsJoined;
            }
        }

        return false;
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
