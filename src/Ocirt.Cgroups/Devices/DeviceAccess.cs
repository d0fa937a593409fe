// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cgroups.Devices;

/// <summary>What is done to a device; the values are those of BPF_DEVCG_ACC_*.</summary>
[Flags]
public enum DeviceAccess : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Making a node.</summary>
    Mknod = 1,

    /// <summary>Reading.</summary>
    Read = 2,

    /// <summary>Writing.</summary>
    Write = 4,

    /// <summary>All of it.</summary>
    All = 7,
}
