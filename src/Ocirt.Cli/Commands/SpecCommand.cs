// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Cli.Grammar;
using Ocirt.Linux;
using Ocirt.Runtime;
using Ocirt.Spec;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt spec</c>: writes a config.json to start from.</summary>
internal static class SpecCommand
{
    /// <summary>Runs the command. A config.json that is there stays.</summary>
    internal static int Execute(ParsedArguments arguments)
    {
        string path = System.IO.Path.GetFullPath(arguments["bundle"] ?? ".");
        using FileDescriptor? directory = FileDescriptor.TryOpen(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC, out int errno);
        using FileDescriptor? file = directory?.TryOpenAt("config.json", Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_CLOEXEC, 0x1A4, out errno);
        if (file is null)
        {
            throw new ContainerException(FailureKind.Bundle, errno == Errno.EEXIST
                ? $"'{path}/config.json' exists already; remove it first"
                : $"cannot write '{path}/config.json': {ErrnoText.Describe(errno)}");
        }

        file.WriteAll(SpecTemplate.Write());
        return 0;
    }
}
