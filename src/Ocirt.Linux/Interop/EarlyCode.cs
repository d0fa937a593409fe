// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>The code that runs before the runtime starts: Native/(architecture)/block_signals.S, linked in.</summary>
internal static partial class EarlyCode
{
    [LibraryImport("ocirt_early")]
    internal static partial ulong ocirt_get_original_signal_mask();
}
