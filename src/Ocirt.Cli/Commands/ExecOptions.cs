// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt exec</c>.</summary>
[Verb("exec", HelpText = "start another process in a running container")]
internal sealed class ExecOptions
{
    /// <summary>The file with the whole process, or null.</summary>
    [Option('p', "process", MetaValue = "FILE", HelpText = "take the process from this file; other options about the process do not count then")]
    public string? Process { get; set; }

    /// <summary>Whether the process gets a terminal.</summary>
    [Option('t', "tty", HelpText = "give the process a terminal")]
    public bool Tty { get; set; }

    /// <summary>Who the process runs as.</summary>
    [Option('u', "user", MetaValue = "USER[:GROUP]", HelpText = "run as this user and group, numbers or names of the container")]
    public string? User { get; set; }

    /// <summary>More groups.</summary>
    [Option('g', "additional-gids", MetaValue = "GID", HelpText = "add a supplementary group")]
    public IEnumerable<string>? AdditionalGids { get; set; }

    /// <summary>The working directory.</summary>
    [Option("cwd", MetaValue = "DIR", HelpText = "working directory inside the container")]
    public string? Cwd { get; set; }

    /// <summary>More variables.</summary>
    [Option('e', "env", MetaValue = "NAME=VALUE", HelpText = "set a variable")]
    public IEnumerable<string>? Env { get; set; }

    /// <summary>More capabilities.</summary>
    [Option('c', "cap", MetaValue = "CAPABILITY", HelpText = "add a capability, as in CAP_NET_RAW")]
    public IEnumerable<string>? Capabilities { get; set; }

    /// <summary>Whether no_new_privs is set.</summary>
    [Option("no-new-privs", HelpText = "forbid the process to gain privileges")]
    public bool NoNewPrivileges { get; set; }

    /// <summary>The AppArmor profile.</summary>
    [Option("apparmor", MetaValue = "PROFILE", HelpText = "AppArmor profile of the process")]
    public string? ApparmorProfile { get; set; }

    /// <summary>The SELinux label.</summary>
    [Option("process-label", MetaValue = "LABEL", HelpText = "SELinux label of the process")]
    public string? ProcessLabel { get; set; }

    /// <summary>The cgroups below the container's own.</summary>
    [Option("cgroup", MetaValue = "[CONTROLLERS:]PATH", HelpText = "put the process into this cgroup below the container's own")]
    public IEnumerable<string>? Cgroups { get; set; }

    /// <summary>Whether a paused container is entered.</summary>
    [Option("ignore-paused", HelpText = "allow a paused container; the process starts when it is resumed")]
    public bool IgnorePaused { get; set; }

    /// <summary>Whether the command returns while the process runs.</summary>
    [Option('d', "detach", HelpText = "return while the process runs")]
    public bool Detach { get; set; }

    /// <summary>The file that receives the pid of the process.</summary>
    [Option("pid-file", MetaValue = "FILE", HelpText = "write the pid of the process to this file")]
    public string? PidFile { get; set; }

    /// <summary>The socket that receives the terminal.</summary>
    [Option("console-socket", MetaValue = "SOCKET", HelpText = "send the terminal of the process to this socket")]
    public string? ConsoleSocket { get; set; }

    /// <summary>The socket that receives a pidfd of the process.</summary>
    [Option("pidfd-socket", MetaValue = "SOCKET", HelpText = "send a pidfd of the process to this socket")]
    public string? PidfdSocket { get; set; }

    /// <summary>How many file descriptors after 0, 1 and 2 the process inherits.</summary>
    [Option("preserve-fds", MetaValue = "N", Default = 0, HelpText = "pass N more file descriptors, from 3 on, to the process")]
    public int PreserveFds { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }

    /// <summary>The program and its arguments.</summary>
    [Value(1, MetaName = "COMMAND", HelpText = "the program and its arguments")]
    public IEnumerable<string>? Command { get; set; }
}
