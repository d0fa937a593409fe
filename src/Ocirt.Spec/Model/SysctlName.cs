// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Model;

/// <summary>The names of kernel parameters, see sysctl(8).</summary>
public static class SysctlName
{
    /// <summary>The path of a parameter below /proc/sys.</summary>
    /// <remarks>
    /// The first separator of a name, '.' or '/', is the one between its parts; the other character then stands for
    /// itself within a part, with '/' for '.' as in <c>net.ipv4.conf.eth0/100.forwarding</c>.
    /// </remarks>
    /// <returns>The path, as in <c>net/ipv4/ip_forward</c>, or null when the name is malformed or would climb up.</returns>
    public static string? ToPath(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int first = name.AsSpan().IndexOfAny('.', '/');
        if (first < 0)
        {
            return null;
        }

        string path = name[first] == '/'
            ? name
            : string.Create(name.Length, name, static (target, source) =>
            {
                for (int i = 0; i < source.Length; i++)
                {
                    target[i] = source[i] == '.' ? '/' : source[i] == '/' ? '.' : source[i];
                }
            });

        foreach (Range part in path.AsSpan().Split('/'))
        {
            if (path.AsSpan()[part] is "" or "." or "..")
            {
                return null;
            }
        }

        return path;
    }
}
