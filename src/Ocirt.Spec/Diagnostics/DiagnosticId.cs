// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <summary>What can be found about a config.json. The numbers are shown to users and are never reused.</summary>
/// <remarks>1xxx: the JSON text and the types in it. 2xxx: rules of the specification. 3xxx: was not carried out by earlier versions, none is left.
/// 4xxx: found while planning the launch on this host. 5xxx: valid, and probably a mistake.
/// 6xxx: missing on this host.</remarks>
public enum DiagnosticId
{
    /// <summary>The file holds nothing but white space.</summary>
    FileEmpty = 1001,

    /// <summary>The file is larger than what is read.</summary>
    FileTooLarge = 1002,

    /// <summary>The file begins with a byte order mark.</summary>
    ByteOrderMark = 1003,

    /// <summary>The file is not valid UTF-8.</summary>
    InvalidUtf8 = 1004,

    /// <summary>The JSON is broken.</summary>
    UnexpectedText = 1005,

    /// <summary>The file ends too early.</summary>
    UnexpectedEnd = 1006,

    /// <summary>Something follows the JSON object.</summary>
    TrailingText = 1007,

    /// <summary>The file has a comment.</summary>
    Comment = 1008,

    /// <summary>The JSON is nested too deep.</summary>
    TooDeep = 1009,

    /// <summary>A string holds a raw control character.</summary>
    RawControlCharacter = 1010,

    /// <summary>A string has an unknown escape.</summary>
    UnknownEscape = 1011,

    /// <summary>A number is malformed.</summary>
    BadNumber = 1012,

    /// <summary>A comma stands before a closing bracket.</summary>
    TrailingComma = 1013,

    /// <summary>A value has a wrong JSON type.</summary>
    WrongType = 1101,

    /// <summary>A number does not fit its field.</summary>
    NumberOutOfRange = 1102,

    /// <summary>A number is not an integer.</summary>
    NotAnInteger = 1103,

    /// <summary>A field is given more than once.</summary>
    DuplicateKey = 1104,

    /// <summary>A string holds a NUL character.</summary>
    NulInString = 1105,

    /// <summary>A string holds half of a surrogate pair.</summary>
    HalfSurrogate = 1106,

    /// <summary>There are more findings than are shown.</summary>
    TooManyFindings = 1107,

    /// <summary>A field's name differs from one of the specification in case only.</summary>
    FieldCaseDiffers = 1108,

    /// <summary>There are more warnings than are shown.</summary>
    TooManyWarnings = 1109,

    /// <summary>A required field is missing.</summary>
    Missing = 2001,

    /// <summary>A string is empty that must not be.</summary>
    Empty = 2002,

    /// <summary>A name is none of those that the specification defines.</summary>
    UnknownName = 2003,

    /// <summary>A number is outside of what its field allows.</summary>
    OutOfRange = 2004,

    /// <summary>A path is relative that must be absolute.</summary>
    NotAbsolute = 2005,

    /// <summary>The specification's version is no semantic version.</summary>
    VersionMalformed = 2101,

    /// <summary>The configuration follows another major version of the specification.</summary>
    VersionUnsupported = 2102,

    /// <summary>A mount's destination is relative.</summary>
    DestinationRelative = 2103,

    /// <summary>A bind mount has no source.</summary>
    BindWithoutSource = 2104,

    /// <summary>A mount has no type and is no bind mount.</summary>
    MountWithoutType = 2105,

    /// <summary>A mount has user mappings without group mappings, or the other way round.</summary>
    MountMappingsIncomplete = 2106,

    /// <summary>A mount would cover a part of /proc.</summary>
    MountInsideProc = 2107,

    /// <summary>A host or domain name is longer than the kernel's limit.</summary>
    HostNameTooLong = 2108,

    /// <summary>A host or domain name is asked for without a uts namespace.</summary>
    HostNameNeedsUts = 2109,

    /// <summary>An annotation asks another runtime for something.</summary>
    AnnotationIgnored = 2110,

    /// <summary>An annotation of another runtime asks for what is not carried out.</summary>
    AnnotationRefused = 2111,

    /// <summary>The configuration follows a version before 1.0.0.</summary>
    VersionOld = 2112,

    /// <summary>The process has no arguments.</summary>
    ArgsEmpty = 2201,

