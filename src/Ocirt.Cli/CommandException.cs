// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cli;

/// <summary>A command cannot do what was asked. The message is one line, complete by itself.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Makes the failure.</summary>
    public CommandException(string message)
        : base(message)
    {
    }

    /// <summary>Whether nobody reads the output any more: a program on which SIGPIPE arrives ends without a word, too.</summary>
    public bool IsReaderGone { get; init; }
}
