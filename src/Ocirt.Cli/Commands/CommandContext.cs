// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary>What every command gets beside its own options.</summary>
internal sealed class CommandContext(GlobalOptions globals, LogSink log)
{
    /// <summary>The options that stood before the command.</summary>
    public GlobalOptions Globals { get; } = globals;

    /// <summary>Where the state of containers is kept.</summary>
    public StateStore Store { get; } = new(globals.Root);

    /// <summary>Who makes cgroups. Engines give --systemd-cgroup on hosts with systemd always, and 'disabled' beside it for a container without one.</summary>
    public CgroupDriver CgroupDriver { get; } =
        globals.SystemdCgroup && globals.CgroupDriver != CgroupDriver.Disabled ? CgroupDriver.Systemd : globals.CgroupDriver;

    /// <summary>Where warnings and debug messages go. Failures are thrown, not logged.</summary>
    public LogSink Log { get; } = log;
}
