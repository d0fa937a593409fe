// SPDX-License-Identifier: Apache-2.0

using Ocirt.Runtime;

namespace Ocirt.Cli.Output;

/// <summary>What <c>--trace</c> leaves behind.</summary>
internal static class TraceOutput
{
    /// <summary>Writes the trace to its file and a summary to stderr; nothing when there is no trace.</summary>
    internal static void Write(LaunchTrace? trace)
    {
        if (trace is not null)
        {
            trace.Write();
            StandardStreams.WriteError(trace.Summarize());
        }
    }
}
