// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Declarations;

/// <summary>The options before the command, as the tests declare them.</summary>
public sealed class GlobalOptions
{
    [Option("root")] public string? Root { get; set; }

    [Option("log")] public string? Log { get; set; }

    [Option("log-format")] public string? LogFormat { get; set; }

    [Option("log-level")] public string? LogLevel { get; set; }

    [Option("debug")] public bool Debug { get; set; }

    [Option("systemd-cgroup")] public bool SystemdCgroup { get; set; }

    [Option("cgroup-manager")] public string? CgroupManager { get; set; }

    [Option("rootless")] public string? Rootless { get; set; }

    [Option('v', "version")] public bool Version { get; set; }

    [Option('h', "help")] public bool Help { get; set; }
}
