// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The process of a container (config.md, Process).</summary>
public sealed class ProcessConfig : ConfigNode
{
    internal ProcessConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>Whether the process gets a pseudo-terminal.</summary>
    public bool? Terminal { get; internal set; }

    /// <summary>The size of the terminal in characters; without meaning when there is no terminal.</summary>
    public ConsoleSize? ConsoleSize { get; internal set; }

    /// <summary>Who the process runs as; null means uid 0, gid 0.</summary>
    public UserConfig? User { get; internal set; }

    /// <summary>The program and its arguments.</summary>
    public string[] Args { get; internal set; } = [];

    /// <summary>The environment, each entry KEY=VALUE.</summary>
    public string[] Env { get; internal set; } = [];

    /// <summary>The working directory, an absolute path inside the container.</summary>
    public string? Cwd { get; internal set; }

    /// <summary>The five capability sets; null means that none is kept.</summary>
    public CapabilitySets? Capabilities { get; internal set; }

    /// <summary>The resource limits, see setrlimit(2).</summary>
    public ResourceLimit[] Rlimits { get; internal set; } = [];

    /// <summary>Whether no_new_privs is set, see prctl(2).</summary>
    public bool? NoNewPrivileges { get; internal set; }

    /// <summary>The AppArmor profile of the process.</summary>
    public string? ApparmorProfile { get; internal set; }

    /// <summary>The value for /proc/PID/oom_score_adj, -1000 to 1000; null leaves what is inherited.</summary>
    public int? OomScoreAdj { get; internal set; }

    /// <summary>The SELinux label of the process.</summary>
    public string? SelinuxLabel { get; internal set; }

    /// <summary>The scheduling policy, see sched_setattr(2).</summary>
    public SchedulerConfig? Scheduler { get; internal set; }

    /// <summary>The I/O priority, see ioprio_set(2).</summary>
    public IoPriorityConfig? IoPriority { get; internal set; }

    /// <summary>The CPUs that a process started by exec may use.</summary>
    public ExecCpuAffinity? ExecCpuAffinity { get; internal set; }

    /// <summary>This process as a command line changes it. What was changed has no place in the file any more.</summary>
    public ProcessConfig With(ProcessOverrides overrides)
    {
        return new ProcessConfig(NoPlace)
        {
            Terminal = overrides.Terminal,
            ConsoleSize = ConsoleSize,
            User = WithIds(overrides),
            Args = overrides.Args,
            Env = [.. Env, .. overrides.Env],
            Cwd = overrides.Cwd ?? Cwd,
            Capabilities = WithCapabilities(overrides.Capabilities),
            Rlimits = Rlimits,
            NoNewPrivileges = overrides.NoNewPrivileges ? true : NoNewPrivileges,
            ApparmorProfile = overrides.ApparmorProfile ?? ApparmorProfile,
            OomScoreAdj = OomScoreAdj,
            SelinuxLabel = overrides.SelinuxLabel ?? SelinuxLabel,
            Scheduler = Scheduler,
            IoPriority = IoPriority,
            ExecCpuAffinity = ExecCpuAffinity,
        };
    }

    private UserConfig? WithIds(ProcessOverrides overrides) =>
        overrides.Uid is null && overrides.Gid is null && overrides.AdditionalGids.Length == 0
            ? User
            : new UserConfig(NoPlace)
            {
                Uid = overrides.Uid ?? User?.Uid,
                Gid = overrides.Gid ?? User?.Gid,
                Umask = User?.Umask,
                AdditionalGids = [.. User?.AdditionalGids ?? [], .. overrides.AdditionalGids],
            };

    private CapabilitySets? WithCapabilities(string[] added)
    {
        if (added.Length == 0)
        {
            return Capabilities;
        }

        CapabilitySets before = Capabilities ?? new CapabilitySets(NoPlace);
        return new CapabilitySets(NoPlace)
        {
            Bounding = [.. before.Bounding, .. added],
            Effective = [.. before.Effective, .. added],
            Permitted = [.. before.Permitted, .. added],
            Inheritable = before.Inheritable,
            Ambient = before.Inheritable.Length == 0 ? before.Ambient : [.. before.Ambient, .. added],
        };
    }
}
