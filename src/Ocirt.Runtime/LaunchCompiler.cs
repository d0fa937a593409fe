// SPDX-License-Identifier: Apache-2.0

using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Runtime.SyscallFilter;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>Looks up what a plan depends on beside the configuration, and compiles it.</summary>
public static class LaunchCompiler
{
    /// <summary>Compiles the plan of a bundle, without making anything on the host.</summary>
    /// <exception cref="ContainerException">The configuration has errors.</exception>
    public static LaunchPlan Compile(Bundle bundle, ContainerConfig config, string rootfs, ContainerCgroup cgroup, LaunchRequest request, bool waitForStart, Surroundings? surroundings = null)
    {
        CompiledFilter filter = SeccompSection.Compile(config, request.Store?.Root);
        HostFacts facts = new()
        {
            BundlePath = bundle.Path,
            RootfsPath = rootfs,
            CgroupMode = cgroup.Mode,
            CgroupPath = cgroup.Path,
            CgroupHierarchies = cgroup.Hierarchies,
            CgroupHandleCount = cgroup.DescriptorCount,
            SecurityModule = HostSecurity.FindFor(config),
            IsPrivileged = OwnProcess.EffectiveUserId == 0,
            JoinsOwnMounts = config.Linux?.Find(NamespaceKind.Mount) is { IsJoined: true } mounts && RootMountJournal.IsOwnNamespace(mounts.Path!),
            DeniesSetgroups = OwnProcess.EffectiveUserId != 0
                && config.Linux?.Find(NamespaceKind.User) is { IsJoined: false }
                && UserNamespace.IsOwnIdOnly(IdMaps.From([], config.Linux.GidMappings).Gids, OwnProcess.EffectiveGroupId),
        };
        LaunchOptions options = new()
        {
            ContainerId = request.Id,
            NoPivot = request.NoPivot,
            NewKeyring = !request.NoNewKeyring,
            PreservedDescriptors = surroundings?.Descriptors.Count ?? request.PreservedDescriptors,
            Environment = surroundings?.Environment ?? [],
            TerminalSize = surroundings?.Terminal.Size,
            HasPlainNewlines = surroundings?.Terminal.HasPlainNewlines == true,
            WaitForStart = waitForStart || config.Process is null,
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
}
