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
            "is required and missing",
            "give {0}"),
        DiagnosticId.Empty => Error(
            "must not be empty",
            "give {0}"),
        DiagnosticId.UnknownName => Error(
            "{0} is not known",
            "use one of {1}"),
        DiagnosticId.OutOfRange => Error(
            "must be from {0} to {1}, got {2}",
            "give a number in that range"),
        DiagnosticId.NotAbsolute => Error(
            "must be an absolute path, got {0}",
            "begin it with '/'"),
        DiagnosticId.VersionMalformed => Error(
            "must be a semantic version, got {0}",
            "write major, minor and patch, as in '1.3.0'"),
        DiagnosticId.VersionUnsupported => Error(
            "the version {0} of the specification is not supported",
            "use a configuration of version 1, such as 'ocirt spec' prints"),
        DiagnosticId.VersionOld => Warning(
            "the version {0} is older than 1.0.0, taking it as that",
            "write the version that the configuration follows, as in '1.3.0'"),
        DiagnosticId.DestinationRelative => Warning(
            "should be an absolute path, got {0}, taking it as below '/'",
            "begin it with '/'"),
        DiagnosticId.BindWithoutSource => Error(
            "a bind mount needs a source",
            "give the path of the file or directory to mount, absolute or relative to the bundle"),
        DiagnosticId.MountWithoutType => Error(
            "is missing, and the options ask for no bind mount",
            "give a file system such as 'tmpfs', or the option 'bind' or 'rbind'"),
        DiagnosticId.MountMappingsIncomplete => Error(
            "uidMappings and gidMappings of a mount must be given together",
            "give {0} as well"),
        DiagnosticId.MountInsideProc => Error(
            "a mount at {0} would cover a part of /proc",
            "mount elsewhere; only a few files such as '/proc/meminfo' may be covered"),
        DiagnosticId.HostNameTooLong => Error(
            "must have at most 64 bytes, got {0}",
            "shorten it"),
        DiagnosticId.HostNameNeedsUts => Error(
            "needs a uts namespace, it would change the host's name",
            "add {{\"type\": \"uts\"}} to linux.namespaces, or leave it out"),
        DiagnosticId.AnnotationIgnored => Warning(
            "this annotation is for another runtime, ignoring",
            "remove it if the container does not depend on it"),
        DiagnosticId.AnnotationRefused => Error(
            "this annotation is not carried out: {0}",
            "{1}, or remove it"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForProcess(DiagnosticId id) => id switch
    {
        DiagnosticId.ArgsEmpty => Error(
            "must have at least one element",
            "give the program to run as the first one"),
        DiagnosticId.EnvMalformed => Error(
            "must be of the form NAME=VALUE, got {0}",
            "write 'NAME=' for an empty value, or remove the entry"),
        DiagnosticId.LimitSoftAboveHard => Error(
            "the soft limit {0} is above the hard limit {1}",
            "lower the soft limit or raise the hard one"),
        DiagnosticId.LimitDuplicate => Error(
            "{0} is limited more than once",
            "keep one entry for each type"),
        DiagnosticId.CapabilityUnknown => Warning(
            "{0} is no known capability, ignoring",
            "write it as in 'CAP_NET_ADMIN'; capabilities(7) lists them"),
        DiagnosticId.CapabilityNotPermitted => Warning(
            "{0} is not in {1}, ignoring",
            "add it to {1} as well, or remove it here"),
        DiagnosticId.SchedulerMismatch => Error(
            "does not apply to the policy {0}",
            "leave it out, or use {1}"),
        DiagnosticId.CpuListMalformed => Error(
            "must be a list of numbers and ranges, got {0}",
            "write it as in '0-3,7', each range from low to high"),
        DiagnosticId.PersonalityFlagUnknown => Warning(
            "{0} is no known flag, ignoring",
            "remove it; the specification has no flags of an execution domain yet"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForNamespaces(DiagnosticId id) => id switch
    {
        DiagnosticId.NamespaceDuplicate => Error(
            "the {0} namespace is given more than once",
            "keep one entry for each type"),
        DiagnosticId.MappingsNeedUserNamespace => Error(
            "id mappings need a user namespace",
            "add {{\"type\": \"user\"}} to linux.namespaces, or leave them out"),
        DiagnosticId.MappingOverflow => Error(
            "the range reaches beyond the highest id",
            "id and size together must be at most 4294967295"),
        DiagnosticId.MappingOverlap => Error(
            "the range of {0}s overlaps the one of entry {1}",
            "keep the ranges apart, inside and outside"),
        DiagnosticId.TooManyMappings => Error(
            "the kernel takes at most 340 id mappings, got {0}",
            "join neighbouring ranges"),
        DiagnosticId.OffsetsNeedTimeNamespace => Error(
            "clock offsets need a new time namespace",
            "add {{\"type\": \"time\"}} to linux.namespaces, or leave them out"),
        DiagnosticId.SysctlMalformed => Error(
            "{0} is no name of a kernel parameter",
            "write it as in 'net.ipv4.ip_forward'"),
        DiagnosticId.SysctlOfHost => Error(
            "{0} belongs to no namespace, it would change the host",
            "remove it; only parameters of the ipc, network, uts and user namespaces can be set"),
        DiagnosticId.SysctlNeedsNamespace => Error(
            "{0} belongs to the {1} namespace, which the container shares with the host",
            "add {{\"type\": \"{1}\"}} to linux.namespaces, or remove it"),
        DiagnosticId.SysctlHostname => Error(
            "{0} cannot be set as a kernel parameter",
            "use the field 'hostname'"),
        DiagnosticId.NetDevicesNeedNamespace => Error(
            "network devices need a network namespace to move to",
            "add {{\"type\": \"network\"}} to linux.namespaces, or leave them out"),
        DiagnosticId.NetDeviceName => Error(
            "{0} cannot name a network device",
            "use 1 to 15 bytes without '/', ':' and white space, and not '.' or '..'"),
        DiagnosticId.MappingsMissing => Error(
            "a new user namespace needs {0}, without them no file and no id means anything in it",
            "give {0} as in [{{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}}]"),
        DiagnosticId.MountMappingsMissing => Error(
            "{0} asks for the id mappings of the container, which has none",
            "give uidMappings and gidMappings to the mount, or add a user namespace"),
        DiagnosticId.MemoryPolicyMalformed => Error(
            "invalid memory policy {0}",
            "{1}"),
        DiagnosticId.MemoryPolicyNodes => Error(
            "invalid memory policy nodes: mode requires {0} but got {1}",
            "give the nodes that the mode takes; see set_mempolicy(2)"),
        DiagnosticId.SysctlDomainname => Error(
            "{0} gives another name than 'domainname'",
            "remove one of the two"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForResources(DiagnosticId id) => id switch
    {
        DiagnosticId.DeviceConflict => Error(
            "the device {0} is given more than once, with different numbers",
            "keep one entry for each path"),
        DiagnosticId.DeviceModeMalformed => Error(
            "must be a file mode, got {0}",
            "give permission bits as a decimal number, as in 438 for 0666"),
        DiagnosticId.DeviceAccessMalformed => Error(
            "must be made of the letters 'r', 'w' and 'm', got {0}",
            "use r for read, w for write, m for mknod"),
        DiagnosticId.DeviceAccessIgnored => Warning(
            "has other letters than 'r', 'w' and 'm', ignoring those in {0}",
            "use r for read, w for write, m for mknod"),
        DiagnosticId.SwapBelowLimit => Error(
            "swap is the limit of memory and swap together, and {0} is below the memory limit {1}",
            "give at least the memory limit, or -1 for no limit"),
        DiagnosticId.SwapWithoutLimit => Error(
            "swap cannot be limited without a limit of memory",
            "give 'limit' as well"),
        DiagnosticId.ReservationAboveLimit => Warning(
            "the reservation {0} is above the limit {1} and has no effect",
            "give less than the limit"),
        DiagnosticId.KernelMemoryIgnored => Warning(
            "kernel memory cannot be limited apart from other memory, ignoring",
            "remove it and use 'limit', which counts kernel memory too"),
        DiagnosticId.BurstAboveQuota => Error(
            "the burst {0} is above the quota {1}",
            "give at most the quota"),
        DiagnosticId.SharesClamped => Warning(
            "{0} is outside of 2 to 262144, using the nearest",
            "give a number in that range"),
        DiagnosticId.BlockWeightMissing => Error(
            "is missing, and so is leafWeight",
            "give one of them, or remove the entry"),
        DiagnosticId.PageSizeMalformed => Error(
            "must be a page size, got {0}",
            "write it as in '64KB', '2MB' or '1GB'"),
        DiagnosticId.RdmaLimitMissing => Error(
            "is missing, and so is hcaObjects",
            "give one of them, or remove the entry"),
        DiagnosticId.UnifiedKeyMalformed => Error(
            "{0} is no name of a cgroup file",
            "write it as in 'memory.high', without '/'"),
        DiagnosticId.CgroupsPathEscapes => Error(
            "must not have '..' in it, got {0}",
            "write the path that is meant"),
        DiagnosticId.RdtSchemaMalformed => Error(
            "must be one line of a schemata file that begins with {0}, got {1}",
            "write it as in 'L3:0=ff' or 'MB:0=50'"),
        DiagnosticId.RdtClassMalformed => Error(
            "{0} cannot name a class of service",
            "give the name of a directory, or '/' for the default class"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor ForSeccomp(DiagnosticId id) => id switch
    {
        DiagnosticId.SeccompErrnoUnused => Error(
            "the action {0} returns no error number",
            "leave it out, or use SCMP_ACT_ERRNO"),
        DiagnosticId.SeccompListenerMissing => Error(
            "SCMP_ACT_NOTIFY needs a listenerPath",
            "give the path of the listener's socket, or use another action"),
        DiagnosticId.SeccompMetadataUnused => Error(
            "listenerMetadata needs a listenerPath",
            "give the path of the listener's socket, or leave it out"),
        DiagnosticId.SeccompNotifyDefault => Error(
            "SCMP_ACT_NOTIFY cannot be the default action, the runtime's own calls would wait for it",
            "name the calls to be notified in 'syscalls'"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
