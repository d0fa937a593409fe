// SPDX-License-Identifier: Apache-2.0

using System.Globalization;

namespace Ocirt.Faults;

/// <summary>What happens at a point.</summary>
internal enum Fault
{
    /// <summary>The process is killed before the call.</summary>
    Kill = 0,

    /// <summary>The process gets SIGTERM, and the call is made.</summary>
    Terminate = -1,

    /// <summary>The call is not made and fails with EPERM.</summary>
    EPERM = 1,

    /// <summary>The call is not made and fails with EINTR.</summary>
    EINTR = 4,

    /// <summary>The call is not made and fails with EIO.</summary>
    EIO = 5,

    /// <summary>The call is not made and fails with ENOMEM.</summary>
    ENOMEM = 12,
}

/// <summary>
/// One system call of one run: the process that makes it, the call, and how many of the same kind this process made
/// before. So a point is found again although other calls come and go between two runs.
/// </summary>
/// <param name="Role">'brain', or the name of a process by the order of its birth.</param>
/// <param name="Call">The number of the system call.</param>
/// <param name="Occurrence">1 for the first such call of the process.</param>
internal readonly record struct Point(string Role, int Call, int Occurrence)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Role} {SystemCalls.Name(Call)} {Occurrence}");
}
