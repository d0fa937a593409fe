// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// The network devices of a container: moved from the runtime's network namespace when the container is made
/// (config-linux.md, Network Devices). Until the container is complete they can be given back; later the kernel decides,
/// as the specification asks.
/// </summary>
internal sealed class NetworkDevices : IDisposable
{
    private const string OwnNamespace = "/proc/thread-self/ns/net";
    private readonly ContainerConfig _config;
    private readonly Journal _journal;
    private readonly List<MovedDevice> _moved = [];
    private RouteSocket? _inside;

    private NetworkDevices(ContainerConfig config, Journal journal)
    {
        _config = config;
        _journal = journal;
    }

    /// <summary>The devices that a configuration asks for, or null.</summary>
    internal static NetworkDevices? Of(ContainerConfig config, Journal journal) =>
        config.Linux is { NetDevices.Length: > 0 } ? new NetworkDevices(config, journal) : null;

    /// <summary>Moves all devices; none when one of them cannot be moved.</summary>
    /// <param name="pid">A process in the container's network namespace that does nothing meanwhile.</param>
    /// <exception cref="ContainerException">A device cannot be moved; the message names it.</exception>
    internal void Move(int pid)
    {
        LinuxConfig linux = _config.Linux!;
        using FileDescriptor network = OpenNetwork(pid);
        (ulong home, ulong there) = (InodeOf(OwnNamespace), network.Stat().Inode);
        if (home == there)
        {
            throw new ContainerException(
                FailureKind.Launch,
                $"{PlaceOf(linux.Find(NamespaceKind.Network)!)}is the network namespace of the runtime itself, so network devices have nowhere to move to: give another path, or leave out linux.netDevices");
        }

        using RouteSocket host = RouteSocket.Open();
        _inside = Enter(network);
        NetworkLink[] links = new NetworkLink[linux.NetDevices.Length];
        for (int i = 0; i < links.Length; i++)
        {
            links[i] = Find(host, _inside, linux.NetDevices[i]);
        }

        for (int i = 0; i < links.Length; i++)
        {
            MoveOne(host, network, linux.NetDevices[i], links[i], there, home);
        }
    }

    /// <summary>The container is complete: the devices belong to its network namespace.</summary>
    internal void Keep()
    {
        _journal.Write(new JournalEntry(JournalKind.NetworkDevicesKept));
        _moved.Clear();
        Dispose();
    }

    /// <summary>Gives the devices back to the host, as they were.</summary>
    /// <exception cref="ContainerException">The kernel refuses.</exception>
    internal void GiveBack()
    {
        if (_moved.Count == 0)
        {
            return;
        }

        using RouteSocket host = RouteSocket.Open();
        using FileDescriptor home = FileDescriptor.Open(OwnNamespace, Fcntl.O_RDONLY);
        foreach (MovedDevice device in _moved)
        {
            device.Return(_inside!, host, home);
        }

        _moved.Clear();
    }

    /// <summary>Lets the container's network namespace go.</summary>
    public void Dispose()
    {
        _inside?.Dispose();
        _inside = null;
    }

    private void MoveOne(RouteSocket host, FileDescriptor network, NetDeviceConfig device, NetworkLink link, ulong there, ulong home)
    {
        // KERNEL: a template is filled in by a rename, whose outcome only a device of a known name or number can tell.
        string name = !device.HasTemplate ? NameInside(device, link)
            : string.Create(CultureInfo.InvariantCulture, $"oci{Random.Shared.NextInt64(0x1_0000_0000_0000):x}");
        List<NetworkAddress> addresses = host.ListGlobalAddresses(link.Index);
        MovedDevice moved = Note(new(link.Name, name, link.HardwareAddress, link.IsUp, addresses), there, home);
        Require(host.Move(link.Index, network, name), device, "cannot move the network device into the container");
        NetworkLink inside = FindMoved(device, name);
        if (device.HasTemplate)
        {
            Require(_inside!.Rename(inside.Index, device.Name!), device, $"cannot rename the network device to '{device.Name}' in the container");
            inside = _inside.TryFind(inside.Index) ?? inside;
            _moved.RemoveAt(_moved.Count - 1);
            Note(moved with { Name = inside.Name }, there, home);
        }

        foreach (NetworkAddress address in addresses)
        {
            NetlinkAnswer answer = _inside!.AddAddress(inside, address, link.Name);
            Require(answer, device, $"cannot keep the address {address} in the container", answer.Errno == Errno.EACCES ? ": IPv6 is disabled there (sysctl net.ipv6.conf.default.disable_ipv6)" : string.Empty);
        }

        Require(_inside!.SetUp(inside.Index), device, "cannot set the network device up in the container");
    }

