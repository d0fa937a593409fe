// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Abi.Plan;

/// <summary>How ChangeDirectory works.</summary>
[Flags]
public enum DirectoryFlags : uint
{
    /// <summary>Any failure ends the launch.</summary>
    None = 0,

    /// <summary>A missing directory is made.</summary>
    Create = 1,

    /// <summary>EACCES is passed over: the step comes again under the user's own ids.</summary>
    Tentative = 2,

    /// <summary>EACCES is passed over when the step before it was carried out: the process is in the directory already.</summary>
    UnlessDone = 4,
}
