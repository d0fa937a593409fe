// SPDX-License-Identifier: Apache-2.0

using System.Runtime;

namespace Ocirt.Init;

/// <summary>The entry point of init.</summary>
internal static unsafe class Program
{
    /// <summary>Called by Arch/*/start.S with the kernel's argument block.</summary>
    [RuntimeExport("ocirt_init_main")]
    internal static int Main(nint* arguments)
    {
        System.ReadOnlySpan<byte> hello = "hello\n"u8;
        fixed (byte* p = hello)
        {
            Kernel.RawSyscall.Invoke(1, 1, (nint)p, hello.Length, 0, 0, 0);
        }
        return (int)arguments[0];
    }
}
