// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

namespace Ocirt.Cli.Output;

/// <summary>What <c>--version</c> prints: the first three lines in the form that engines look for.</summary>
internal static class VersionText
{
    /// <summary>The version of the runtime specification that is followed.</summary>
    public const string SpecVersion = "1.3.0";

    /// <summary>The whole text.</summary>
    /// <param name="libseccomp">The version of libseccomp that is linked in; null leaves its line out.</param>
    public static byte[] Compose(string? libseccomp = null)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ocirt version {BuildFacts.Version}\n");
        text.Append(CultureInfo.InvariantCulture, $"commit: {BuildFacts.Commit}\n");
        text.Append(CultureInfo.InvariantCulture, $"spec: {SpecVersion}\n");
        if (libseccomp is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"libseccomp: {libseccomp}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"dotnet: {Environment.Version}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