    /// <summary>An environment entry is not of the form NAME=VALUE.</summary>
    EnvMalformed = 2202,

    /// <summary>A soft resource limit is above the hard one.</summary>
    LimitSoftAboveHard = 2203,

    /// <summary>A resource limit is given twice.</summary>
    LimitDuplicate = 2204,

    /// <summary>A capability has an unknown name.</summary>
    CapabilityUnknown = 2205,

    /// <summary>A capability is effective or ambient without the sets it depends on.</summary>
    CapabilityNotPermitted = 2206,

    /// <summary>A scheduling parameter does not belong to the policy.</summary>
    SchedulerMismatch = 2207,

    /// <summary>A list of processors or memory nodes is malformed.</summary>
    CpuListMalformed = 2208,

    /// <summary>A flag of the execution domain is unknown; the specification has none.</summary>
    PersonalityFlagUnknown = 2209,

    /// <summary>A namespace is given twice.</summary>
    NamespaceDuplicate = 2301,

    /// <summary>There are id mappings without a user namespace.</summary>
    MappingsNeedUserNamespace = 2302,

    /// <summary>An id mapping reaches beyond the highest id.</summary>
    MappingOverflow = 2303,

    /// <summary>Two id mappings overlap.</summary>
    MappingOverlap = 2304,

    /// <summary>There are more id mappings than the kernel takes.</summary>
    TooManyMappings = 2305,

    /// <summary>There are clock offsets without a new time namespace.</summary>
    OffsetsNeedTimeNamespace = 2306,

    /// <summary>A kernel parameter has a malformed name.</summary>
    SysctlMalformed = 2307,

    /// <summary>A kernel parameter belongs to no namespace.</summary>
    SysctlOfHost = 2308,

    /// <summary>A kernel parameter belongs to a namespace that the container shares with the host.</summary>
    SysctlNeedsNamespace = 2309,

    /// <summary>A kernel parameter has a field of its own.</summary>
    SysctlHostname = 2310,

    /// <summary>Network devices are to be moved without a network namespace.</summary>
    NetDevicesNeedNamespace = 2311,

    /// <summary>A network device has an impossible name.</summary>
    NetDeviceName = 2312,

    /// <summary>A new user namespace has no id mappings.</summary>
    MappingsMissing = 2313,

    /// <summary>A mount is to have the container's id mappings, and there are none.</summary>
    MountMappingsMissing = 2314,

    /// <summary>The memory policy has no mode, or an unknown mode, flag or list of nodes.</summary>
    MemoryPolicyMalformed = 2315,

    /// <summary>The mode of the memory policy and its nodes do not go together.</summary>
    MemoryPolicyNodes = 2316,

    /// <summary>A kernel parameter and 'domainname' give the container different names.</summary>
    SysctlDomainname = 2317,

    /// <summary>Two network devices get one name.</summary>
    NetDeviceConflict = 2318,

    /// <summary>Paths are to be masked or made read-only without a mount namespace.</summary>
    CoversNeedMountNamespace = 2319,

    /// <summary>There is a user namespace without a mount namespace.</summary>
    UserNeedsMountNamespace = 2320,

    /// <summary>The id mappings that an option gives a mount are malformed.</summary>
    MountIdMapMalformed = 2321,

    /// <summary>Two different devices have one path.</summary>
    DeviceConflict = 2401,

    /// <summary>A device's mode has bits that are no permissions.</summary>
    DeviceModeMalformed = 2402,

    /// <summary>A device rule has unknown access letters.</summary>
    DeviceAccessMalformed = 2403,

    /// <summary>The limit of memory and swap is below the limit of memory.</summary>
    SwapBelowLimit = 2404,

    /// <summary>There is a limit of swap without one of memory.</summary>
    SwapWithoutLimit = 2405,

    /// <summary>The soft memory limit is above the hard one.</summary>
    ReservationAboveLimit = 2406,

    /// <summary>A limit of kernel memory is asked for, which kernels no longer have.</summary>
    KernelMemoryIgnored = 2407,

    /// <summary>The processor burst is above the quota.</summary>
    BurstAboveQuota = 2408,

    /// <summary>The processor shares are outside of the kernel's range.</summary>
    SharesClamped = 2409,

    /// <summary>A block device weight has no weight.</summary>
    BlockWeightMissing = 2410,

