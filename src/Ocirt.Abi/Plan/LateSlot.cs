// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Plan;

/// <summary>What a plan leaves open until the brain knows it. Numbers are part of the format.</summary>
public enum LateSlot : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Descriptors of the cgroups: cgroup.procs files on v1, the directory on v2.</summary>
    Cgroups = 1,

    /// <summary>Permission to go on: the brain has written down the pid.</summary>
    Go = 2,

    /// <summary>The home directory of the user, from the container's own passwd, as "HOME=/path".</summary>
    Home = 3,

    /// <summary>
    /// The container is created: the creator hands over the socket on which init waits for start, and start answers on a
    /// connection to it with this slot as the permission to execute the program.
    /// </summary>
    Start = 4,

    /// <summary>The brain has set the scheduling of the process, with the rights of the host.</summary>
    Scheduling = 5,

    /// <summary>
    /// Detached copies of the sources of the bind mounts that follow, opened with the host's rights; with a byte of data,
    /// where open_tree(2) is missing, the sources themselves as seen in the container's mount namespace.
    /// </summary>
    Trees = 6,

    /// <summary>A source that earlier mounts of the container may cover, opened with the host's rights in its mount namespace.</summary>
    Place = 7,

    /// <summary>The user namespace whose id mappings the next mount gets.</summary>
    IdMap = 8,

    /// <summary>The brain has given the detached mount that comes with the question its id mappings. Asked in the midst of a bind mount.</summary>
    MappedTree = 10,

    /// <summary>The brain has moved the network devices into the container's network namespace.</summary>
    NetworkDevices = 9,

    /// <summary>The pidfd of the container's first process, whose namespaces are joined.</summary>
    FirstProcess = 20,

    /// <summary>The root of the container's first process, which has it by chroot(2) alone.</summary>
    FirstRoot = 21,

    /// <summary>The brain has run the hooks that run in its own namespaces before the root is entered.</summary>
    RuntimeHooks = 30,

    /// <summary>The state for the createContainer hooks, and the files for their output when there are any.</summary>
    CreateContainerState = 31,

    /// <summary>The state for the startContainer hooks, and the files for their output when there are any.</summary>
    StartContainerState = 32,

    /// <summary>The brain has handed the listener of the filter, which comes with the question, to its agent.</summary>
    SeccompListener = 33,
}

/// <summary>How slots are filled.</summary>
public static class LateSlots
{
    /// <summary>Whether the brain fills a slot as soon as it can, so that init only waits: a question would wake the brain for nothing.</summary>
    /// <param name="slot">The slot.</param>
    /// <returns>False where the brain waits for the question.</returns>
    public static bool IsFilledUnasked(LateSlot slot) => slot is LateSlot.Cgroups or LateSlot.FirstProcess or LateSlot.FirstRoot;
}
