// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Linux;

namespace Ocirt.Cgroups.Fs;

/// <summary>Writes limits into the files of a cgroup.</summary>
internal static class LimitWriter
{
    /// <summary>
    /// Writes values in order. The kernel checks some against others (memory and swap, quota, period and burst), so one
    /// that it refuses is tried again when the others are written, until no more of them is taken.
    /// </summary>
    /// <param name="directory">The cgroup.</param>
    /// <param name="limits">The values.</param>
    /// <param name="undo">Gets what restores the old values, in the order of the writes; null when that is not needed.</param>
    /// <exception cref="CgroupException">A value is refused; the message names field, value and file.</exception>
    internal static void Write(string directory, List<LimitWrite> limits, List<(string Directory, LimitWrite Limit)>? undo = null)
    {
        List<LimitWrite> pending = limits;
        while (true)
        {
            List<LimitWrite> refused = [];
            int firstErrno = 0;
            foreach (LimitWrite limit in pending)
            {
                LimitWrite? old = undo is null ? null : LimitUndo.Prepare(directory, limit);
                int errno = TryWrite(directory, limit);
                if (errno == 0)
                {
                    if (old is LimitWrite before)
                    {
                        undo!.Add((directory, before));
                    }

                    continue;
                }

                if (errno is not (Errno.EINVAL or Errno.EBUSY or Errno.ERANGE))
                {
                    throw LimitFailure.Explain(directory, limit, errno);
                }

                firstErrno = refused.Count == 0 ? errno : firstErrno;
                refused.Add(limit);
            }

            if (refused.Count == 0)
            {
                return;
            }

            if (refused.Count == pending.Count)
            {
                throw LimitFailure.Explain(directory, refused[0], firstErrno);
            }

            pending = refused;
        }
    }

    /// <summary>Writes one value, under the file's other name where the kernel has that.</summary>
    /// <returns>0, or the error number. A missing file is no error where nothing of what was asked for gets lost.</returns>
    internal static int TryWrite(string directory, in LimitWrite limit)
    {
        int errno = CgroupFiles.TryWrite(directory + "/" + limit.File, limit.Value);
        if (errno == Errno.ENOENT && limit.OtherFile is not null)
        {
            errno = CgroupFiles.TryWrite(directory + "/" + limit.OtherFile, limit.OtherValue ?? limit.Value);
        }

        return errno == Errno.ENOENT && (limit.IsDefault || limit.IsOptional || LimitFailure.IsKeptWithoutSwap(limit)) ? 0 : errno;
    }
}
