// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>The security module of the host that labels processes.</summary>
public enum SecurityModule
{
    /// <summary>None of them is in force.</summary>
    None,

    /// <summary>AppArmor.</summary>
    AppArmor,

    /// <summary>SELinux.</summary>
    Selinux,
}
