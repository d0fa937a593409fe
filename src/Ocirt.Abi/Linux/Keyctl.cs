// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Operations of <c>linux/keyctl.h</c>; see keyctl(2).</summary>
public static class Keyctl
{
    /// <summary>Joins or makes a session keyring.</summary>
    public const int KEYCTL_JOIN_SESSION_KEYRING = 1;

    /// <summary>Sets permissions.</summary>
    public const int KEYCTL_SETPERM = 5;
}
