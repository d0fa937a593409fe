// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The limits of a container's cgroup (config-linux.md, Control groups).</summary>
public sealed class ResourcesConfig : ConfigNode
{
    internal ResourcesConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The device access rules, applied in order.</summary>
    public DeviceRule[] Devices { get; internal set; } = [];

    /// <summary>The memory limits.</summary>
    public MemoryLimits? Memory { get; internal set; }

    /// <summary>The CPU limits and sets.</summary>
    public CpuLimits? Cpu { get; internal set; }

    /// <summary>The limit of processes.</summary>
    public PidsLimit? Pids { get; internal set; }

    /// <summary>The block I/O weights and limits.</summary>
    public BlockIoLimits? BlockIo { get; internal set; }

    /// <summary>The huge page limits, one for each page size.</summary>
    public HugepageLimit[] HugepageLimits { get; internal set; } = [];

    /// <summary>The network class and priorities (cgroup v1).</summary>
    public NetworkLimits? Network { get; internal set; }

    /// <summary>The RDMA limits, one for each device.</summary>
    public RdmaLimit[] Rdma { get; internal set; } = [];

    /// <summary>Files of a cgroup v2 directory and what is written to them.</summary>
    public NamedValue[] Unified { get; internal set; } = [];
}
