// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt create</c>.</summary>
[Verb("create", HelpText = "create a container, whose program waits for 'start'")]
internal sealed class CreateOptions : ILaunchOptions
{
    /// <summary>The bundle directory, absolute or relative to the working directory.</summary>
    [Option('b', "bundle", MetaValue = "DIR", Default = ".", HelpText = "directory with config.json and the root filesystem")]
    public required string Bundle { get; set; }

    /// <summary>The configuration, absolute or relative to the working directory; null for config.json of the bundle.</summary>
    [Option('f', "config", MetaValue = "FILE", HelpText = "configuration to use in place of config.json of the bundle")]
    public string? Config { get; set; }

    /// <summary>The file that receives the pid of the container's first process, or null.</summary>
    [Option("pid-file", MetaValue = "FILE", HelpText = "write the pid of the container's first process to this file")]
    public string? PidFile { get; set; }

    /// <summary>Whether the root is changed without pivot_root.</summary>
    [Option("no-pivot", HelpText = "do not use pivot_root (for a root filesystem on a ramdisk)")]
    public bool NoPivot { get; set; }

    /// <summary>Whether the container keeps the session keyring of the caller.</summary>
    [Option("no-new-keyring", HelpText = "keep the caller's session keyring")]
    public bool NoNewKeyring { get; set; }

    /// <summary>How many file descriptors after 0, 1 and 2 the container inherits.</summary>
    [Option("preserve-fds", MetaValue = "N", Default = 0, HelpText = "pass N more file descriptors, from 3 on, to the container")]
    public int PreserveFds { get; set; }

    /// <summary>The file that receives the times of the phases, or null.</summary>
    [Option("trace", MetaValue = "FILE", HelpText = "write where the time goes, as Chrome trace events")]
    public string? Trace { get; set; }

    /// <summary>The socket that receives the terminal.</summary>
    [Option("console-socket", MetaValue = "SOCKET", HelpText = "send the terminal of the container to this socket")]
    public string? ConsoleSocket { get; set; }

    /// <summary>The socket that receives a pidfd of the container's first process.</summary>
    [Option("pidfd-socket", MetaValue = "SOCKET", HelpText = "send a pidfd of the container's first process to this socket")]
    public string? PidfdSocket { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the new container")]
    public required string Id { get; set; }
}
