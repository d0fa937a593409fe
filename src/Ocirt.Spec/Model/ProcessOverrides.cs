// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>What a command line changes about a process; see <see cref="ProcessConfig.With"/>. Null keeps what is there.</summary>
public sealed record ProcessOverrides
{
    /// <summary>The program and its arguments.</summary>
    public required string[] Args { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>The working directory.</summary>
    public string? Cwd { get; init; }

    /// <summary>Variables that come behind those that are there; of one name the last counts.</summary>
    public string[] Env { get; init; } = [];

    /// <summary>The user id.</summary>
    public uint? Uid { get; init; }

    /// <summary>The group id.</summary>
    public uint? Gid { get; init; }

    /// <summary>Groups beside those that are there.</summary>
    public uint[] AdditionalGids { get; init; } = [];

    /// <summary>
    /// Capabilities beside those that are there: in the bounding, effective and permitted sets, and in the ambient set as
    /// well when there are inheritable ones.
    /// </summary>
    public string[] Capabilities { get; init; } = [];

    /// <summary>Whether no_new_privs is set as well.</summary>
    public bool NoNewPrivileges { get; init; }

    /// <summary>The AppArmor profile.</summary>
    public string? ApparmorProfile { get; init; }

    /// <summary>The SELinux label.</summary>
    public string? SelinuxLabel { get; init; }
}
