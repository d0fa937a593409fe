// SPDX-License-Identifier: Apache-2.0

using System.Text;
using Ocirt.Linux;

namespace Ocirt.Cli.Output;

/// <summary>Writes to stdout and stderr without System.Console, which would install signal handlers.</summary>
internal static class StandardStreams
{
    /// <summary>Writes to stdout.</summary>
    /// <exception cref="SyscallException">The text could not be written, a full disk for example.</exception>
    internal static void Write(string text) => FileDescriptor.ForStandardOutput.WriteAll(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes to stderr; a stderr that is closed or full is nothing that could be told.</summary>
    internal static void WriteError(string text) =>
        FileDescriptor.ForStandardError.TryWrite(Encoding.UTF8.GetBytes(text), out _, out _);
}
