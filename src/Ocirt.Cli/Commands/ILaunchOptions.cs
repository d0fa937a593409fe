// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Commands;

/// <summary>What <c>ocirt create</c> and <c>ocirt run</c> are asked for alike.</summary>
internal interface ILaunchOptions
{
    /// <summary>The bundle directory.</summary>
    public string Bundle { get; }

    /// <summary>The configuration, or null for config.json of the bundle.</summary>
    public string? Config { get; }

    /// <summary>The file that receives the pid of the container's first process, or null.</summary>
    public string? PidFile { get; }

    /// <summary>Whether the root is changed without pivot_root.</summary>
    public bool NoPivot { get; }

    /// <summary>Whether the container keeps the session keyring of the caller.</summary>
    public bool NoNewKeyring { get; }

    /// <summary>How many file descriptors after 0, 1 and 2 the container inherits.</summary>
    public int PreserveFds { get; }

    /// <summary>The file that receives the times of the phases, or null.</summary>
    public string? Trace { get; }

    /// <summary>The socket that receives the terminal, or null.</summary>
    public string? ConsoleSocket { get; }

    /// <summary>The socket that receives a pidfd of the container's first process, or null.</summary>
    public string? PidfdSocket { get; }

    /// <summary>The name of the container.</summary>
    public string Id { get; }
}
