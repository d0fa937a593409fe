// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <content>A program that is part of this one, from a sealed copy.</content>
public static unsafe partial class Spawn
{
    /// <summary>
    /// Starts a program that lies in this one, from a copy in sealed memory (CVE-2019-5736), as
    /// <see cref="Start(FileDescriptor, ReadOnlySpan{string}, ReadOnlySpan{ValueTuple{int, int}}, int)"/> would, without
    /// waiting for the copy or for exec. All signals are at their default action in the program. The child shares the memory
    /// of this process until it executes the program and runs no managed code meanwhile.
    /// </summary>
    /// <param name="name">The name of the copy in /proc, for people; ASCII.</param>
    /// <param name="program">The program, constant data of this executable.</param>
    /// <param name="arguments">The arguments, the program's name first; without NUL characters.</param>
    /// <param name="descriptors">What the child gets, at most three, with ascending numbers from 3 and the preserved ones on.</param>
    /// <param name="preserved">How many descriptors from 3 on the child inherits as they are.</param>
    /// <returns>
    /// The child. Null when there is none: outside the published executable, on arm64, or when the host refuses one more
    /// process. The other way to start a program tells why.
    /// </returns>
    public static StartedCopy? TryStartCopy(
        string name, ReadOnlySpan<byte> program, ReadOnlySpan<string> arguments, ReadOnlySpan<FileDescriptor> descriptors, int preserved)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, SpawnCopyRequest.MaximumDescriptors);
        int size = Encoding.UTF8.GetMaxByteCount(name.Length) + 1;
        foreach (string argument in arguments)
        {
            size += Encoding.UTF8.GetMaxByteCount(argument.Length) + 1;
        }

        // SAFETY: the child reads this at any later time, so it is freed only when there is none. A process starts few programs in this way.
        int pointers = (arguments.Length + 1) * sizeof(byte*);
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)(sizeof(SpawnCopyRequest) + pointers + size));
        SpawnCopyRequest* request = (SpawnCopyRequest*)memory;
        request->Arguments = (byte**)(memory + sizeof(SpawnCopyRequest));
        Span<byte> text = new(memory + sizeof(SpawnCopyRequest) + pointers, size);

        // SAFETY: constant data does not move, and outlives the child.
        request->Program = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(program));
        request->ProgramSize = program.Length;
        request->Name = Place(name, ref text);
        for (int i = 0; i < arguments.Length; i++)
        {
            request->Arguments[i] = Place(arguments[i], ref text);
        }

        request->First = 3 + preserved;
        request->Count = descriptors.Length;
        for (int i = 0; i < descriptors.Length; i++)
        {
            request->Sources[i] = descriptors[i].Value;
        }

        try
        {
            long pid = EarlyCode.ocirt_spawn_copy(request);
            if (pid > 0)
            {
                return new StartedCopy((int)pid, request);
            }
        }
        catch (DllNotFoundException)
        {
            // Not the published executable.
        }

        NativeMemory.Free(memory);
        return null;
    }

    /// <summary>Writes a string with its NUL, takes it off the room, and tells where it is.</summary>
    private static byte* Place(string value, ref Span<byte> room)
    {
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(room));
        room = room[(Encoding.UTF8.GetBytes(value, room) + 1)..];
        return start;
    }
}
