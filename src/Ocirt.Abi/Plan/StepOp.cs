// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Plan;

/// <summary>What a step does. Numbers are part of the plan format and never reused.</summary>
public enum StepOp : ushort
{
    /// <summary>Not a step.</summary>
    None = 0,

    /// <summary>Opens a namespace by path and checks its kind with NS_GET_NSTYPE; see ioctl_ns(2).</summary>
    OpenNamespace = 1,

    /// <summary>Joins a namespace that was opened before; see setns(2).</summary>
    EnterNamespace = 2,

    /// <summary>Writes /proc/self/oom_score_adj; see proc(5).</summary>
    SetOomScoreAdj = 3,

    /// <summary>Moves the caller into cgroups through open cgroup.procs files; see cgroups(7).</summary>
    EnterCgroups = 4,

    /// <summary>Makes the container's first process as a sibling; the caller reports its pid and ends. See clone3(2).</summary>
    Clone = 5,

    /// <summary>Allows or forbids others to trace the process; see PR_SET_DUMPABLE in prctl(2).</summary>
    SetDumpable = 6,

    /// <summary>Stops at a late slot: asks for it over the channel and stores what comes.</summary>
    Await = 10,

    /// <summary>Leaves namespaces for new ones; see unshare(2).</summary>
    Unshare = 11,

    /// <summary>Starts a session keyring of the container's own; see keyctl(2).</summary>
    JoinSessionKeyring = 12,

    /// <summary>Starts a session; see setsid(2).</summary>
    NewSession = 13,

    /// <summary>Sets the propagation of the root mount; see mount_namespaces(7).</summary>
    SetPropagation = 14,

    /// <summary>Makes the mount above the rootfs private, which pivot_root(2) demands.</summary>
    MakeParentPrivate = 15,

    /// <summary>Binds the rootfs over itself and opens it: every later path is resolved beneath it.</summary>
    OpenRoot = 16,

    /// <summary>Mounts a file system; see fsopen(2).</summary>
    MountFilesystem = 17,

    /// <summary>Binds a file or directory of the host; see open_tree(2), move_mount(2).</summary>
    BindMount = 18,

    /// <summary>Changes the attributes of a mount that stands; see mount_setattr(2).</summary>
    ChangeMount = 19,

    /// <summary>Makes a device node or fifo; one that is there already must be the same. See mknod(2).</summary>
    MakeDevice = 20,

    /// <summary>Makes a symbolic link; one that is there already stays. See symlink(2).</summary>
    MakeSymlink = 21,

    /// <summary>Covers a path: a directory by an empty read-only tmpfs, anything else by /dev/null. A missing path is skipped.</summary>
    HidePath = 22,

    /// <summary>Makes a path read-only by a bind mount over itself. A missing path is skipped.</summary>
    ProtectPath = 23,

    /// <summary>Makes the rootfs the root and takes the old one away; see pivot_root(2).</summary>
    PivotRoot = 24,

    /// <summary>Makes the rootfs the root by moving it over '/', for hosts whose root is an initramfs.</summary>
    MoveRoot = 25,

    /// <summary>Sets the host name; see sethostname(2).</summary>
    SetHostname = 26,

    /// <summary>Sets the NIS domain name; see setdomainname(2).</summary>
    SetDomainname = 27,

    /// <summary>Makes a private procfs for writes that no mount of the container can redirect (CVE-2025-52881).</summary>
    OpenProc = 28,

    /// <summary>Writes a kernel parameter through that procfs; see proc(5).</summary>
    WriteSysctl = 29,

    /// <summary>Sets a resource limit; see prlimit(2).</summary>
    SetLimit = 30,

    /// <summary>Finds the program as execvp does and checks that it can be executed; see exec(3).</summary>
    FindExecutable = 31,

    /// <summary>Changes the working directory and verifies that it lies inside the root (CVE-2024-21626).</summary>
    ChangeDirectory = 32,

    /// <summary>Sets the file mode creation mask; see umask(2).</summary>
    SetUmask = 33,

    /// <summary>Sets the supplementary groups; see setgroups(2).</summary>
    SetGroups = 34,

    /// <summary>Sets all user and group ids, keeping permitted capabilities; see setresuid(2).</summary>
    SetIds = 35,

    /// <summary>Takes every capability that is not listed out of the bounding set; see capabilities(7).</summary>
    LimitBounding = 36,

    /// <summary>Sets the thread's sets; see capset(2).</summary>
    SetCapabilities = 37,

    /// <summary>Sets the ambient set; see PR_CAP_AMBIENT in prctl(2).</summary>
    RaiseAmbient = 38,

    /// <summary>Sets no_new_privs; see PR_SET_NO_NEW_PRIVS in prctl(2).</summary>
    ForbidNewPrivileges = 39,

    /// <summary>Loads a filter; see seccomp(2).</summary>
    LoadSeccomp = 40,

    /// <summary>Closes every descriptor from a number on, except the channel; see close_range(2).</summary>
    CloseDescriptors = 41,

    /// <summary>Replaces the host's /dev/null on descriptors 0 to 2 by the container's own.</summary>
    ReopenNull = 42,

    /// <summary>Gives descriptors 0 to 2 to the container's user, as far as the kernel allows.</summary>
    OwnStdio = 43,

    /// <summary>The point of no return: replaces init by the program that FindExecutable found; see execve(2).</summary>
    Exec = 44,

    /// <summary>Sets the execution domain; see personality(2).</summary>
    SetPersonality = 45,

    /// <summary>Sets from which NUMA nodes memory is taken; see set_mempolicy(2).</summary>
    SetMemoryPolicy = 46,

    /// <summary>Sets the clocks of the time namespace that the clone will be in; see time_namespaces(7).</summary>
    SetTimeOffsets = 47,

    /// <summary>Takes ids that the user namespace maps; see user_namespaces(7).</summary>
    AdoptIds = 48,

    /// <summary>Sets the loopback device of a new network namespace up; see netdevice(7).</summary>
    RaiseLoopback = 49,

    /// <summary>Opens a pseudo-terminal, sends its master to the brain and makes its slave the standard streams; see pty(7).</summary>
    OpenTerminal = 50,

    /// <summary>Opens the root of the mount namespace that was entered, for a process that joins a container.</summary>
    UseRoot = 51,

    /// <summary>Waits for the network namespace that stage 1 lends, and enters it; see setns(2).</summary>
    BorrowNetwork = 52,

    /// <summary>Makes a directory the root of this process alone, in a mount namespace that others use; see chroot(2).</summary>
    ChangeRoot = 53,

    /// <summary>Leaves the channel to the creator and waits on the container's socket until start connects; see accept(2).</summary>
    AcceptStart = 60,

    /// <summary>Runs a hook inside the container's namespaces and waits for its end; see clone(2).</summary>
    RunHook = 61,

    /// <summary>Writes a label of a security module through the private procfs; see proc_pid_attr(5).</summary>
    SetLabel = 62,

    /// <summary>Makes a directory and those above it; one that is there, or cannot be made, is left to who uses it. See mkdir(2).</summary>
    MakeDirectory = 64,

    /// <summary>Lets signals end the first process of a pid namespace, until the program replaces it; see pid_namespaces(7).</summary>
    EndOnSignals = 65,
}
