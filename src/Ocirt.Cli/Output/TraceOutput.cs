// SPDX-License-Identifier: Apache-2.0

using Ocirt.Runtime;

namespace Ocirt.Cli.Output;

/// <summary>What <c>--trace</c> leaves behind, and what <c>--debug</c> tells of a launch.</summary>
internal static class TraceOutput
{
    /// <summary>Begins the trace that the options ask for: in a file, as debug messages, both or none.</summary>
    internal static LaunchTrace? Begin(string? path, LogSink log) => LaunchTrace.Begin(path, log.IsDebug ? log.Debug : null);

    /// <summary>Writes the trace to its file and a summary to stderr; nothing when there is no trace.</summary>
    internal static void Write(LaunchTrace? trace)
    {
        if (trace is { HasFile: true })
        {
            trace.Write();
            StandardStreams.WriteError(trace.Summarize());
        }
    }
}
