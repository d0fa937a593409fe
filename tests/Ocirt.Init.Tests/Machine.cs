// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;
using Ocirt.Abi.Messages;

namespace Ocirt.Init.Tests;

/// <summary>Runs a plan on the recording kernel.</summary>
internal static unsafe class Machine
{
    internal const int Channel = 9;

    internal static int Run(byte[] plan, Recording recording)
    {
        RecordingKernel.Current = recording;

        // The plan lies at the very end of its own memory, so that a read past it shows as an error of the allocator's guard in a debugger.
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)plan.Length + 8, 8);
        try
        {
            Marshal.Copy(plan, 0, (nint)memory, plan.Length);
            byte* home = stackalloc byte[FillMessage.DataCapacity + 16];
            byte* path = stackalloc byte[Interpreter<RecordingKernel>.PathCapacity];
            PlanReader reader = new(memory, (uint)plan.Length);
            reader.Open();
            Interpreter<RecordingKernel> interpreter = new(reader, Channel, null, home, path);
            return interpreter.Run();
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }
}
