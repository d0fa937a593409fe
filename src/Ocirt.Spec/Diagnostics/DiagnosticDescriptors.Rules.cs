// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>The rules of the specification.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForRule(DiagnosticId id) => (int)id switch
    {
        < 2200 => ForContainer(id),
        < 2300 => ForProcess(id),
        < 2400 => ForNamespaces(id),
        < 2500 => ForResources(id),
        _ => ForSeccomp(id),
    };

    private static DiagnosticDescriptor ForContainer(DiagnosticId id) => id switch
    {
        DiagnosticId.Missing => Error(
            "is required and missing"u8,
            "give {0}"u8),
        DiagnosticId.Empty => Error(
            "must not be empty"u8,
            "give {0}"u8),
        DiagnosticId.UnknownName => Error(
            "{0} is not known"u8,
            "use one of {1}"u8),
        DiagnosticId.OutOfRange => Error(
            "must be from {0} to {1}, got {2}"u8,
            "give a number in that range"u8),
        DiagnosticId.NotAbsolute => Error(
            "must be an absolute path, got {0}"u8,
            "begin it with '/'"u8),
        DiagnosticId.VersionMalformed => Error(
            "must be a semantic version, got {0}"u8,
            "write major, minor and patch, as in '1.3.0'"u8),
        DiagnosticId.VersionUnsupported => Error(
            "the version {0} of the specification is not supported"u8,
            "use a configuration of version 1, such as 'ocirt spec' writes"u8),
        DiagnosticId.VersionOld => Warning(
            "the version {0} is older than 1.0.0, taking it as that"u8,
            "write the version that the configuration follows, as in '1.3.0'"u8),
        DiagnosticId.DestinationRelative => Warning(
            "should be an absolute path, got {0}, taking it as below '/'"u8,
            "begin it with '/'"u8),
        DiagnosticId.BindWithoutSource => Error(
            "a bind mount needs a source"u8,
            "give the path of the file or directory to mount, absolute or relative to the bundle"u8),
        DiagnosticId.MountWithoutType => Error(
            "is missing, and the options ask for no bind mount"u8,
            "give a file system such as 'tmpfs', or the option 'bind' or 'rbind'"u8),
        DiagnosticId.MountMappingsIncomplete => Error(
            "uidMappings and gidMappings of a mount must be given together"u8,
            "give {0} as well"u8),
        DiagnosticId.MountInsideProc => Error(
            "a mount at {0} would cover a part of /proc"u8,
            "mount elsewhere; only a few files such as '/proc/meminfo' may be covered"u8),
        DiagnosticId.HostNameTooLong => Error(
            "must have at most 64 bytes, got {0}"u8,
            "shorten it"u8),
        DiagnosticId.HostNameNeedsUts => Error(
            "needs a uts namespace, it would change the host's name"u8,
            "add {{\"type\": \"uts\"}} to linux.namespaces, or leave it out"u8),
        DiagnosticId.AnnotationIgnored => Warning(
            "this annotation is for another runtime, ignoring"u8,
            "remove it if the container does not depend on it"u8),
        DiagnosticId.AnnotationRefused => Error(
            "this annotation is not carried out: {0}"u8,
            "{1}, or remove it"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForProcess(DiagnosticId id) => id switch
    {
        DiagnosticId.ArgsEmpty => Error(
            "must have at least one element"u8,
            "give the program to run as the first one"u8),
        DiagnosticId.EnvMalformed => Error(
            "must be of the form NAME=VALUE, got {0}"u8,
            "write 'NAME=' for an empty value, or remove the entry"u8),
        DiagnosticId.LimitSoftAboveHard => Error(
            "the soft limit {0} is above the hard limit {1}"u8,
            "lower the soft limit or raise the hard one"u8),
        DiagnosticId.LimitDuplicate => Error(
            "{0} is limited more than once"u8,
            "keep one entry for each type"u8),
        DiagnosticId.CapabilityUnknown => Warning(
            "ignoring unknown or unavailable capabilities: [{0}]"u8,
            "write it as in 'CAP_NET_ADMIN'; capabilities(7) lists them"u8),
        DiagnosticId.CapabilityNotPermitted => Warning(
            "{0} is not in {1}, ignoring"u8,
            "add it to {1} as well, or remove it here"u8),
        DiagnosticId.SchedulerMismatch => Error(
            "does not apply to the policy {0}"u8,
            "leave it out, or use {1}"u8),
        DiagnosticId.CpuListMalformed => Error(
            "must be a list of numbers and ranges, got {0}"u8,
            "write it as in '0-3,7', each range from low to high"u8),
        DiagnosticId.PersonalityFlagUnknown => Warning(
            "{0} is no known flag, ignoring"u8,
            "remove it; the specification has no flags of an execution domain yet"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForNamespaces(DiagnosticId id) => id switch
    {
        DiagnosticId.NamespaceDuplicate => Error(
            "the {0} namespace is given more than once"u8,
            "keep one entry for each type"u8),
        DiagnosticId.MappingsNeedUserNamespace => Error(
            "id mappings need a user namespace"u8,
            "add {{\"type\": \"user\"}} to linux.namespaces, or leave them out"u8),
        DiagnosticId.MappingOverflow => Error(
            "the range reaches beyond the highest id"u8,
            "id and size together must be at most 4294967295"u8),
        DiagnosticId.MappingOverlap => Error(
            "the range of {0}s overlaps the one of entry {1}"u8,
            "keep the ranges apart, inside and outside"u8),
        DiagnosticId.TooManyMappings => Error(
            "the kernel takes at most 340 id mappings, got {0}"u8,
            "join neighbouring ranges"u8),
        DiagnosticId.OffsetsNeedTimeNamespace => Error(
            "clock offsets need a new time namespace"u8,
            "add {{\"type\": \"time\"}} to linux.namespaces, or leave them out"u8),
        DiagnosticId.SysctlMalformed => Error(
            "{0} is no name of a kernel parameter"u8,
            "write it as in 'net.ipv4.ip_forward'"u8),
        DiagnosticId.SysctlOfHost => Error(
            "{0} belongs to no namespace, it would change the host"u8,
            "remove it; only parameters of the ipc, network, uts and user namespaces can be set"u8),
        DiagnosticId.SysctlNeedsNamespace => Error(
            "{0} belongs to the {1} namespace, which the container shares with the host"u8,
            "add {{\"type\": \"{1}\"}} to linux.namespaces, or remove it"u8),
        DiagnosticId.SysctlHostname => Error(
            "{0} cannot be set as a kernel parameter"u8,
            "use the field 'hostname'"u8),
        DiagnosticId.NetDevicesNeedNamespace => Error(
            "network devices need a network namespace to move to"u8,
            "add {{\"type\": \"network\"}} to linux.namespaces, or leave them out"u8),
        DiagnosticId.NetDeviceName => Error(
            "{0} cannot name a network device"u8,
            "use 1 to 15 bytes without '/', ':' and white space, and not '.' or '..'; '%d' once in 'name' stands for a free number"u8),
        DiagnosticId.MappingsMissing => Error(
            "a new user namespace needs {0}, without them no file and no id means anything in it"u8,
            "give {0} as in [{{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}}]"u8),
        DiagnosticId.MountMappingsMissing => Error(
            "{0} asks for the id mappings of the container, which has none"u8,
            "give uidMappings and gidMappings to the mount, or add a user namespace"u8),
        DiagnosticId.MemoryPolicyMalformed => Error(
            "invalid memory policy {0}"u8,
            "{1}"u8),
        DiagnosticId.MemoryPolicyNodes => Error(
            "invalid memory policy nodes: mode requires {0} but got {1}"u8,
            "give the nodes that the mode takes; see set_mempolicy(2)"u8),
        DiagnosticId.SysctlDomainname => Error(
            "{0} gives another name than 'domainname'"u8,
            "remove one of the two"u8),
        DiagnosticId.NetDeviceConflict => Error(
            "{0} is the name of more than one network device in the container"u8,
            "give another with 'name', or a template as in 'eth%d'"u8),
        DiagnosticId.CoversNeedMountNamespace => Error(
            "needs a mount namespace of the container's own, in that of the host a process gets around it"u8,
            "add {{\"type\": \"mount\"}} to linux.namespaces, or leave it out"u8),
        DiagnosticId.UserNeedsMountNamespace => Error(
            "a user namespace needs a mount namespace of its own, its root may not mount in that of the host"u8,
            "add {{\"type\": \"mount\"}} to linux.namespaces"u8),
        DiagnosticId.MountIdMapMalformed => Error(
            "the id mappings of {0} cannot be used: {1}"u8,
            "write them as in 'idmap=uids=0-100000-1000#1000-1000-1;gids=0-100000-65536': first id of the file system, first id outside, how many"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForResources(DiagnosticId id) => id switch
    {
        DiagnosticId.DeviceConflict => Error(
            "the device {0} is given more than once, with different numbers"u8,
            "keep one entry for each path"u8),
        DiagnosticId.DeviceModeMalformed => Error(
            "must be a file mode, got {0}"u8,
            "give permission bits as a decimal number, as in 438 for 0666"u8),
        DiagnosticId.DeviceAccessMalformed => Error(
            "must be made of the letters 'r', 'w' and 'm', got {0}"u8,
            "use r for read, w for write, m for mknod"u8),
        DiagnosticId.DeviceAccessIgnored => Warning(
            "has other letters than 'r', 'w' and 'm', ignoring those in {0}"u8,
            "use r for read, w for write, m for mknod"u8),
        DiagnosticId.SwapBelowLimit => Error(
            "swap is the limit of memory and swap together, and {0} is below the memory limit {1}"u8,
            "give at least the memory limit, or -1 for no limit"u8),
        DiagnosticId.SwapWithoutLimit => Error(
            "swap cannot be limited without a limit of memory"u8,
            "give 'limit' as well"u8),
        DiagnosticId.ReservationAboveLimit => Warning(
            "the reservation {0} is above the limit {1} and has no effect"u8,
            "give less than the limit"u8),
        DiagnosticId.KernelMemoryIgnored => Warning(
            "kernel memory cannot be limited apart from other memory, ignoring"u8,
            "remove it and use 'limit', which counts kernel memory too"u8),
        DiagnosticId.BurstAboveQuota => Error(
            "the burst {0} is above the quota {1}"u8,
            "give at most the quota"u8),
        DiagnosticId.SharesClamped => Warning(
            "{0} is outside of 2 to 262144, using the nearest"u8,
            "give a number in that range"u8),
        DiagnosticId.BlockWeightMissing => Error(
            "is missing, and so is leafWeight"u8,
            "give one of them, or remove the entry"u8),
        DiagnosticId.PageSizeMalformed => Error(
            "must be a page size, got {0}"u8,
            "write it as in '64KB', '2MB' or '1GB'"u8),
        DiagnosticId.RdmaLimitMissing => Error(
            "is missing, and so is hcaObjects"u8,
            "give one of them, or remove the entry"u8),
        DiagnosticId.UnifiedKeyMalformed => Error(
            "{0} is no name of a cgroup file"u8,
            "write it as in 'memory.high', without '/'"u8),
        DiagnosticId.CgroupsPathEscapes => Error(
            "must not have '..' in it, got {0}"u8,
            "write the path that is meant"u8),
        DiagnosticId.RdtSchemaMalformed => Error(
            "must be one line of a schemata file that begins with {0}, got {1}"u8,
            "write it as in 'L3:0=ff' or 'MB:0=50'"u8),
        DiagnosticId.RdtClassMalformed => Error(
            "{0} cannot name a class of service"u8,
            "give the name of a directory, or '/' for the default class"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForSeccomp(DiagnosticId id) => id switch
    {
        DiagnosticId.SeccompErrnoUnused => Error(
            "the action {0} returns no error number"u8,
            "leave it out, or use SCMP_ACT_ERRNO"u8),
        DiagnosticId.SeccompListenerMissing => Error(
            "SCMP_ACT_NOTIFY needs a listenerPath"u8,
            "give the path of the listener's socket, or use another action"u8),
        DiagnosticId.SeccompMetadataUnused => Error(
            "listenerMetadata needs a listenerPath"u8,
            "give the path of the listener's socket, or leave it out"u8),
        DiagnosticId.SeccompNotifyDefault => Error(
            "SCMP_ACT_NOTIFY cannot be the default action, the runtime's own calls would wait for it"u8,
            "name the calls to be notified in 'syscalls'"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