    /// <summary>A huge page size is malformed.</summary>
    PageSizeMalformed = 2411,

    /// <summary>An RDMA limit limits nothing.</summary>
    RdmaLimitMissing = 2412,

    /// <summary>A cgroup file has an impossible name.</summary>
    UnifiedKeyMalformed = 2413,

    /// <summary>The cgroup's path climbs up.</summary>
    CgroupsPathEscapes = 2414,

    /// <summary>A cache or bandwidth schema is malformed.</summary>
    RdtSchemaMalformed = 2415,

    /// <summary>A class of service has an impossible name.</summary>
    RdtClassMalformed = 2416,

    /// <summary>A device rule has unknown access letters beside known ones.</summary>
    DeviceAccessIgnored = 2417,

    /// <summary>An error number is given for an action that has none.</summary>
    SeccompErrnoUnused = 2501,

    /// <summary>Calls are to be notified, and there is no listener.</summary>
    SeccompListenerMissing = 2502,

    /// <summary>There is metadata for a listener, and no listener.</summary>
    SeccompMetadataUnused = 2503,

    /// <summary>The default action is to notify.</summary>
    SeccompNotifyDefault = 2504,

    /// <summary>Control groups are to be mounted, and the host has none.</summary>
    CgroupsMissing = 4001,

    /// <summary>A mount would cover the root itself.</summary>
    MountOverRoot = 4002,

    /// <summary>A bind mount has an option of a file system.</summary>
    BindOptionIgnored = 4003,

    /// <summary>An AppArmor profile is asked for on a host without AppArmor.</summary>
    ApparmorMissing = 4004,

    /// <summary>An SELinux label is asked for on a host without SELinux.</summary>
    SelinuxMissing = 4005,

    /// <summary>A field is none of the specification.</summary>
    FieldUnknown = 5001,

    /// <summary>A field is none of the specification, and resembles one.</summary>
    FieldMisspelled = 5002,

    /// <summary>There is a size for a terminal, and no terminal.</summary>
    ConsoleSizeUnused = 5003,

    /// <summary>An environment variable is given more than once.</summary>
    EnvDuplicate = 5004,

    /// <summary>The only argument looks like a whole command line.</summary>
    ArgsInOne = 5005,

    /// <summary>A capability is lost when the program is executed.</summary>
    CapabilityLost = 5006,

    /// <summary>A capability comes back when the program is executed.</summary>
    CapabilityRegained = 5007,

    /// <summary>A mount hides an earlier one.</summary>
    MountHidden = 5008,

    /// <summary>Two options of a mount contradict each other.</summary>
    MountOptionsContradict = 5009,

    /// <summary>The limit of processes is 0.</summary>
    PidsLimitZero = 5010,

    /// <summary>A memory limit is so small that another unit may be meant.</summary>
    MemoryLimitTiny = 5011,

    /// <summary>There is no mount namespace.</summary>
    MountNamespaceShared = 5012,

    /// <summary>The root filesystem is no directory of this host.</summary>
    RootfsMissing = 6001,

    /// <summary>The source of a bind mount does not exist on this host.</summary>
    SourceMissing = 6002,

    /// <summary>This kernel does not have a kind of namespaces.</summary>
    NamespaceUnavailable = 6003,

    /// <summary>The namespace to join does not exist on this host.</summary>
    NamespacePathMissing = 6004,

    /// <summary>This host lacks the cgroup controller of a limit.</summary>
    ControllerMissing = 6005,

    /// <summary>The security module of a label is not enabled on this host.</summary>
    SecurityModuleMissing = 6006,

    /// <summary>This kernel does not list the type of a mount.</summary>
    FilesystemUnknown = 6007,

    /// <summary>This kernel does not know a flag of seccomp.</summary>
    SeccompFlagMissing = 6008,

    /// <summary>This kernel does not have a capability.</summary>
    CapabilityMissing = 6009,

    /// <summary>The program of a hook does not exist on this host.</summary>
    HookMissing = 6010,

    /// <summary>This kernel does not have a parameter.</summary>
    SysctlMissing = 6011,

    /// <summary>A network device does not exist on this host.</summary>
    NetDeviceMissing = 6012,

    /// <summary>This host has no resctrl file system.</summary>
    ResctrlMissing = 6013,
}
