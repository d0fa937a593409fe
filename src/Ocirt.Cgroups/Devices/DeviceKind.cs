// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups.Devices;

/// <summary>The kind of a device; the values of one kind are those of BPF_DEVCG_DEV_*.</summary>
public enum DeviceKind : uint
{
    /// <summary>Both kinds.</summary>
    Any = 0,

    /// <summary>Block devices.</summary>
    Block = 1,

    /// <summary>Character devices.</summary>
    Character = 2,
}
