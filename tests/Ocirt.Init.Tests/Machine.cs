// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using Ocirt.Abi.Messages;
using Ocirt.Init.Kernel;

namespace Ocirt.Init.Tests;

/// <summary>Runs a plan on the recording kernel, or on another one.</summary>
internal static unsafe class Machine
{
    internal const int Channel = 9;

    internal static int Run(byte[] plan, Recording recording)
    {
        RecordingKernel.Current = recording;
        return Run<RecordingKernel>(plan);
    }

    internal static int Run<TKernel>(byte[] plan)
        where TKernel : struct, IKernel
    {
        // The plan ends where a page ends that is followed by one without access: a read past it kills the test.
        nuint pages = (((nuint)plan.Length + 7) / 8 * 8 + PageSize - 1) / PageSize * PageSize;
        byte* memory = Map(pages + PageSize);
        byte* start = memory + pages - (((nuint)plan.Length + 7) / 8 * 8);
        try
        {
            Marshal.Copy(plan, 0, (nint)start, plan.Length);
            byte* home = stackalloc byte[FillMessage.DataCapacity + 16];
            byte* path = stackalloc byte[Interpreter<TKernel>.PathCapacity];
            PlanReader reader = new(start, (uint)plan.Length);
            reader.Open();
            Interpreter<TKernel> interpreter = new(reader, Channel, null, home, path);
            return interpreter.Run();
        }
        finally
        {
            _ = munmap(memory, pages + PageSize);
        }
    }

    private const int PageSize = 4096;

    private static byte* Map(nuint length)
    {
        const int readAndWrite = 3;
        const int privateAndAnonymous = 0x22;
        byte* memory = mmap(null, length, readAndWrite, privateAndAnonymous, -1, 0);
        if (memory == (byte*)-1 || mprotect(memory + length - PageSize, PageSize, 0) != 0)
        {
            throw new InvalidOperationException("no memory for the plan");
        }

        return memory;
    }

    [DllImport("libc")]
    private static extern byte* mmap(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc")]
    private static extern int mprotect(void* address, nuint length, int protection);

    [DllImport("libc")]
    private static extern int munmap(void* address, nuint length);
}
