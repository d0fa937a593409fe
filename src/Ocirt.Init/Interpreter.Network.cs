// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;
using Ocirt.Abi.Linux;

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

    /// <summary><c>struct ifreq</c> of netdevice(7).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InterfaceRequest
    {
        internal fixed byte Name[NetworkInterface.IFNAMSIZ];
        internal ushort Flags;
        internal fixed byte Rest[22];
    }
}
