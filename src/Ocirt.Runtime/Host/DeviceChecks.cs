// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Runtime.Resctrl;

namespace Ocirt.Runtime.Host;

/// <summary>Device nodes and file systems that usual configurations ask for.</summary>
internal static class DeviceChecks
{
    private const string Area = "devices";

    internal static void Add(List<HostCheck> checks, HostFiles files)
    {
        foreach ((string path, uint major, uint minor) in (ReadOnlySpan<(string, uint, uint)>)
            [("/dev/null", 1, 3), ("/dev/zero", 1, 5), ("/dev/full", 1, 7), ("/dev/random", 1, 8), ("/dev/urandom", 1, 9), ("/dev/tty", 5, 0)])
        {
            bool isRight = files.Stat(path) is { } node && node.FileType == Stat.S_IFCHR && node.SpecialDevice == ((ulong)major << 32 | minor);
            checks.Add(isRight
                ? new(Area, path, HostStatus.Good, $"is the character device {major}:{minor}")
                : new(Area, path, HostStatus.Limited, $"is not the character device {major}:{minor}; a container that cannot make nodes lacks it", $"make it: mknod {path} c {major} {minor}"));
        }

        foreach (string type in (ReadOnlySpan<string>)["proc", "sysfs", "tmpfs", "devpts", "mqueue", "overlay"])
        {
            checks.Add(files.HasWord("/proc/filesystems", type)
                ? new(Area, type, HostStatus.Good, "can be mounted")
                : new(Area, type, HostStatus.Limited, "the kernel does not list this file system", $"load its module: modprobe {type}"));
        }

        checks.Add(ResctrlHost.Find(files) is string resctrl
            ? new(Area, "resctrl", HostStatus.Good, $"cache and memory bandwidth can be allocated, it is mounted at {resctrl}")
            : new(Area, "resctrl", HostStatus.Limited, "not mounted; a configuration with linux.intelRdt is refused", "mount -t resctrl resctrl /sys/fs/resctrl, on a processor that has it"));
    }
}
