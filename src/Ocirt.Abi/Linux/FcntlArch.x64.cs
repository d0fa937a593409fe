// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>The flags of open(2) whose values differ between architectures; here for x64.</summary>
public static class FcntlArch
{
    /// <summary>Fails when the file is not a directory.</summary>
    public const int O_DIRECTORY = 0x10000;

    /// <summary>Fails when the last component is a symbolic link (with O_PATH: names the link itself).</summary>
    public const int O_NOFOLLOW = 0x20000;
}
