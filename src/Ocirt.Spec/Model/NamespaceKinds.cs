// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The names of namespace kinds in config.json, and questions about a list of namespaces.</summary>
public static class NamespaceKinds
{
    /// <summary>The kind that <paramref name="type"/> names, or null when it names none.</summary>
    public static NamespaceKind? Parse(string? type) => type switch
    {
        "mount" => NamespaceKind.Mount,
        "pid" => NamespaceKind.Pid,
        "network" => NamespaceKind.Network,
        "uts" => NamespaceKind.Uts,
        "ipc" => NamespaceKind.Ipc,
        "user" => NamespaceKind.User,
        "cgroup" => NamespaceKind.Cgroup,
        "time" => NamespaceKind.Time,
        _ => null,
    };

    /// <summary>The first entry of a kind, or null: the container then shares the runtime's namespace.</summary>
    public static NamespaceConfig? Find(this LinuxConfig linux, NamespaceKind kind)
    {
        System.ArgumentNullException.ThrowIfNull(linux);
        foreach (NamespaceConfig entry in linux.Namespaces)
        {
            if (entry.Kind == kind)
            {
                return entry;
            }
        }

        return null;
    }
}
