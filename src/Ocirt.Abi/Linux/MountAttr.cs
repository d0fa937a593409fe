// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Linux;

/// <summary><c>struct mount_attr</c> of mount_setattr(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MountAttr
{
    /// <summary>MOUNT_ATTR_* flags to set.</summary>
    public ulong AttrSet;

    /// <summary>MOUNT_ATTR_* flags to clear.</summary>
    public ulong AttrClr;

    /// <summary>The propagation to set, as MS_* flag, or 0.</summary>
    public ulong Propagation;

    /// <summary>The user namespace of an idmapped mount.</summary>
    public ulong UsernsFd;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 32;
}
