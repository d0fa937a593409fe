// SPDX-License-Identifier: Apache-2.0

using System.IO;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Runtime;
using Ocirt.Spec;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt spec</c>: writes a configuration to start from; an existing one stays as it is unless --file names it.</summary>
internal sealed class SpecCommand : ICommand<SpecOptions>
{
    private const string ConfigName = "config.json";

    /// <inheritdoc/>
    public static int Execute(SpecOptions options, CommandContext context)
    {
        string path = Path.GetFullPath(options.Bundle);
        using FileDescriptor directory = FileDescriptor.TryOpen(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, out int errno)
            ?? throw new ContainerException(FailureKind.Bundle, $"bundle '{path}': {ErrnoText.Describe(errno)}");
        string name = options.File ?? ConfigName;
        int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | (options.File is null ? Fcntl.O_EXCL | FcntlArch.O_NOFOLLOW : Fcntl.O_TRUNC);
        using FileDescriptor file = directory.TryOpenAt(name, flags, 0x1A4, out errno) // rw-r--r--
            ?? throw new ContainerException(FailureKind.Bundle, errno == Errno.EEXIST
                ? $"'{path}/{name}' exists already; remove it first"
                : $"cannot write '{Path.Combine(path, name)}': {ErrnoText.Describe(errno)}");
        try
        {
            file.WriteAll(options.Rootless
                ? SpecTemplate.WriteRootless(OwnProcess.EffectiveUserId, OwnProcess.EffectiveGroupId)
                : System.IO.File.Exists("/sys/fs/cgroup/cgroup.controllers") ? SpecTemplate.WriteUnified() : SpecTemplate.Write());
        }
        catch (SyscallException failure)
        {
            if (options.File is null)
            {
                Directories.Unlink(directory, name);
            }

            throw new ContainerException(FailureKind.Bundle, $"cannot write '{Path.Combine(path, name)}': {ErrnoText.Describe(failure.Errno)}");
        }

        return ExitCodes.Success;
    }
}
