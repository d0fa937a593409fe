// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>The C library: regex(3).</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int regcomp(void* compiled, string pattern, int flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int regexec(void* compiled, string text, nuint matchCount, void* matches, int flags);

    [LibraryImport(Library)]
    internal static partial void regfree(void* compiled);
}
