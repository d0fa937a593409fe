// SPDX-License-Identifier: Apache-2.0

using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// Creates a container, runs its program in the foreground and takes everything away again
/// (runtime-spec runtime.md, Lifecycle). Whatever fails on the way leaves nothing behind.
/// </summary>
public static class ContainerRun
{
    /// <summary>Runs a container to its end.</summary>
    /// <returns>The exit code of its program, or 128 and the signal that ended it.</returns>
    /// <exception cref="ContainerException">The container could not be run.</exception>
    /// <exception cref="SyscallException">The host refused something.</exception>
    public static int Execute(RunRequest request)
    {
        long mark = LaunchTrace.Now;
        RequireId(request.Id);
        Bundle bundle = Bundle.Open(request.BundlePath);
        foreach (Diagnostic finding in bundle.Read.Diagnostics.Items)
        {
            request.OnFinding(finding);
        }

        ContainerConfig config = bundle.RequireConfig();
        string rootfs = Rootfs.Find(config, bundle.Path);
        mark = request.Trace?.Add("read and validate config.json", mark) ?? 0;

        // ORDER: an id in use is refused before anything on the host is touched.
        using StateDirectory state = StateDirectory.Claim(request.StateRoot, request.Id);
        try
        {
            using SignalFd signals = SignalFd.Create(ForegroundRun.Forwarded);
            OwnProcess.SetDumpable(false);
            using ContainerCgroup cgroup = ContainerCgroup.Create(config, request.Id);
            return RunIn(cgroup, state, signals, bundle, config, rootfs, request, mark);
        }
        finally
        {
            if (!request.Keep)
            {
                state.Remove();
            }
        }
    }

    private static int RunIn(
        ContainerCgroup cgroup,
        StateDirectory state,
        SignalFd signals,
        Bundle bundle,
        ContainerConfig config,
        string rootfs,
        RunRequest request,
        long mark)
    {
        try
        {
            mark = request.Trace?.Add("state directory and cgroup", mark) ?? 0;
            LaunchPlan plan = Compile(bundle, config, rootfs, cgroup, request);
            mark = request.Trace?.Add("compile the plan", mark) ?? 0;
            return Run(plan, config, cgroup, state, signals, bundle, request, mark).ShellCode;
        }
        finally
        {
            cgroup.Remove();
        }
    }

    /// <summary>Compiles the plan of a bundle without touching the host, for <c>ocirt plan</c>.</summary>
    /// <exception cref="ContainerException">The configuration has errors.</exception>
    public static LaunchPlan Compile(Bundle bundle, ContainerConfig config, string rootfs, ContainerCgroup cgroup, RunRequest request)
    {
        CompiledFilter filter = SeccompSection.Compile(config.Linux?.Seccomp);
        HostFacts facts = new()
        {
            BundlePath = bundle.Path,
            RootfsPath = rootfs,
            CgroupMode = cgroup.Mode,
            CgroupPath = cgroup.Path,
            CgroupHierarchies = cgroup.Hierarchies,
            CgroupHandleCount = cgroup.Descriptors.Length,
        };
        LaunchOptions options = new()
        {
            ContainerId = request.Id,
            NoPivot = request.NoPivot,
            NewKeyring = !request.NoNewKeyring,
            PreservedDescriptors = request.PreservedDescriptors,
            Trace = request.Trace is not null,
            SeccompFilter = filter.Bytes,
            SeccompFlags = filter.Flags,
        };
        LaunchPlan? plan = PlanBuilder.Build(config, facts, options, bundle.Read.Diagnostics);
        if (plan is null)
        {
            bundle.RequireConfig();
        }

        return plan!;
    }

    private static ExitStatus Run(
        LaunchPlan plan,
        ContainerConfig config,
        ContainerCgroup cgroup,
        StateDirectory state,
        SignalFd signals,
        Bundle bundle,
        RunRequest request,
        long mark)
    {
        LaunchContext context = new()
        {
            Uid = config.Process?.User?.Uid ?? 0,
            PreservedDescriptors = request.PreservedDescriptors,
            CgroupDescriptors = cgroup.Descriptors,
            Trace = request.Trace,
            OnSpawned = pid =>
            {
                // ORDER: loading the device program takes a while, so it overlaps with the start of init, which waits for go.
                cgroup.RestrictDevices();
                state.Write(bundle.Path, pid, cgroup.Path);
                if (request.PidFile is not null)
                {
                    PidFile.Write(request.PidFile, pid);
                }
            },
        };
        ChildProcess process;
        using (Launcher launcher = Launcher.Start(plan, context))
        {
            mark = request.Trace?.Add("start init", mark) ?? 0;
            process = launcher.Complete();
        }

        mark = request.Trace?.Add("wait for init", mark) ?? 0;
        using (process)
        {
            ExitStatus status = ForegroundRun.Wait(process, signals);
            request.Trace?.Add("the program", mark);
            request.Trace?.Collect(step => StepName(plan, step));
            return status;
        }
    }

    private static string StepName(LaunchPlan plan, int step)
    {
        if (!StepView.TryFind(plan.Bytes, (uint)step, out StepView view))
        {
            return "unknown";
        }

        SourceLocation? place = plan.Sources.Find(step);
        return place is { } known ? $"{view.Op} {known.JsonPath}" : view.Op.ToString();
    }

    private static void RequireId(string id)
    {
        string? fault = Spec.ContainerId.Validate(id);
        if (fault is not null)
        {
            throw new ContainerException(FailureKind.Id, fault);
        }
    }
}
