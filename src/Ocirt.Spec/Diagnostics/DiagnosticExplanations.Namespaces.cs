// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>Namespaces and what lives in them.</content>
public static partial class DiagnosticExplanations
{
    private static string ForNamespaces(DiagnosticId id) => id switch
    {
        DiagnosticId.NamespaceDuplicate =>
            "config-linux.md, Namespaces: each type is given at most once. With two entries it would be open "
            + "which one the container lives in.",
        DiagnosticId.MappingsNeedUserNamespace =>
            "Id mappings say which ids of the host stand behind those of a new user namespace. Without one they "
            + "would be ignored, and the container's root would be the host's.",
        DiagnosticId.MappingOverflow =>
            "A mapping covers 'size' ids from 'containerID' and 'hostID' on, and 4294967295 is no id: the system "
            + "calls use it for 'unchanged'.",
        DiagnosticId.MappingOverlap =>
            "Each id inside stands for one id outside and the other way round, so the ranges of one list must be "
            + "apart on both sides. The kernel refuses the map otherwise.",
        DiagnosticId.TooManyMappings =>
            "The kernel keeps at most 340 ranges in a map (user_namespaces(7)).",
        DiagnosticId.OffsetsNeedTimeNamespace =>
            "The clocks can only be shifted in a time namespace that this container makes; in one that is joined "
            + "by its path they are set for good.",
        DiagnosticId.SysctlMalformed =>
            "A kernel parameter is named by its path below /proc/sys, with dots or slashes between the parts.",
        DiagnosticId.SysctlOfHost =>
            "This parameter exists once for the whole machine. Setting it for one container would change it for "
            + "the host and for all other containers.",
        DiagnosticId.SysctlNeedsNamespace =>
            "The parameter belongs to a namespace which the container shares with the host, so setting it would "
            + "change the host.",
        DiagnosticId.SysctlHostname =>
            "The specification has a field of its own for this name; two ways to set it could contradict each "
            + "other.",
        DiagnosticId.NetDevicesNeedNamespace =>
            "A network device is moved into the container's network namespace. Without one there is no place to "
            + "move it to.",
        DiagnosticId.NetDeviceName =>
            "The kernel's rules for names of interfaces (dev_valid_name): 1 to 15 bytes, and no '/', ':' or "
            + "white space.",
        DiagnosticId.MappingsMissing =>
            "A user namespace without id mappings shows every file as the overflow id 65534 and lets no process "
            + "take an id, so not even the root of the container could be entered.",
        DiagnosticId.MountMappingsMissing =>
            "The options 'idmap' and 'ridmap' give a mount the id mappings of the container's user namespace, "
            + "unless the mount lists its own. With neither there is nothing to map by.",
        DiagnosticId.MemoryPolicyMalformed =>
            "The memory policy says from which NUMA nodes the container's memory is taken. Its mode and flags have the "
            + "names of set_mempolicy(2); the nodes are a list as in cpuset(7).",
        DiagnosticId.MemoryPolicyNodes =>
            "MPOL_DEFAULT and MPOL_LOCAL choose the node themselves, so the kernel refuses them with a list of nodes. "
            + "The modes that spread memory or bind it need at least one.",
        DiagnosticId.SysctlDomainname =>
            "The NIS domain name can be given as 'domainname' and as the kernel parameter kernel.domainname. With two "
            + "different names one of them would be lost without a word.",
        _ => string.Empty,
    };
}
