// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime;

/// <summary>The kinds of lines of a journal. A reader passes over those that it does not know.</summary>
public static class JournalKind
{
    /// <summary>The first line: the bundle, and when the container was claimed (RFC 3339).</summary>
    public const string Container = "container";

    /// <summary>A place in a cgroup hierarchy that is going to be made: layout, name, mount point, path, directories to make.</summary>
    public const string CgroupPlanned = "cgroup-planned";

    /// <summary>The same once it is there: layout, name, mount point, path, directories that were made, inode.</summary>
    public const string CgroupMade = "cgroup-made";

    /// <summary>A scope that systemd is going to be asked for, with the fields of <see cref="UnitMade"/>.</summary>
    public const string UnitPlanned = "unit-planned";

    /// <summary>
    /// A network device that is going to be moved: its name on the host and inside, the path of the joined network
    /// namespace or nothing, the inodes of that namespace and of the one it comes from, its hardware address, 1 when it
    /// was up, and its addresses.
    /// </summary>
    public const string NetworkDevice = "net-device";

    /// <summary>The container is complete: network devices stay where they are.</summary>
    public const string NetworkDevicesKept = "net-devices-kept";

    /// <summary>A group of resctrl that is going to be made: its directory, and 'own' or 'shared' for a class that the configuration names.</summary>
    public const string ResctrlPlanned = "resctrl-planned";

    /// <summary>The same once it is there, with its inode.</summary>
    public const string ResctrlMade = "resctrl-made";

    /// <summary>The container is complete: a class of service that the configuration names stays.</summary>
    public const string ResctrlKept = "resctrl-kept";

    /// <summary>
    /// A root that is going to be mounted in the runtime's own mount namespace: the path, the inode of the namespace, the
    /// number of the mount, the one that no later mount gets or 0, and the inode and the device of the directory.
    /// </summary>
    public const string RootMount = "root-mount";

    /// <summary>
    /// A scope that systemd made: its name, 1 when a user's systemd did, $XDG_RUNTIME_DIR, and for each hierarchy layout,
    /// name, mount point and path.
    /// </summary>
    public const string UnitMade = "unit-made";
}
