// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/memfd.h</c>; see memfd_create(2).</summary>
public static class Memfd
{
    /// <summary>Closed by exec.</summary>
    public const uint MFD_CLOEXEC = 1;

    /// <summary>Seals may be added.</summary>
    public const uint MFD_ALLOW_SEALING = 2;

    /// <summary>Not executable, and sealed so (6.3).</summary>
    public const uint MFD_NOEXEC_SEAL = 8;

    /// <summary>Executable (6.3).</summary>
    public const uint MFD_EXEC = 0x10;
}
