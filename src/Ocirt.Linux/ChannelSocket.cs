// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// One end of a connected pair of unix sockets that keeps messages whole and in order, and carries descriptors along
/// (SOCK_SEQPACKET, SCM_RIGHTS); see unix(7).
/// </summary>
public sealed unsafe class ChannelSocket : IDisposable
{
    /// <summary>The most descriptors that one message can carry (SCM_MAX_FD).</summary>
    public const int MaximumDescriptors = 253;

    private const int ControlHeaderSize = 16;

    private ChannelSocket(FileDescriptor descriptor) => Descriptor = descriptor;

    /// <summary>The socket's descriptor.</summary>
    public FileDescriptor Descriptor { get; }

    /// <summary>Makes a pair; both ends are closed by exec(2). Close the peer's end here once the peer has it.</summary>
    /// <returns>This side's end and the peer's end.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static (ChannelSocket Own, ChannelSocket Peer) CreatePair()
    {
        int* pair = stackalloc int[2];
        if (Libc.socketpair(Socket.AF_UNIX, Socket.SOCK_SEQPACKET | Socket.SOCK_CLOEXEC, 0, pair) < 0)
        {
            throw Failure.Of("socketpair(AF_UNIX, SOCK_SEQPACKET)");
        }

        return (new ChannelSocket(FileDescriptor.Own(pair[0])), new ChannelSocket(FileDescriptor.Own(pair[1])));
    }

    /// <summary>Uses a socket that came from elsewhere.</summary>
    /// <param name="descriptor">A connected socket of this kind, which is closed with this object.</param>
    /// <returns>The channel.</returns>
    public static ChannelSocket From(FileDescriptor descriptor) => new(descriptor);

    /// <summary>Sends one message, waiting for room.</summary>
    /// <param name="message">Its bytes; at least one.</param>
    /// <param name="descriptors">Descriptors that go along; they stay open here.</param>
    /// <returns>False when the peer is gone (EPIPE, ECONNRESET); its last messages can still be received.</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public bool Send(ReadOnlySpan<byte> message, ReadOnlySpan<int> descriptors = default)
    {
        byte* control = stackalloc byte[ControlHeaderSize + (descriptors.Length * sizeof(int)) + 8];

        // SAFETY: the message is pinned; the control buffer holds the header and all descriptors.
        fixed (byte* content = message)
        {
            Libc.IoVector vector = new() { Base = content, Length = (nuint)message.Length };
            Libc.MessageHeader header = new() { Vectors = &vector, VectorCount = 1 };
            if (!descriptors.IsEmpty)
            {
                Libc.ControlHeader* rights = (Libc.ControlHeader*)control;
                rights->Length = (nuint)(ControlHeaderSize + (descriptors.Length * sizeof(int)));
                rights->Level = Socket.SOL_SOCKET;
                rights->Type = Socket.SCM_RIGHTS;
                descriptors.CopyTo(new Span<int>(control + ControlHeaderSize, descriptors.Length));
                header.Control = control;
                header.ControlLength = rights->Length;
            }

            while (true)
            {
                if (Libc.sendmsg(Descriptor.Value, &header, Socket.MSG_NOSIGNAL) >= 0)
                {
                    return true;
                }

                int errno = Failure.LastErrno;
                if (errno is Errno.EPIPE or Errno.ECONNRESET)
                {
                    return false;
                }

                if (errno != Errno.EINTR)
                {
                    throw Failure.On("sendmsg", Descriptor.Value);
                }
            }
        }
    }

    /// <summary>Receives one message.</summary>
    /// <param name="message">Where its bytes go; a longer message is an error.</param>
    /// <param name="descriptors">Where its descriptors go, closed by exec(2); more of them is an error, and none is kept.</param>
    /// <param name="length">How many bytes came.</param>
    /// <param name="descriptorCount">How many descriptors came; the caller closes them.</param>
    /// <param name="timeoutMilliseconds">How long to wait; -1 for ever.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="SyscallException">The call failed, or the message did not fit (EMSGSIZE).</exception>
    public ReceiveStatus Receive(
        Span<byte> message, Span<int> descriptors, out int length, out int descriptorCount, int timeoutMilliseconds = -1)
    {
        length = 0;
        descriptorCount = 0;
        if (timeoutMilliseconds >= 0 && !Polling.WaitReadable(Descriptor, timeoutMilliseconds))
        {
            return ReceiveStatus.TimedOut;
        }

        int capacity = ControlHeaderSize + (descriptors.Length * sizeof(int));
        byte* control = stackalloc byte[capacity + 8];

        // SAFETY: the buffer is pinned; the kernel is told the exact lengths, so that no more descriptors come than fit.
        fixed (byte* content = message)
        {
            Libc.IoVector vector = new() { Base = content, Length = (nuint)message.Length };
            Libc.MessageHeader header = new() { Vectors = &vector, VectorCount = 1 };
            while (true)
            {
                header.Control = descriptors.IsEmpty ? null : control;
                header.ControlLength = descriptors.IsEmpty ? 0 : (nuint)capacity;
                nint count = Libc.recvmsg(Descriptor.Value, &header, Socket.MSG_CMSG_CLOEXEC);
                if (count >= 0)
                {
                    length = (int)count;
                    break;
                }

                int errno = Failure.LastErrno;
                if (errno == Errno.ECONNRESET)
                {
                    return ReceiveStatus.Reset;
                }

                if (errno != Errno.EINTR)
                {
                    throw Failure.On("recvmsg", Descriptor.Value);
                }
            }

            Libc.ControlHeader* rights = (Libc.ControlHeader*)control;
            if (header.ControlLength >= ControlHeaderSize && rights->Level == Socket.SOL_SOCKET && rights->Type == Socket.SCM_RIGHTS)
            {
                descriptorCount = (int)(rights->Length - ControlHeaderSize) / sizeof(int);
                new ReadOnlySpan<int>(control + ControlHeaderSize, descriptorCount).CopyTo(descriptors);
            }

            if ((header.Flags & (Socket.MSG_TRUNC | Socket.MSG_CTRUNC)) != 0)
            {
                CloseAll(descriptors[..descriptorCount]);
                descriptorCount = 0;
                throw new SyscallException($"recvmsg({Descriptor})", Errno.EMSGSIZE);
            }
        }

        return length == 0 ? ReceiveStatus.Closed : ReceiveStatus.Message;
    }

    /// <summary>Closes this end.</summary>
    public void Dispose() => Descriptor.Dispose();

    private static void CloseAll(ReadOnlySpan<int> descriptors)
    {
        foreach (int descriptor in descriptors)
        {
            _ = Libc.close(descriptor);
        }
    }
}
