// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Speaks to the kernel about the devices of one network namespace, which this object keeps alive; see rtnetlink(7). Not
/// for use by several threads.
/// </summary>
public sealed unsafe class RouteSocket : IDisposable
{
    private const int Capacity = 32 << 10;
    private const int AnswerLimit = 10_000;
    private const int MostTries = 16;

    private readonly FileDescriptor _socket;
    private readonly byte[] _buffer = new byte[Capacity];
    private uint _sequence = (uint)Random.Shared.Next();

    private RouteSocket(FileDescriptor socket)
    {
        _socket = socket;
        ConnectToKernel(socket);

        // Without these options the kernel has fewer words, and nothing else differs.
        int on = 1;
        _ = Libc.setsockopt(socket.Value, Netlink.SOL_NETLINK, Netlink.NETLINK_EXT_ACK, &on, sizeof(int));
        _ = Libc.setsockopt(socket.Value, Netlink.SOL_NETLINK, Netlink.NETLINK_CAP_ACK, &on, sizeof(int));
    }

    /// <summary>Opens one for the network namespace of this process.</summary>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static RouteSocket Open()
    {
        int socket = Libc.socket(Netlink.AF_NETLINK, Socket.SOCK_RAW | Socket.SOCK_CLOEXEC, Netlink.NETLINK_ROUTE);
        if (socket < 0)
        {
            throw Failure.Of("socket(AF_NETLINK, NETLINK_ROUTE)");
        }

        FileDescriptor own = FileDescriptor.Own(socket);
        try
        {
            return new RouteSocket(own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>Opens one for another network namespace, which this thread enters for that moment.</summary>
    /// <param name="network">The namespace.</param>
    /// <exception cref="SyscallException">The namespace cannot be entered: that takes CAP_SYS_ADMIN on both sides.</exception>
    public static RouteSocket OpenIn(FileDescriptor network)
    {
        using FileDescriptor own = FileDescriptor.Open("/proc/thread-self/ns/net", Fcntl.O_RDONLY);
        Enter(network);
        try
        {
            return Open();
        }
        finally
        {
            // SAFETY: a thread that could not return would do the rest of its work in the container's namespace; the exception ends it.
            Enter(own);
        }
    }

    /// <summary>Finds a device by its name, or by another name that it has.</summary>
    /// <param name="name">At most 15 bytes.</param>
    /// <returns>The device, or null when there is none.</returns>
    /// <exception cref="SyscallException">The kernel refused to answer.</exception>
    public NetworkLink? TryFind(string name) =>
        Find(NetlinkMessage.ForLink(RouteNetlink.RTM_GETLINK, index: 0).With(RouteNetlink.IFLA_IFNAME, name));

    /// <summary>Finds a device by its number.</summary>
    /// <param name="index">The number.</param>
    /// <returns>The device, or null when there is none.</returns>
    /// <exception cref="SyscallException">The kernel refused to answer.</exception>
    public NetworkLink? TryFind(int index) => Find(NetlinkMessage.ForLink(RouteNetlink.RTM_GETLINK, index));

    /// <summary>Lists the addresses of a device that live for ever and mean the same everywhere.</summary>
    /// <param name="index">The number of the device.</param>
    /// <exception cref="SyscallException">The kernel refused to answer.</exception>
    public List<NetworkAddress> ListGlobalAddresses(int index)
    {
        List<NetworkAddress> addresses = [];
        Reader read = content =>
        {
            if (NetworkAddress.TryRead(content, index) is { } address)
            {
                addresses.Add(address);
            }
        };
        NetlinkAnswer answer = Ask(NetlinkMessage.ForAllAddresses(), read, addresses.Clear);
        return answer.IsGood ? addresses : throw new SyscallException("RTM_GETADDR", answer.Errno);
    }

    /// <summary>Moves a device to another network namespace and renames it there. The kernel takes it down and its addresses away.</summary>
    /// <param name="index">The number of the device.</param>
    /// <param name="network">The other namespace.</param>
    /// <param name="name">The name there.</param>
    public NetlinkAnswer Move(int index, FileDescriptor network, string name) =>
        Ask(NetlinkMessage.ForLink(RouteNetlink.RTM_NEWLINK, index).With(RouteNetlink.IFLA_NET_NS_FD, network.Value).With(RouteNetlink.IFLA_IFNAME, name));

    /// <summary>Renames a device that is down.</summary>
    /// <param name="index">The number of the device.</param>
    /// <param name="name">The new name; '%d' in it stands for the lowest number that is free.</param>
    public NetlinkAnswer Rename(int index, string name) =>
        Ask(NetlinkMessage.ForLink(RouteNetlink.RTM_NEWLINK, index).With(RouteNetlink.IFLA_IFNAME, name));

    /// <summary>Sets a device up.</summary>
    /// <param name="index">The number of the device.</param>
    public NetlinkAnswer SetUp(int index) => Ask(NetlinkMessage.ForLink(RouteNetlink.RTM_NEWLINK, index, NetworkInterface.IFF_UP));

    /// <summary>Gives a device an address that one has or had elsewhere.</summary>
    /// <param name="link">The device.</param>
    /// <param name="address">The address.</param>
    /// <param name="formerName">The name of the device that had it, with which its label begins.</param>
    public NetlinkAnswer AddAddress(NetworkLink link, NetworkAddress address, string formerName) =>
        Ask(address.ToMessage(link.Index, formerName, link.Name));

    /// <summary>Closes it.</summary>
    public void Dispose() => _socket.Dispose();

    /// <summary>
    /// Takes messages of the kernel alone from now on. Who may administer the namespace could send answers of his own
    /// otherwise; the first number of a request is random, so that one sent a moment earlier answers nothing.
    /// </summary>
    private static void ConnectToKernel(FileDescriptor socket)
    {
        // struct sockaddr_nl: family, padding, port, groups. The kernel has port 0.
        byte* address = stackalloc byte[NetlinkMessage.SocketAddressSize];
        new Span<byte>(address, NetlinkMessage.SocketAddressSize).Clear();
        *(ushort*)address = Netlink.AF_NETLINK;
        if (Libc.connect(socket.Value, address, NetlinkMessage.SocketAddressSize) < 0)
        {
            throw Failure.Of("connect(NETLINK_ROUTE)");
        }
    }

    private static void Enter(FileDescriptor network)
    {
        if (Libc.syscall((nint)SyscallNumber.setns, network.Value, (nint)Sched.CLONE_NEWNET, 0, 0, 0) < 0)
        {
            throw Failure.On("setns", network.Value);
        }
    }

    private NetworkLink? Find(NetlinkMessage question)
    {
        NetworkLink? found = null;
        NetlinkAnswer answer = Ask(question, content => found ??= ReadLink(content));
        return answer.Errno is 0 or Errno.ENODEV ? found : throw new SyscallException("RTM_GETLINK", answer.Errno);
    }

    private static NetworkLink ReadLink(ReadOnlySpan<byte> content)
    {
        string name = string.Empty, address = string.Empty;
        ReadOnlySpan<byte> attributes = content[NetlinkMessage.LinkSize..];
        while (NetlinkMessage.TryTake(ref attributes, out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == RouteNetlink.IFLA_IFNAME)
            {
                name = Encoding.UTF8.GetString(value.TrimEnd((byte)0));
            }
            else if (type == RouteNetlink.IFLA_ADDRESS)
            {
                address = Convert.ToHexStringLower(value);
            }
        }

        uint flags = MemoryMarshal.Read<uint>(content[8..]);
        return new NetworkLink(MemoryMarshal.Read<int>(content[4..]), name, address, (flags & NetworkInterface.IFF_UP) != 0);
    }

    /// <summary>Asks, and asks again when a list changed while it was made.</summary>
    /// <param name="request">The question.</param>
    /// <param name="read">Gets what comes before the answer.</param>
    /// <param name="begin">Called before each try: what was read before is not to be counted.</param>
    private NetlinkAnswer Ask(NetlinkMessage request, Reader? read = null, Action? begin = null)
    {
        for (int i = 0; i < MostTries; i++)
        {
            begin?.Invoke();
            Send(request.Finish(++_sequence));
            if (Receive(read) is { } answer)
            {
                return answer;
            }
        }

        return new(Errno.EAGAIN, string.Empty);
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        // SAFETY: the message is pinned for the call.
        fixed (byte* content = message)
        {
            while (Libc.send(_socket.Value, content, (nuint)message.Length, 0) < 0)
            {
                if (Failure.LastErrno != Errno.EINTR)
                {
                    throw Failure.Of("send(NETLINK_ROUTE)");
                }
            }
        }
    }

    /// <summary>Reads what comes up to the answer; null when a list changed while it was made, and has to be asked for again.</summary>
    private NetlinkAnswer? Receive(Reader? read)
    {
        bool changed = false;
        while (true)
        {
            ReadOnlySpan<byte> rest = ReceiveOnce();
            while (rest.Length >= NetlinkMessage.HeaderSize)
            {
                int length = MemoryMarshal.Read<int>(rest);
                if (length < NetlinkMessage.HeaderSize || length > rest.Length)
                {
                    throw new SyscallException("recv(NETLINK_ROUTE)", Errno.EPROTO);
                }

                ushort type = MemoryMarshal.Read<ushort>(rest[4..]), flags = MemoryMarshal.Read<ushort>(rest[6..]);
                if (MemoryMarshal.Read<uint>(rest[8..]) == _sequence)
                {
                    ReadOnlySpan<byte> content = rest[NetlinkMessage.HeaderSize..length];
                    changed |= (flags & Netlink.NLM_F_DUMP_INTR) != 0;
                    if (type is Netlink.NLMSG_ERROR or Netlink.NLMSG_DONE)
                    {
                        return changed ? null : ReadAnswer(content, flags);
                    }

                    read?.Invoke(content);
                }

                rest = rest[Math.Min(NetlinkMessage.Align(length), rest.Length)..];
            }
        }
    }

    private static NetlinkAnswer ReadAnswer(ReadOnlySpan<byte> content, ushort flags)
    {
        int errno = content.Length < sizeof(int) ? 0 : -MemoryMarshal.Read<int>(content);
        string words = string.Empty;
        const int Head = sizeof(int) + NetlinkMessage.HeaderSize;
        if (errno != 0 && (flags & Netlink.NLM_F_ACK_TLVS) != 0 && content.Length >= Head)
        {
            int repeated = (flags & Netlink.NLM_F_CAPPED) != 0 ? NetlinkMessage.HeaderSize : MemoryMarshal.Read<int>(content[sizeof(int)..]);
            ReadOnlySpan<byte> attributes = content[Math.Min(sizeof(int) + NetlinkMessage.Align(repeated), content.Length)..];
            while (NetlinkMessage.TryTake(ref attributes, out ushort type, out ReadOnlySpan<byte> value))
            {
                words = type == Netlink.NLMSGERR_ATTR_MSG ? Encoding.UTF8.GetString(value.TrimEnd((byte)0)) : words;
            }
        }

        return new(errno, words);
    }

    private ReadOnlySpan<byte> ReceiveOnce()
    {
        if (!Polling.WaitReadable(_socket, AnswerLimit))
        {
            throw new SyscallException("recv(NETLINK_ROUTE)", Errno.ETIMEDOUT);
        }

        // SAFETY: the buffer is pinned for the call; MSG_TRUNC tells the length of a message that did not fit.
        fixed (byte* buffer = _buffer)
        {
            nint length;
            do
            {
                length = Libc.recv(_socket.Value, buffer, Capacity, Socket.MSG_TRUNC);
            }
            while (length < 0 && Failure.LastErrno == Errno.EINTR);
            return length < 0 ? throw Failure.Of("recv(NETLINK_ROUTE)")
                : length > Capacity ? throw new SyscallException("recv(NETLINK_ROUTE)", Errno.EMSGSIZE)
                : _buffer.AsSpan(0, (int)length);
        }
    }

    private delegate void Reader(ReadOnlySpan<byte> content);
}
