// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

namespace Ocirt.Planning;

/// <summary>Paths as text: made absolute and freed of what only resolving would take away.</summary>
internal static class ContainerPath
{
    /// <summary>
    /// The path as an absolute one without empty, '.' and '..' components. What '..' would climb above the root
    /// is dropped, and symbolic links are not known here: init resolves them beneath the root.
    /// </summary>
    public static string Clean(string path)
    {
        if (IsClean(path))
        {
            return path;
        }

        var clean = new StringBuilder(path.Length + 1);
        foreach (Range range in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> component = path.AsSpan(range);
            if (component is "..")
            {
                int slash = clean.Length - 1;
                while (slash > 0 && clean[slash] != '/')
                {
                    slash--;
                }

                clean.Length = Math.Max(slash, 0);
            }
            else if (component.Length > 0 && component is not ".")
            {
                clean.Append('/').Append(component);
            }
        }

        return clean.Length == 0 ? "/" : clean.ToString();
    }

    /// <summary>A path of the host: as it is when absolute, otherwise below <paramref name="directory"/>.</summary>
    public static string Absolute(string directory, string path) =>
        path.StartsWith('/') ? path : directory.EndsWith('/') ? directory + path : directory + "/" + path;

    /// <summary>Whether a clean path lies strictly below a clean directory.</summary>
    public static bool IsBelow(string path, string directory) =>
        path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal);

    private static bool IsClean(string path)
    {
        if (path.Length < 2 || path[0] != '/' || path[^1] == '/')
        {
            return path == "/";
        }

        // Every slash must begin a component that neither is empty nor starts with a dot.
        for (int i = 0; i < path.Length - 1; i++)
        {
            if (path[i] == '/' && path[i + 1] is '/' or '.')
            {
                return false;
            }
        }

        return true;
    }
}
