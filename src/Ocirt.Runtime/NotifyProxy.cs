// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// Stands between a container and the service manager that waits for it (NOTIFY_SOCKET of sd_notify(3)). The container gets
/// a socket of its own; that it is ready is handed on, with a main pid that means something outside. Nothing else is: a
/// container must not speak for the service.
/// </summary>
public sealed class NotifyProxy : IDisposable
{
    /// <summary>The directory below the state directory that holds the socket, and is mounted into the container.</summary>
    public const string DirectoryName = "notify";

    private const string SocketName = "notify.sock";
    private const string InsideDirectory = "/run/notify";

    /// <summary>How long the service manager may take to read what was sent, in milliseconds.</summary>
    private const int BarrierLimit = 30_000;

    private readonly FileDescriptor _manager;
    private readonly string _directory;
    private FileDescriptor? _socket;

    private NotifyProxy(FileDescriptor manager, string directory)
    {
        _manager = manager;
        _directory = directory;
    }

    /// <summary>The proxy, or null when no service manager waits.</summary>
    /// <param name="store">Where the state of containers is kept.</param>
    /// <param name="id">The container's id.</param>
    /// <exception cref="ContainerException">The service manager cannot be reached.</exception>
    public static NotifyProxy? Find(StateStore store, string id)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } manager)
        {
            return null;
        }

        int errno;
        FileDescriptor? socket = manager[0] == '@'
            ? NamedSocket.TryConnectAbstract(manager[1..], out errno)
            : NamedSocket.TryConnect(manager, Socket.SOCK_DGRAM, out errno);
        return socket is not null
            ? new(socket, Path.Combine(store.Root, id, DirectoryName))
            : throw new ContainerException(FailureKind.Host, $"NOTIFY_SOCKET '{manager}': cannot connect: {ErrnoText.Describe(errno)}");
    }

    /// <summary>The variable that tells the container of its socket.</summary>
    public static string Variable => $"NOTIFY_SOCKET={InsideDirectory}/{SocketName}";

    /// <summary>The socket while it is listened on; -1 when there is nothing to wait for any more.</summary>
    public int Descriptor => _socket?.Value ?? -1;

    /// <summary>The configuration with the mount of the socket's directory.</summary>
    public ContainerConfig Extend(ContainerConfig config) =>
        config.WithBind(_directory, InsideDirectory, ["bind", "ro", "nosuid", "nodev", "noexec"]);

    /// <summary>Makes the directory, before the container is made.</summary>
    /// <exception cref="SyscallException">It cannot be made.</exception>
    public static void MakeDirectory(StateDirectory state)
    {
        // ORDER: the mode after the fact: a container's own users pass through, whatever the umask of the caller is.
        int made = Directories.TryMakeDirectory(state.Descriptor, DirectoryName, 0x1C0);
        if (made != 0)
        {
            throw new SyscallException($"mkdirat({state.Descriptor}, \"{DirectoryName}\")", made);
        }

        using FileDescriptor directory = Open(state);
        directory.ChangeMode(0x1ED);
    }

    /// <summary>Listens, before the program of the container runs. A container without the directory has no socket.</summary>
    /// <exception cref="SyscallException">The socket cannot be made.</exception>
    public void Listen(StateDirectory state)
    {
        using FileDescriptor? directory = state.Descriptor.TryOpenAt(
            DirectoryName, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC, 0, out _);
        if (directory is not null)
        {
            Directories.Unlink(directory, SocketName);
            _socket = NamedSocket.BindDatagram(directory, SocketName);
        }
    }

    /// <summary>Takes what the container said, and hands on that it is ready. Then it is no longer listened to.</summary>
    /// <param name="mainPid">The pid that the service manager is to watch.</param>
    /// <returns>Whether it is ready.</returns>
    public bool Forward(int mainPid)
    {
        Span<byte> message = stackalloc byte[4096];
        while (_socket is not null && _socket.TryRead(message, out int length, out _))
        {
            foreach (Range range in ((ReadOnlySpan<byte>)message[..length]).Split((byte)'\n'))
            {
                ReadOnlySpan<byte> line = message[..length][range];
                if (line.StartsWith("READY="u8))
                {
                    // A service manager that has gone away meanwhile waits for nothing any more.
                    string text = string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(line)}\nMAINPID={mainPid}\n");
                    _manager.TryWrite(Encoding.UTF8.GetBytes(text), out _, out int _);
                    _socket.Dispose();
                    _socket = null;
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Waits until the container is ready or its first process ends, for a command that returns then.</summary>
    /// <param name="process">The first process; also the one that the service manager is to watch.</param>
    public void WaitForReady(ChildProcess process)
    {
        Span<bool> ready = stackalloc bool[2];
        while (_socket is not null)
        {
            Polling.Wait([_socket.Value, process.Descriptor.Value], ready);
            if (Forward(process.Pid))
            {
                // ORDER: the service manager finds out whose message it is by the pid of the sender, which is about to end.
                WaitForBarrier();
                return;
            }

            if (ready[1])
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _manager.Dispose();
        _socket?.Dispose();
        _socket = null;
    }

    /// <summary>Sends one end of a connection and waits until the service manager has closed it (BARRIER=1).</summary>
    private void WaitForBarrier()
    {
        (ChannelSocket own, ChannelSocket peer) = ChannelSocket.CreatePair();
        using (own)
        {
            bool sent;
            using (peer)
            {
                int number = peer.Descriptor.Value;
                using ChannelSocket manager = ChannelSocket.From(_manager.Duplicate());
                sent = manager.Send("BARRIER=1"u8, new ReadOnlySpan<int>(in number));
            }

            if (sent)
            {
                Polling.WaitReadable(own.Descriptor, BarrierLimit);
            }
        }
    }

    private static FileDescriptor Open(StateDirectory state) => state.Descriptor.OpenAt(
        DirectoryName, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
}
