// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.EndToEnd.Tests;

/// <summary>How a command ended.</summary>
public sealed record RunResult(int Code, string Output, string Error)
{
    /// <summary>Standard output without the newline at its end.</summary>
    public string Line => Output.TrimEnd('\n');

    /// <summary>The last line of standard error.</summary>
    public string LastError => Error.TrimEnd('\n').Split('\n')[^1];
}
