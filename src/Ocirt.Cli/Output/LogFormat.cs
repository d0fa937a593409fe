// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Output;

/// <summary>How records are written.</summary>
internal enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>JSON for programs.</summary>
    Json,
}
