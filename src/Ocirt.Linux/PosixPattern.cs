// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>An extended regular expression of POSIX; see regex(7). The one of .NET is large and not linked in.</summary>
public sealed unsafe class PosixPattern : IDisposable
{
    private const int Extended = 1;
    private const int WithoutMatches = 8;

    // SAFETY: regex_t has 64 bytes on 64-bit architectures.
    private void* _compiled = NativeMemory.AllocZeroed(128);

    private PosixPattern()
    {
    }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The pattern, or null when it is malformed.</returns>
    public static PosixPattern? TryCompile(string pattern)
    {
        PosixPattern compiled = new();
        if (Libc.regcomp(compiled._compiled, pattern, Extended | WithoutMatches) == 0)
        {
            return compiled;
        }

        NativeMemory.Free(compiled._compiled);
        compiled._compiled = null;
        return null;
    }

    /// <summary>Whether the pattern is found anywhere in a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is.</returns>
    public bool IsIn(string text) => Libc.regexec(_compiled, text, 0, null, 0) == 0;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_compiled is not null)
        {
            Libc.regfree(_compiled);
            NativeMemory.Free(_compiled);
            _compiled = null;
        }
    }
}
