// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Declarations;

/// <summary>The options of run, as the tests declare them.</summary>
[Verb("run")]
public sealed class RunOptions
{
    [Option('b', "bundle")] public string? Bundle { get; set; }

    [Option("pid-file")] public string? PidFile { get; set; }

    [Option("no-pivot")] public bool NoPivot { get; set; }

    [Option("no-new-keyring")] public bool NoNewKeyring { get; set; }

    [Option("preserve-fds")] public string? PreserveFds { get; set; }

    [Option("keep")] public bool Keep { get; set; }

    [Option("no-subreaper")] public bool NoSubreaper { get; set; }

    [Option("trace")] public string? Trace { get; set; }

    [Option('d', "detach")] public bool Detach { get; set; }

    [Option("console-socket")] public string? ConsoleSocket { get; set; }

    [Option('h', "help")] public bool Help { get; set; }

    [Value(0, Required = true)] public string? Id { get; set; }
}
