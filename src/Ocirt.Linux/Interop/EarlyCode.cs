// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>The code of Native/(architecture), linked in: block_signals.S and spawn_copy.S.</summary>
internal static unsafe partial class EarlyCode
{
    [LibraryImport("ocirt_early")]
    internal static partial ulong ocirt_get_original_signal_mask();

    [LibraryImport("ocirt_early")]
    internal static partial long ocirt_spawn_copy(SpawnCopyRequest* request);
}
