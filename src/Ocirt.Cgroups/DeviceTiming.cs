// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups;

/// <summary>When the device rules of a cgroup are put in force.</summary>
public enum DeviceTiming
{
    /// <summary>While the cgroup is made.</summary>
    AtOnce,

    /// <summary>
    /// By <see cref="Cgroup.RestrictDevices"/>, while init starts: it takes half a millisecond on cgroup v2. Until then
    /// only init, which waits for 'go', may be in the cgroup.
    /// </summary>
    Later,
}
