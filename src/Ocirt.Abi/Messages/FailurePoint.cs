// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Messages;

/// <summary>Which part of a step failed; the brain turns it into words.</summary>
public enum FailurePoint : uint
{
    /// <summary>The step as a whole.</summary>
    None = 0,

    /// <summary>The source of a mount.</summary>
    Source = 1,

    /// <summary>The target inside the root.</summary>
    Target = 2,

    /// <summary>A directory above the target.</summary>
    TargetParent = 3,

    /// <summary>A parameter of a file system; the detail is its key.</summary>
    Option = 4,

    /// <summary>Making the superblock; the detail is what the kernel says.</summary>
    Superblock = 5,

    /// <summary>The attributes of a mount.</summary>
    Attributes = 6,

    /// <summary>Putting the mount in its place.</summary>
    Attach = 7,

    /// <summary>The propagation of a mount.</summary>
    Propagation = 8,

    /// <summary>A namespace of another kind than asked for; Value is the kind.</summary>
    WrongKind = 9,

    /// <summary>The target is there, and is something else.</summary>
    Different = 10,

    /// <summary>The working directory lies outside the root.</summary>
    Outside = 11,

    /// <summary>The program is a directory.</summary>
    IsDirectory = 12,

    /// <summary>The program was not found in PATH.</summary>
    NotInPath = 13,

    /// <summary>The channel to the brain.</summary>
    Channel = 14,

    /// <summary>The target is not a real directory but a symbolic link, or lies behind one.</summary>
    NotReal = 15,

    /// <summary>A device of the host is not what it should be.</summary>
    HostDevice = 16,

    /// <summary>The id mappings of a mount.</summary>
    IdMap = 17,

    /// <summary>A device that cannot be made and is not on the host to be bound instead.</summary>
    NoHostDevice = 18,

    /// <summary>The supplementary groups.</summary>
    Groups = 19,

    /// <summary>Copying what a new file system covers; the detail is the file.</summary>
    CopyUp = 20,

    /// <summary>One of source and target is a directory and the other is not; Value is 1 when the target is one.</summary>
    FileAgainstDirectory = 21,

    /// <summary>'/' is shared, which the way without open_tree(2) cannot use.</summary>
    Shared = 22,

    /// <summary>/dev/pts of the container is no devpts, or what it gives is no terminal.</summary>
    NotDevpts = 30,

    /// <summary>The terminal could not be bound to its place.</summary>
    Console = 31,

    /// <summary>
    /// A hook ended by itself. Value, here and in the other points of a hook: the exit code or signal in the lowest 16
    /// bits, the hook's place in its list in the next 16, its time in milliseconds above.
    /// </summary>
    HookExit = 40,

    /// <summary>A hook was ended by a signal.</summary>
    HookSignal = 41,

    /// <summary>A hook was ended because its time was over.</summary>
    HookTimeout = 42,

    /// <summary>A hook could not be executed; Error says why.</summary>
    HookExecute = 43,
}
