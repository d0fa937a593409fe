// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Grammar;
using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt run</c>: creates a container and runs its program in the foreground.</summary>
internal static class RunCommand
{
    /// <summary>Runs the command. The exit code is the program's own, or 128 and the signal that ended it.</summary>
    internal static int Execute(ParsedArguments global, ParsedArguments arguments, LogSink log)
    {
        string? traceFile = arguments["trace"];
        RunRequest request = new()
        {
            BundlePath = arguments["bundle"] ?? ".",
            Id = arguments.Positionals[0],
            StateRoot = global["root"] ?? DefaultRoot,
            PidFile = arguments["pid-file"],
            PreservedDescriptors = arguments.Number("preserve-fds", largest: 1000, otherwise: 0),
            NoPivot = arguments.Has("no-pivot"),
            NoNewKeyring = arguments.Has("no-new-keyring"),
            Keep = arguments.Has("keep"),
            Trace = traceFile is null ? null : new LaunchTrace(),
            OnFinding = log.WriteFinding,
        };
        int code = ContainerRun.Execute(request);
        if (request.Trace is not null)
        {
            request.Trace.Write(traceFile!);
            StandardStreams.WriteError(request.Trace.Summarize());
        }

        return code;
    }

    private const string DefaultRoot = "/run/ocirt";
}
