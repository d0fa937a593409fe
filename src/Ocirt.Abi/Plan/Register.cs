// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Plan;

/// <summary>The descriptors that init holds while it works, by number.</summary>
public static class Register
{
    /// <summary>The root of the container, once OpenRoot ran; in a mount namespace that others use, from go on.</summary>
    public const uint Root = 0;

    /// <summary>The private procfs, once OpenProc ran.</summary>
    public const uint Proc = 1;

    /// <summary>The shared empty directory of HidePath.</summary>
    public const uint EmptyDirectory = 2;

    /// <summary>
    /// The rootfs, opened by the brain in the container's mount namespace; with a user namespace. For a process that joins a
    /// container, the root of the first process.
    /// </summary>
    public const uint Rootfs = 3;

    /// <summary>The user namespace of an idmapped mount.</summary>
    public const uint IdMap = 4;

    /// <summary>The socket on which a created container waits for start.</summary>
    public const uint StartSocket = 5;

    /// <summary>The socket over which stage 1 lends the network namespace.</summary>
    public const uint Network = 6;

    /// <summary>The pidfd of the process whose namespaces are joined.</summary>
    public const uint FirstProcess = 7;

    /// <summary>The first of the descriptors for hooks: the state, the standard output, the standard error.</summary>
    public const uint FirstOfHooks = 64;

    /// <summary>How many descriptors there are for hooks.</summary>
    public const uint MaxOfHooks = 3;

    /// <summary>The first of the namespaces that are joined by path.</summary>
    public const uint FirstNamespace = 8;

    /// <summary>The first of the cgroup descriptors that the brain hands over.</summary>
    public const uint FirstCgroup = 16;

    /// <summary>How many cgroup descriptors can be handed over.</summary>
    public const uint MaxCgroups = 24;

    /// <summary>The first of the sources of bind mounts that the brain hands over.</summary>
    public const uint FirstSource = 40;

    /// <summary>How many of them can be handed over at once.</summary>
    public const uint MaxSources = 24;

    /// <summary>How many registers there are.</summary>
    public const uint Count = 67;

    /// <summary>No register.</summary>
    public const uint None = 0xffff;
}
