// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Output;

/// <summary>What <c>--version</c> prints: the lines that engines look for, see runc(8).</summary>
internal static class VersionText
{
    /// <summary>Name, version, commit and the version of the specification.</summary>
    internal static string Print() =>
        $"ocirt version {BuildFacts.Version}\ncommit: {BuildFacts.Commit}\nspec: 1.3.0\n";
}
