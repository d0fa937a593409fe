// SPDX-License-Identifier: Apache-2.0

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Ocirt.Init.Kernel;

/// <summary>The last resort: an illegal instruction.</summary>
internal static class Trap
{
    /// <summary>Ends the process with a signal. Never returns.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "ocirt_trap")]
    internal static extern void Raise();
}
