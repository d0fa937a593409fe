// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Messages;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Runtime.SyscallFilter;
using Ocirt.Spec;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// Creates a container, runs its program in the foreground and takes everything away again
/// (runtime-spec runtime.md, Lifecycle). Whatever fails on the way leaves nothing behind.
/// </summary>
public sealed class ContainerRun
{
    private readonly RunRequest _request;
    private readonly Bundle _bundle;
    private readonly ContainerConfig _config;
    private readonly string _rootfs;
    private long _mark;

    private ContainerRun(RunRequest request, Bundle bundle, ContainerConfig config, string rootfs)
    {
        _request = request;
        _bundle = bundle;
        _config = config;
        _rootfs = rootfs;
    }

    /// <summary>Runs a container to its end.</summary>
    /// <returns>The exit code of its program, or 128 and the signal that ended it.</returns>
    /// <exception cref="ContainerException">The container could not be run.</exception>
    /// <exception cref="SyscallException">The host refused something.</exception>
    public static int Execute(RunRequest request)
    {
        long start = MonotonicClock.Nanoseconds();
        if (ContainerId.Validate(request.Id) is { } fault)
        {
            throw new ContainerException(FailureKind.Id, fault);
        }

        Bundle bundle = Bundle.Open(request.BundlePath);
        foreach (Diagnostic finding in bundle.Read.Diagnostics.Items)
        {
            request.OnFinding(finding);
        }

        ContainerConfig config = bundle.RequireConfig();
        ContainerRun run = new(request, bundle, config, Rootfs.Find(config, bundle.Path)) { _mark = start };
        run.EndSpan("read and validate config.json");
        return run.RunToEnd();
    }

    /// <summary>Compiles the plan of a bundle, without making anything on the host.</summary>
    /// <exception cref="ContainerException">The configuration has errors.</exception>
    public static LaunchPlan Compile(Bundle bundle, ContainerConfig config, string rootfs, ContainerCgroup cgroup, RunRequest request, Surroundings? surroundings = null)
    {
        CompiledFilter filter = SeccompSection.Compile(config.Linux?.Seccomp, request.StateRoot);
        HostFacts facts = new()
        {
            BundlePath = bundle.Path,
            RootfsPath = rootfs,
            CgroupMode = cgroup.Mode,
            CgroupPath = cgroup.Path,
            CgroupHierarchies = cgroup.Hierarchies,
            CgroupHandleCount = cgroup.DescriptorCount,
            IsPrivileged = OwnProcess.EffectiveUserId == 0,
        };
        LaunchOptions options = new()
        {
            ContainerId = request.Id,
            NoPivot = request.NoPivot,
            NewKeyring = !request.NoNewKeyring,
            PreservedDescriptors = surroundings?.Descriptors.Count ?? request.PreservedDescriptors,
            Environment = surroundings?.Descriptors.Environment ?? [],
            TerminalSize = surroundings?.Terminal.Size,
            HasPlainNewlines = surroundings?.Terminal.HasPlainNewlines == true,
            Trace = request.Trace is not null,
            SeccompFilter = filter.Bytes,
            SeccompFlags = filter.Flags,
        };
        LaunchPlan? plan = PlanBuilder.Build(config, facts, options, bundle.Read.Diagnostics);
        if (plan is null)
        {
            bundle.RequireConfig();
        }

        SeccompLaunchCheck.Require(plan!);
        return plan!;
    }

    private int RunToEnd()
    {
        using Surroundings surroundings = Surroundings.Find(
            InheritedDescriptors.Find(_request.PreservedDescriptors, withActivation: true),
            _config.Process?.Terminal == true,
            isDetached: false,
            _request.ConsoleSocket,
            _request.PidfdSocket);

        // ORDER: an id in use is refused before anything on the host is touched.
        using StateDirectory state = StateDirectory.Claim(_request.StateRoot, _request.Id);
        bool ran = false;
        try
        {
            OwnProcess.SetDumpable(false);
            using ContainerCgroup cgroup = ContainerCgroup.Create(_config, _request.Id);
            try
            {
                EndSpan("state directory and cgroup");
                int code = Launch(cgroup, state, surroundings).ShellCode;
                ran = true;
                return code;
            }
            finally
            {
                cgroup.Remove();
            }
        }
        finally
        {
            if (!ran || !_request.Keep)
            {
                state.Remove();
            }
        }
    }

    private ExitStatus Launch(ContainerCgroup cgroup, StateDirectory state, Surroundings surroundings)
    {
        LaunchPlan plan = Compile(_bundle, _config, _rootfs, cgroup, _request, surroundings);
        EndSpan("compile the plan");
        LaunchContext context = new()
        {
            Uid = _config.Process?.User?.Uid ?? 0,
            PreservedDescriptors = surroundings.Descriptors.Count,
            OnTerminal = surroundings.Terminal.Accept,
            CgroupDescriptors = cgroup.Descriptors,
            Trace = _request.Trace,
            OnSpawned = pid => Record(pid, cgroup, state),
            Schedule = pid => ProcessScheduling.Apply(_config.Process!, _config.Source, pid),
        };
        using SignalFd signals = SignalFd.Create(ForegroundRun.Forwarded);
        ChildProcess process;
        using (Launcher launcher = Launcher.Start(plan, context))
        {
            EndSpan("start init");

            // ORDER: loading the device program takes as long as init needs to make the namespaces, and nothing of the
            // container runs before go.
            cgroup.RestrictDevices();
            EndSpan("load the device rules");
            process = launcher.Complete();
        }

        EndSpan("wait for init");
        using (process)
        {
            surroundings.Announce(process);
            ExitStatus status = surroundings.Terminal.Wait(process, signals);
            EndSpan("the program");
            Collect(plan);
            return status;
        }
    }

    /// <summary>Everything that has to be in place before the container's first process does anything.</summary>
    private void Record(int pid, ContainerCgroup cgroup, StateDirectory state)
    {
        state.Write(_bundle.Path, pid, cgroup.Path);
        cgroup.Confirm(pid);
        if (_request.PidFile is not null)
        {
            PidFile.Write(_request.PidFile, pid);
        }
    }

    private void EndSpan(string name)
    {
        if (_request.Trace is not null)
        {
            _mark = _request.Trace.Add(name, _mark);
        }
    }

    private void Collect(LaunchPlan launch)
    {
        if (_request.Trace is null || PlanReader.Open(launch.Bytes, out PlanReader plan) != PlanFault.None)
        {
            return;
        }

        string[] names = new string[plan.StepCount];
        for (int step = 0; step < names.Length; step++)
        {
            names[step] = launch.Sources.Find(step) is { } place ? $"{plan.Op(step)} {place.JsonPath}" : plan.Op(step).ToString();
        }

        _request.Trace.Collect(names);
    }
}
