// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;

namespace Ocirt.Init;

/// <content>The network namespace.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool RaiseLoopback()
    {
        // Every family answers to requests about devices; this one is in every kernel and in every filter around us.
        nint socket = Call(SyscallNumber.socket, Socket.AF_UNIX, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
        if (IsError(socket))
        {
            return false;
        }

        InterfaceRequest request = default;
        request.Name[0] = (byte)'l';
        request.Name[1] = (byte)'o';
        request.Flags = NetworkInterface.IFF_UP;
        bool raised = Try(SyscallNumber.ioctl, socket, unchecked((nint)NetworkInterface.SIOCSIFFLAGS), (nint)(&request));
        Close(socket);
        return raised;
    }

    /// <summary>Makes a network namespace and sends it to the process that was cloned before, which mounts meanwhile.</summary>
    private bool LendNetwork(int socket)
    {
        if (!Try(SyscallNumber.unshare, unchecked((nint)Sched.CLONE_NEWNET)) || !RaiseLoopback())
        {
            return false;
        }

        System.ReadOnlySpan<byte> name = "/proc/self/ns/net\0"u8;
        fixed (byte* path = name)
        {
            nint network = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
            InitMessage message = default;
            return !IsError(network) && SendOver(socket, &message, (int)network);
        }
    }

    private bool BorrowNetwork()
    {
        int socket = Take(Register.Network);
        if (socket < 0)
        {
            return false;
        }

        int network = ReceiveDescriptor(socket);
        Close(socket);
        if (network < 0)
        {
            // The maker has said why, unless it was killed.
            return Fail(SyscallNumber.recvmsg, Errno.EPIPE, FailurePoint.Channel);
        }

        bool entered = Try(SyscallNumber.setns, network, unchecked((nint)Sched.CLONE_NEWNET));
        Close(network);
        return entered;
    }

    /// <summary><c>struct ifreq</c> of netdevice(7).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InterfaceRequest
    {
        internal fixed byte Name[NetworkInterface.IFNAMSIZ];
        internal ushort Flags;
        internal fixed byte Rest[22];
    }
}
