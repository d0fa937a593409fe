// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

namespace Ocirt.Cgroups.Systemd;

/// <summary>The scope of a container and the slice it is in.</summary>
/// <param name="Slice">The slice, <c>machine.slice</c>.</param>
/// <param name="Unit">The scope, <c>libpod-0123.scope</c>.</param>
public sealed record UnitName(string Slice, string Unit)
{
    /// <summary>Reads <c>slice:prefix:name</c>; each part may be empty but the name.</summary>
    /// <param name="cgroupsPath">linux.cgroupsPath, or null.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="isUser">Whether the user's own systemd is asked.</param>
    /// <returns>The names.</returns>
    /// <exception cref="CgroupException">The path has another form.</exception>
    public static UnitName Parse(string? cgroupsPath, string id, bool isUser)
    {
        string usual = isUser ? "user.slice" : "system.slice";
        if (string.IsNullOrEmpty(cgroupsPath))
        {
            return new UnitName(usual, $"ocirt-{id}.scope");
        }

        string[] parts = cgroupsPath.Split(':');
        if (parts.Length != 3 || parts[2].Length == 0 || cgroupsPath.Contains('/', StringComparison.Ordinal))
        {
            throw new CgroupException($"linux.cgroupsPath: must have the form 'slice:prefix:name' with the systemd cgroup driver, got '{cgroupsPath}'");
        }

        if (parts[2].EndsWith(".slice", StringComparison.Ordinal))
        {
            throw new CgroupException($"linux.cgroupsPath: '{parts[2]}' is a slice, which holds no processes: name a scope");
        }

        string slice = parts[0].Length == 0 ? usual : parts[0];
        _ = Expand(slice);
        string name = parts[1].Length == 0 ? parts[2] : $"{parts[1]}-{parts[2]}";
        return new UnitName(slice, name.EndsWith(".scope", StringComparison.Ordinal) ? name : name + ".scope");
    }

    /// <summary>The path of the scope's cgroup below that of its systemd: <c>/a.slice/a-b.slice/x.scope</c>.</summary>
    /// <returns>The path, which starts with '/'.</returns>
    public string Path() => Expand(Slice) + "/" + Unit;

    /// <summary>Spells a slice as a path: '-' in its name separates slices; see systemd.slice(5).</summary>
    private static string Expand(string slice)
    {
        const string Suffix = ".slice";
        string name = slice.EndsWith(Suffix, StringComparison.Ordinal) ? slice[..^Suffix.Length] : "";
        if (name == "-")
        {
            return "";
        }

        StringBuilder path = new();
        string prefix = "";
        foreach (string component in name.Split('-'))
        {
            if (component.Length == 0)
            {
                throw new CgroupException($"linux.cgroupsPath: '{slice}' is no name of a slice: it must end with '.slice', and no part between '-' may be empty");
            }

            path.Append('/').Append(prefix).Append(component).Append(Suffix);
            prefix += component + "-";
        }

        return path.ToString();
    }
}
