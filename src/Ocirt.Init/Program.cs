// SPDX-License-Identifier: Apache-2.0

using System.Runtime;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Init.Kernel;

namespace Ocirt.Init;

/// <summary>
/// The entry point of init. It is started by the brain as <c>ocirt-init N</c>: descriptor N is the
/// channel, N+1 the plan, N+2 the trace area when the plan asks for one. The brain starts it with an empty environment,
/// no signal blocked and every signal at its default (posix_spawn(3) sets each of them already).
/// </summary>
internal static unsafe class Program
{
    /// <summary>The exit status when the program is started by anything but the brain.</summary>
    private const int ExitMisused = 64;

    /// <summary>Called by Arch/*/start.S with the kernel's argument block: argc, then argv.</summary>
    [RuntimeExport("ocirt_init_main")]
    internal static int Main(nint* arguments)
    {
        int channel = arguments[0] == 2 ? ParseNumber((byte*)arguments[2]) : -1;
        if (channel < 3)
        {
            return ExitMisused;
        }

        // A channel that the program of the container held open would never end for the brain.
        if (RawSyscall.Invoke((nint)SyscallNumber.fcntl, channel, Fcntl.F_SETFD, Fcntl.FD_CLOEXEC, 0, 0, 0) != 0)
        {
            return ExitMisused;
        }

        // The plan is complete when the brain says so; until then the brain reads what it is made of.
        FillMessage ready = default;
        nint received = RawSyscall.Invoke((nint)SyscallNumber.recvfrom, channel, (nint)(&ready), FillMessage.Size, 0, 0, 0);
        if (received != FillMessage.Size || ready.Kind != MessageKind.Plan)
        {
            return ExitMisused;
        }

        uint length = 0;
        byte* bytes = Map(channel + 1, writable: true, &length);
        PlanReader plan = new(bytes, length);
        ulong* trace = null;
        if (plan.Open() && (plan.Flags & PlanFlags.Trace) != 0)
        {
            uint traceLength = 0;
            trace = (ulong*)Map(channel + 2, writable: false, &traceLength);
            if (traceLength / sizeof(ulong) <= plan.StepCount)
            {
                trace = null;
            }
        }

        byte* home = stackalloc byte[FillMessage.DataCapacity + 16];
        byte* path = stackalloc byte[Interpreter<LinuxKernel>.PathCapacity];
        Interpreter<LinuxKernel> interpreter = new(plan, channel, trace, home, path);
        return interpreter.Run();
    }

    /// <summary>Maps a whole file and closes it: the plan privately, the trace area shared.</summary>
    private static byte* Map(int descriptor, bool writable, uint* length)
    {
        Statx about;
        byte empty = 0;
        nint known = RawSyscall.Invoke(
            (nint)SyscallNumber.statx,
            descriptor,
            (nint)(&empty),
            Fcntl.AT_EMPTY_PATH,
            (nint)Stat.STATX_BASIC_STATS,
            (nint)(&about),
            0);
        if (known != 0 || about.FileSize == 0 || about.FileSize > PlanHeader.MaxLength)
        {
            return null;
        }

        // MAP_PRIVATE is 2, MAP_SHARED is 1; PROT_READ and PROT_WRITE together are 3.
        nint mapped = RawSyscall.Invoke((nint)SyscallNumber.mmap, 0, (nint)about.FileSize, 3, writable ? 2 : 1, descriptor, 0);
        Invoke(SyscallNumber.close, descriptor, 0, 0);
        if ((nuint)mapped > unchecked((nuint)(nint)(-4096)))
        {
            return null;
        }

        *length = (uint)about.FileSize;
        return (byte*)mapped;
    }

    private static int ParseNumber(byte* text)
    {
        int number = 0;
        for (int i = 0; i < 6 && text[i] >= (byte)'0' && text[i] <= (byte)'9'; i++)
        {
            number = (number * 10) + text[i] - (byte)'0';
        }

        return number;
    }

    private static void Invoke(SyscallNumber number, nint a, nint b, nint c) =>
        RawSyscall.Invoke((nint)number, a, b, c, 0, 0, 0);
}
