// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec.Model;

/// <summary>A whole config.json: what one container is made of (runtime-spec config.md).</summary>
public sealed class ContainerConfig : ConfigNode
{
    internal ContainerConfig(ConfigSource source, int offset)
        : base(offset)
    {
        Source = source;
    }

    /// <summary>The text that this was read from; finds the place of any node for a message.</summary>
    public ConfigSource Source { get; }

    /// <summary>The same container with another process.</summary>
    public ContainerConfig WithProcess(ProcessConfig process)
    {
        var changed = (ContainerConfig)MemberwiseClone();
        changed.Process = process;
        return changed;
    }

    /// <summary>The same container with one more bind mount, after all others.</summary>
    public ContainerConfig WithBind(string source, string destination, string[] options)
    {
        var changed = (ContainerConfig)MemberwiseClone();
        changed.Mounts = [.. Mounts, new MountConfig(NoPlace) { Source = source, Destination = destination, Type = "bind", Options = options }];
        return changed;
    }

    /// <summary>The runtime-spec version the bundle follows, in SemVer 2.0.0 form.</summary>
    public string? OciVersion { get; internal set; }

    /// <summary>The process to run; null when the container is only created by others' means.</summary>
    public ProcessConfig? Process { get; internal set; }

    /// <summary>The root filesystem; required on Linux.</summary>
    public RootConfig? Root { get; internal set; }

    /// <summary>The host name inside the container.</summary>
    public string? Hostname { get; internal set; }

    /// <summary>The NIS domain name inside the container.</summary>
    public string? Domainname { get; internal set; }

    /// <summary>The mounts beside the root filesystem, in the order in which they are made.</summary>
    public MountConfig[] Mounts { get; internal set; } = [];

    /// <summary>Programs to run at points of the container's life.</summary>
    public HooksConfig? Hooks { get; internal set; }

    /// <summary>Free-form metadata, carried along and shown by state.</summary>
    public NamedValue[] Annotations { get; internal set; } = [];

    /// <summary>The Linux part of the configuration.</summary>
    public LinuxConfig? Linux { get; internal set; }
}