    /// <summary>Writes a device down before it is moved.</summary>
    private MovedDevice Note(MovedDevice device, ulong there, ulong home)
    {
        NamespaceConfig network = _config.Linux!.Find(NamespaceKind.Network)!;
        _journal.Write(NetworkDeviceJournal.Entry(device, network.IsJoined ? network.Path! : string.Empty, there, home));
        _moved.Add(device);
        return device;
    }

    private NetworkLink Find(RouteSocket host, RouteSocket inside, NetDeviceConfig device)
    {
        NetworkLink link = host.TryFind(device.HostName)
            ?? throw Refuse(device, "there is no such network device in the runtime's network namespace ('ip link' lists those that are)");
        return device.HasTemplate || inside.TryFind(NameInside(device, link)) is null
            ? link
            : throw Refuse(device, $"the container's network namespace has a network device '{NameInside(device, link)}' already: give another with 'name', or a template as in 'eth%d'");
    }

    /// <summary>A device that is known by another name of its own keeps its first one.</summary>
    private static string NameInside(NetDeviceConfig device, NetworkLink link) => string.IsNullOrEmpty(device.Name) ? link.Name : device.Name;

    private NetworkLink FindMoved(NetDeviceConfig device, string name) =>
        _inside!.TryFind(name) ?? throw Refuse(device, $"the network device '{name}' has gone from the container's network namespace");

    private void Require(NetlinkAnswer answer, NetDeviceConfig device, string what, string advice = "")
    {
        if (!answer.IsGood)
        {
            throw Refuse(device, $"{what}: {answer}{(advice.Length != 0 ? advice : AdviceFor(answer.Errno))}");
        }
    }

    private static string AdviceFor(int errno) => errno switch
    {
        Errno.EPERM => ": that takes CAP_NET_ADMIN in both network namespaces, run ocirt as root",
        Errno.EINVAL => ": bridges, bonds and the ends of some tunnels are bound to their network namespace",
        _ => string.Empty,
    };

    private FileDescriptor OpenNetwork(int pid)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/net");
        return FileDescriptor.TryOpen(path, Fcntl.O_RDONLY, out int errno)
            ?? throw NoRights(new SyscallException($"open(\"{path}\")", errno));
    }

    private RouteSocket Enter(FileDescriptor network)
    {
        try
        {
            return RouteSocket.OpenIn(network);
        }
        catch (SyscallException refused) when (refused.Errno == Errno.EPERM)
        {
            throw NoRights(refused);
        }
    }

    private ContainerException NoRights(SyscallException refused) =>
        Refuse(_config.Linux!.NetDevices[0], $"moving a network device takes CAP_NET_ADMIN and CAP_SYS_ADMIN on the host, run ocirt as root: {refused.Message}");

    private ContainerException Refuse(NetDeviceConfig device, string reason) => new(FailureKind.Launch, PlaceOf(device) + reason);

    private string PlaceOf(ConfigNode node)
    {
        SourceLocation place = _config.Source.Locate(node.Offset);
        return $"{_config.Source.FileName}:{place.Line}:{place.Column}: {place.JsonPath}: ";
    }

    private static ulong InodeOf(string path) =>
        HostPaths.TryStat(path, out StatResult about) is int errno and not 0 ? throw new SyscallException($"statx(\"{path}\")", errno) : about.Inode;
}
