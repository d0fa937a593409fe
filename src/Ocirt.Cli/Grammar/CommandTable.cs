// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Grammar;

/// <summary>Every command and option.</summary>
internal static class CommandTable
{
    /// <summary>The options before the command.</summary>
    internal static CommandSpec Global { get; } = new(string.Empty, "run OCI containers", null, ArgumentRequired: false,
    [
        new("root", '\0', "DIR", "where the state of containers is kept (default /run/ocirt)"),
        new("log", '\0', "FILE", "append what goes wrong to FILE as well") { MayBeEmpty = true },
        new("log-format", '\0', "FORMAT", "the form of the log: text (default) or json"),
        new("log-level", '\0', "LEVEL", "the least that is logged: error, warning (default) or debug"),
        new("debug", '\0', null, "log everything"),
        new("systemd-cgroup", '\0', null, "let systemd make the cgroup (not supported yet)") { Refusal = "the systemd cgroup driver is not supported yet; leave the option out to use the cgroup file system" },
        new("cgroup-manager", '\0', "NAME", "who makes the cgroup: cgroupfs"),
        new("rootless", '\0', "WHEN", "run without privilege: auto (default) or false; true is not supported yet"),
        new("version", 'v', null, "print the version"),
        new("help", 'h', null, "print this help"),
    ]);

    /// <summary>The commands, in the order of the help.</summary>
    internal static CommandSpec[] Commands { get; } =
    [
        new("run", "create a container and run its program in the foreground", "CONTAINER-ID", ArgumentRequired: true,
        [
            new("bundle", 'b', "DIR", "the bundle (default: the current directory)"),
            new("pid-file", '\0', "FILE", "write the pid of the container to FILE"),
            new("no-pivot", '\0', null, "move the root instead of pivoting it, for hosts on an initramfs"),
            new("no-new-keyring", '\0', null, "keep the session keyring of the caller"),
            new("preserve-fds", '\0', "N", "hand N more descriptors, from 3 on, to the container"),
            new("keep", '\0', null, "keep the state after the container has ended"),
            new("no-subreaper", '\0', null, "accepted for compatibility; a foreground run adopts no orphans"),
            new("trace", '\0', "FILE", "write where the time goes to FILE, as Chrome trace events, and a summary to stderr"),
            new("detach", 'd', null, "return once the container runs (not supported yet)") { Refusal = "a detached run is not supported yet" },
            new("console-socket", '\0', "PATH", "hand the terminal over a socket (not supported yet)") { Refusal = "terminals are not supported yet" },
            Help,
        ]),
        new("spec", "write a config.json to start from", null, ArgumentRequired: false,
        [
            new("bundle", 'b', "DIR", "where it is written (default: the current directory)"),
            new("rootless", '\0', null, "for a user without privilege (not supported yet)") { Refusal = "rootless containers are not supported yet" },
            Help,
        ]),
        new("validate", "check a bundle and list every finding", "BUNDLE", ArgumentRequired: false,
        [
            new("bundle", 'b', "DIR", "the bundle (default: the current directory)"),
            new("format", '\0', "FORMAT", "text (default) or json"),
            Help,
        ]),
        new("plan", "print the launch plan of a bundle: what init would do, step by step", "BUNDLE", ArgumentRequired: false,
        [
            new("bundle", 'b', "DIR", "the bundle (default: the current directory)"),
            Help,
        ]),
    ];

    private static OptionSpec Help => new("help", 'h', null, "print this help");
}
