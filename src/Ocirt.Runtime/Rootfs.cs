// SPDX-License-Identifier: Apache-2.0

using System.IO;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>Finds the root filesystem that a configuration names.</summary>
public static class Rootfs
{
    /// <summary>The absolute path of the rootfs, which is a directory.</summary>
    /// <exception cref="ContainerException">It is missing or no directory.</exception>
    public static string Find(ContainerConfig config, string bundlePath)
    {
        string given = config.Root!.Path!;
        string path = Path.GetFullPath(given, bundlePath);
        using FileDescriptor? directory = FileDescriptor.TryOpen(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC, out int errno);
        if (directory is null)
        {
            SourceLocation place = config.Source.Locate(config.Root, "root", "path");
            throw new ContainerException(
                FailureKind.Bundle,
                $"{config.Source.FileName}:{place.Line}:{place.Column}: root.path: rootfs '{path}': {ErrnoText.Describe(errno)}");
        }

        return path;
    }
}
