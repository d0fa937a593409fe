// SPDX-License-Identifier: Apache-2.0

using CommandLine;
using Ocirt.Cli.Output;
using Ocirt.Cli.Parsing;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary>The options that stand before the command.</summary>
internal sealed class GlobalOptions
{
    /// <summary>The directory that holds the state of all containers, or null for the usual one.</summary>
    [Option("root", MetaValue = "DIR", HelpText = "directory for the state of containers (default: /run/ocirt; not as root: $XDG_RUNTIME_DIR/ocirt)")]
    public string? Root { get; set; }

    /// <summary>The file that messages are appended to; null or empty for none.</summary>
    [MayBeEmpty]
    [Option("log", MetaValue = "FILE", HelpText = "append messages to this file as well; journald:NAME and syslog:NAME send them there")]
    public string? Log { get; set; }

    /// <summary>How the log file is written.</summary>
    [Option("log-format", Default = LogFormat.Text, HelpText = "format of the log file")]
    public LogFormat LogFormat { get; set; }

    /// <summary>The least important messages that are written.</summary>
    [Option("log-level", Default = LogLevel.Warning, HelpText = "least important messages to write")]
    public LogLevel LogLevel { get; set; }

    /// <summary>The same as the log level 'debug'.</summary>
    [Option("debug", HelpText = "write debug messages too, as with --log-level debug")]
    public bool Debug { get; set; }

    /// <summary>How cgroups are made.</summary>
    [Option("cgroup-manager", Default = CgroupDriver.Cgroupfs, HelpText = "how cgroups are made")]
    public CgroupDriver CgroupDriver { get; set; }

    /// <summary>Whether cgroups are made by systemd.</summary>
    [Option("systemd-cgroup", HelpText = "make cgroups through systemd, as with --cgroup-manager systemd")]
    public bool SystemdCgroup { get; set; }

    /// <summary>Whether ocirt works without root's rights over cgroups.</summary>
    [Option("rootless", Default = RootlessMode.Auto, HelpText = "do without root's rights over cgroups")]
    public RootlessMode Rootless { get; set; }

    /// <summary>Prints the version and ends.</summary>
    [Option('v', "version", HelpText = "print the version")]
    public bool Version { get; set; }
}
