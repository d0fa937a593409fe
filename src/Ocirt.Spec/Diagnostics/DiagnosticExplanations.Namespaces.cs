// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>Namespaces and what lives in them.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForNamespaces(DiagnosticId id) => id switch
    {
        DiagnosticId.NamespaceDuplicate =>
            "config-linux.md, Namespaces: each type is given at most once. With two entries it would be open "u8
            + "which one the container lives in."u8,
        DiagnosticId.MappingsNeedUserNamespace =>
            "Id mappings say which ids of the host stand behind those of a new user namespace. Without one they "u8
            + "would be ignored, and the container's root would be the host's."u8,
        DiagnosticId.MappingOverflow =>
            "A mapping covers 'size' ids from 'containerID' and 'hostID' on, and 4294967295 is no id: the system "u8
            + "calls use it for 'unchanged'."u8,
        DiagnosticId.MappingOverlap =>
            "Each id inside stands for one id outside and the other way round, so the ranges of one list must be "u8
            + "apart on both sides. The kernel refuses the map otherwise."u8,
        DiagnosticId.TooManyMappings =>
            "The kernel keeps at most 340 ranges in a map (user_namespaces(7))."u8,
        DiagnosticId.OffsetsNeedTimeNamespace =>
            "The clocks can only be shifted in a time namespace that this container makes; in one that is joined "u8
            + "by its path they are set for good."u8,
        DiagnosticId.SysctlMalformed =>
            "A kernel parameter is named by its path below /proc/sys, with dots or slashes between the parts."u8,
        DiagnosticId.SysctlOfHost =>
            "This parameter exists once for the whole machine. Setting it for one container would change it for "u8
            + "the host and for all other containers."u8,
        DiagnosticId.SysctlNeedsNamespace =>
            "The parameter belongs to a namespace which the container shares with the host, so setting it would "u8
            + "change the host."u8,
        DiagnosticId.SysctlHostname =>
            "The specification has a field of its own for this name; two ways to set it could contradict each "u8
            + "other."u8,
        DiagnosticId.NetDevicesNeedNamespace =>
            "A network device is moved into the container's network namespace. Without one there is no place to "u8
            + "move it to."u8,
        DiagnosticId.NetDeviceName =>
            "The kernel's rules for names of interfaces (dev_valid_name): 1 to 15 bytes, and no '/', ':' or "u8
            + "white space. In the name inside, '%d' may stand once: the kernel puts the lowest free number there."u8,
        DiagnosticId.MappingsMissing =>
            "A user namespace without id mappings shows every file as the overflow id 65534 and lets no process "u8
            + "take an id, so not even the root of the container could be entered."u8,
        DiagnosticId.MountMappingsMissing =>
            "The options 'idmap' and 'ridmap' give a mount the id mappings of the container's user namespace, "u8
            + "unless the mount lists its own. With neither there is nothing to map by."u8,
        DiagnosticId.MemoryPolicyMalformed =>
            "The memory policy says from which NUMA nodes the container's memory is taken. Its mode and flags have the "u8
            + "names of set_mempolicy(2); the nodes are a list as in cpuset(7)."u8,
        DiagnosticId.MemoryPolicyNodes =>
            "MPOL_DEFAULT and MPOL_LOCAL choose the node themselves, so the kernel refuses them with a list of nodes. "u8
            + "The modes that spread memory or bind it need at least one."u8,
        DiagnosticId.SysctlDomainname =>
            "The NIS domain name can be given as 'domainname' and as the kernel parameter kernel.domainname. With two "u8
            + "different names one of them would be lost without a word."u8,
        DiagnosticId.NetDeviceConflict =>
            "Names of devices are unique in a network namespace. A device without 'name' keeps the name that it "u8
            + "has on the host."u8,
        DiagnosticId.CoversNeedMountNamespace =>
            "Without a mount namespace of its own the container has its root by chroot(2), which a process with "u8
            + "CAP_SYS_CHROOT leaves, and then it finds every file uncovered. What cannot protect is refused, as by runc."u8,
        DiagnosticId.UserNeedsMountNamespace =>
            "A mount namespace belongs to the user namespace in which it was made. In that of the host only the host's root "u8
            + "may mount, and the root of a new user namespace is somebody else (mount_namespaces(7))."u8,
        DiagnosticId.MountIdMapMalformed =>
            "'idmap=' and 'ridmap=' are options of crun that give a mount id mappings of its own, users and groups both. A "u8
            + "range with '@' before it ends in ids of the container, and must lie within one range of its mappings. In the "u8
            + "terms of the specification the same is written as uidMappings and gidMappings of the mount."u8,
        _ => default,
    };
}
