// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The Linux part of a configuration (config-linux.md).</summary>
public sealed class LinuxConfig : ConfigNode
{
    internal LinuxConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The namespaces to make or to join; a type that is not named is inherited.</summary>
    public NamespaceConfig[] Namespaces { get; internal set; } = [];

    /// <summary>The user id ranges of a new user namespace.</summary>
    public IdMapping[] UidMappings { get; internal set; } = [];

    /// <summary>The group id ranges of a new user namespace.</summary>
    public IdMapping[] GidMappings { get; internal set; } = [];

    /// <summary>The clock offsets of a new time namespace.</summary>
    public TimeOffset[] TimeOffsets { get; internal set; } = [];

    /// <summary>Device nodes, beside the default ones.</summary>
    public DeviceConfig[] Devices { get; internal set; } = [];

    /// <summary>Host network devices that move into the container.</summary>
    public NetDeviceConfig[] NetDevices { get; internal set; } = [];

    /// <summary>Where the container's cgroup is, absolute or relative.</summary>
    public string? CgroupsPath { get; internal set; }

    /// <summary>The limits of the cgroup.</summary>
    public ResourcesConfig? Resources { get; internal set; }

    /// <summary>Cache and memory bandwidth allocation, see the kernel's resctrl.</summary>
    public IntelRdtConfig? IntelRdt { get; internal set; }

    /// <summary>The NUMA policy, see set_mempolicy(2).</summary>
    public MemoryPolicyConfig? MemoryPolicy { get; internal set; }

    /// <summary>Kernel parameters of the container's namespaces, in dotted form.</summary>
    public NamedValue[] Sysctl { get; internal set; } = [];

    /// <summary>The system call filter.</summary>
    public SeccompConfig? Seccomp { get; internal set; }

    /// <summary>The propagation of the root mount: private, shared, slave, unbindable or an r-form.</summary>
    public string? RootfsPropagation { get; internal set; }

    /// <summary>Paths that are made empty.</summary>
    public string[] MaskedPaths { get; internal set; } = [];

    /// <summary>Paths that are made read-only.</summary>
    public string[] ReadonlyPaths { get; internal set; } = [];

    /// <summary>The SELinux context of the mounts.</summary>
    public string? MountLabel { get; internal set; }

    /// <summary>The execution domain, see personality(2).</summary>
    public PersonalityConfig? Personality { get; internal set; }
}
