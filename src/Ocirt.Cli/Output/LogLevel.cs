// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Output;

/// <summary>How important a message is.</summary>
internal enum LogLevel
{
    /// <summary>What made the command fail.</summary>
    Error,

    /// <summary>What has no effect or is doubtful.</summary>
    Warning,

    /// <summary>What is done, step by step.</summary>
    Debug,
}
