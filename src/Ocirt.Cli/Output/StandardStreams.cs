// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Cli.Output;

/// <summary>Writes to stdout and stderr without System.Console, which would install signal handlers.</summary>
internal static class StandardStreams
{
    /// <summary>Writes to stdout.</summary>
    /// <exception cref="CommandException">Not everything could be written, because the disk is full for example.</exception>
    internal static void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes UTF-8 to stdout.</summary>
    /// <exception cref="CommandException">Not everything could be written, because the disk is full for example.</exception>
    internal static void Write(ReadOnlySpan<byte> text)
    {
        try
        {
            FileDescriptor.ForStandardOutput.WriteAll(text);
        }
        catch (SyscallException failure)
        {
            throw new CommandException($"cannot write to the standard output: {ErrnoText.Describe(failure.Errno)}") { IsReaderGone = failure.Errno == Errno.EPIPE };
        }
    }

    /// <summary>Writes to stderr; a stderr that is closed or full is nothing that could be told.</summary>
    internal static void WriteError(string text)
    {
        try
        {
            FileDescriptor.ForStandardError.WriteAll(Encoding.UTF8.GetBytes(text));
        }
        catch (SyscallException)
        {
            // There is no third place; the exit code still tells.
        }
    }
}
