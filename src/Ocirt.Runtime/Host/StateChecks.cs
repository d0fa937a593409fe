// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.IO;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.Host;

/// <summary>The directory for the state of containers.</summary>
internal static class StateChecks
{
    private const string Area = "state";

    internal static void Add(List<HostCheck> checks, string stateRoot)
    {
        string path = Path.GetFullPath(stateRoot);
        string place = path;
        while (true)
        {
            using FileDescriptor? directory = FileDescriptor.TryOpen(place, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, out int errno);
            if (directory is null && errno == Errno.ENOENT && Path.GetDirectoryName(place) is { } parent)
            {
                place = parent;
                continue;
            }

            checks.Add(directory is null
                ? new(Area, path, HostStatus.Missing, $"{place}: {ErrnoText.Describe(errno)}", "give another directory by --root")
                : Judge(path, place, directory.Stat()));
            return;
        }
    }

    private static HostCheck Judge(string path, string place, in StatResult about)
    {
        uint user = OwnProcess.EffectiveUserId;
        bool isOwn = user == 0 || about.UserId == user;
        string what = place == path ? "is there" : $"is made in {place} when the first container is";
        return isOwn
            ? new(Area, path, HostStatus.Good, what)
            : new(Area, path, HostStatus.Missing, $"{place} belongs to another user", "give a directory of your own by --root");
    }
}
