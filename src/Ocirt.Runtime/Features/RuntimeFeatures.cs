// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Planning;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Features;

/// <summary>What this build carries out, for <c>ocirt features</c> (runtime-spec features.md).</summary>
/// <remarks>
/// Nothing is claimed by hand: each name is put into a sample configuration, which is shown to the validator, and for
/// seccomp to the compiler as well. What they refuse is not listed, so the answer changes when a refusal goes. As
/// the specification asks, the host does not matter, but for the flags of seccomp that its kernel knows.
/// </remarks>
public sealed class RuntimeFeatures
{
    /// <summary>The oldest version of the specification whose configurations are accepted.</summary>
    public const string OldestVersion = "1.0.0";

    private const string Mappings =
        ",\"uidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}],\"gidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}]";

    private const string UserNamespace = ",{\"type\":\"user\"}";

    private RuntimeFeatures()
    {
        SeccompFeatures = SeccompFeatures.Find();
    }

    /// <summary>The kinds of hooks that are run.</summary>
    public IReadOnlyList<string> Hooks { get; } = Keep(
        ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"],
        static name => new SampleConfig { Top = $",\"hooks\":{{\"{name}\":[{{\"path\":\"/h\"}}]}}" });

    /// <summary>The mount options with a meaning of their own; others are passed to the file system.</summary>
    public IReadOnlyList<string> MountOptions { get; } = Keep(
        MountOptionNames.All,
        static name => name switch
        {
            "tmpcopyup" => new SampleConfig { Mounts = Mount("tmpfs", name) },
            "idmap" or "ridmap" => new SampleConfig { Mounts = Mount("bind", name), Namespaces = UserNamespace, Linux = Mappings },
            _ => new SampleConfig { Mounts = Mount("bind", name) },
        });

    /// <summary>The kinds of namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get; } = Keep(
        ["cgroup", "ipc", "mount", "network", "pid", "time", "user", "uts"],
        static name => name switch
        {
            // The sample has them.
            "mount" or "network" => default,
            "user" => new SampleConfig { Namespaces = UserNamespace, Linux = Mappings },
            _ => new SampleConfig { Namespaces = $",{{\"type\":\"{name}\"}}" },
        });

    /// <summary>The capabilities by name.</summary>
    public IReadOnlyList<string> Capabilities { get; } = Keep(
        CapabilityNames.All(),
        static name => new SampleConfig { Process = $",\"capabilities\":{{\"bounding\":[\"{name}\"]}}" });

    /// <summary>Whether RDMA devices are limited.</summary>
    public bool Rdma { get; } = new SampleConfig { Linux = ",\"resources\":{\"rdma\":{\"mlx5_0\":{\"hcaHandles\":1}}}" }.IsAccepted();

    /// <summary>The system call filter.</summary>
    public SeccompFeatures SeccompFeatures { get; }

    /// <summary>Whether AppArmor profiles are set.</summary>
    public bool AppArmor { get; } = new SampleConfig { Process = ",\"apparmorProfile\":\"p\"" }.IsAccepted();

    /// <summary>Whether SELinux labels of processes and mounts are set.</summary>
    public bool SELinux { get; } = new SampleConfig
    {
        Process = ",\"selinuxLabel\":\"u:r:t:s0\"",
        Linux = ",\"mountLabel\":\"u:r:t:s0\"",
    }.IsAccepted();

    /// <summary>Whether classes of service are joined and made.</summary>
    public bool IntelRdt { get; } = new SampleConfig { Linux = ",\"intelRdt\":{\"closID\":\"c\"}" }.IsAccepted();

    /// <summary>Whether the field 'schemata' of a class of service is carried out.</summary>
    public bool IntelRdtSchemata { get; } = new SampleConfig { Linux = ",\"intelRdt\":{\"schemata\":[\"L3:0=f\"]}" }.IsAccepted();

    /// <summary>Whether containers get monitoring groups.</summary>
    public bool IntelRdtMonitoring { get; } = new SampleConfig { Linux = ",\"intelRdt\":{\"enableMonitoring\":true}" }.IsAccepted();

    /// <summary>The modes of memory policies.</summary>
    public IReadOnlyList<string> MemoryPolicyModes { get; } = Keep(
        ["MPOL_DEFAULT", "MPOL_BIND", "MPOL_INTERLEAVE", "MPOL_WEIGHTED_INTERLEAVE", "MPOL_PREFERRED", "MPOL_PREFERRED_MANY", "MPOL_LOCAL"],
        static name => new SampleConfig
        {
            Linux = $",\"memoryPolicy\":{{\"mode\":\"{name}\",\"nodes\":\"{(name is "MPOL_DEFAULT" or "MPOL_LOCAL" ? "" : "0")}\"}}",
        });

    /// <summary>The flags of memory policies.</summary>
    public IReadOnlyList<string> MemoryPolicyFlags { get; } = Keep(
        ["MPOL_F_NUMA_BALANCING", "MPOL_F_RELATIVE_NODES", "MPOL_F_STATIC_NODES"],
        static name => new SampleConfig { Linux = $",\"memoryPolicy\":{{\"mode\":\"MPOL_BIND\",\"nodes\":\"0\",\"flags\":[\"{name}\"]}}" });

    /// <summary>Whether mounts can have id mappings.</summary>
    public bool IdMappedMounts { get; } = new SampleConfig
    {
        Mounts = $"{{\"destination\":\"/a\",\"type\":\"bind\",\"source\":\"/b\",\"options\":[\"bind\"]{Mappings}}}",
        Namespaces = UserNamespace,
        Linux = Mappings,
    }.IsAccepted();

    /// <summary>Whether network devices are moved.</summary>
    public bool NetDevices { get; } = new SampleConfig { Linux = ",\"netDevices\":{\"eth0\":{\"name\":\"c0\"}}" }.IsAccepted();

    /// <summary>Asks what is carried out.</summary>
    public static RuntimeFeatures Find() => new();

    private static string Mount(string type, string option) =>
        $"{{\"destination\":\"/a\",\"type\":\"{type}\",\"source\":\"/b\",\"options\":[\"{option}\"]}}";

    private static List<string> Keep(ReadOnlySpan<string> names, Func<string, SampleConfig> sample)
    {
        List<string> kept = [];
        foreach (string name in names)
        {
            if (sample(name).IsAccepted())
            {
                kept.Add(name);
            }
        }

        return kept;
    }
}
