// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Abi.Plan;

/// <summary>How EnterNamespace works.</summary>
[Flags]
public enum EnterFlags : uint
{
    /// <summary>Any failure ends the launch.</summary>
    None = 0,

    /// <summary>EPERM is passed over: the step comes again with the rights of the joined user namespace.</summary>
    Tentative = 1,

    /// <summary>Nothing is done when the namespace was entered before.</summary>
    Again = 2,
}
