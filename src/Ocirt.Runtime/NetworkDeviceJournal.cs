// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The lines of a journal that are about network devices.</summary>
internal static class NetworkDeviceJournal
{
    private const int FixedFields = 7;

    /// <summary>The line for a device that is going to be moved.</summary>
    /// <param name="device">The device.</param>
    /// <param name="path">The path of a joined network namespace; empty for a new one.</param>
    /// <param name="there">The inode of the container's network namespace.</param>
    /// <param name="home">The inode of the runtime's.</param>
    internal static JournalEntry Entry(MovedDevice device, string path, ulong there, ulong home)
    {
        string[] fields = new string[FixedFields + device.Addresses.Count];
        fields[0] = device.HostName;
        fields[1] = device.Name;
        fields[2] = path;
        fields[3] = there.ToString(CultureInfo.InvariantCulture);
        fields[4] = home.ToString(CultureInfo.InvariantCulture);
        fields[5] = device.HardwareAddress;
        fields[6] = device.IsUp ? "1" : "0";
        for (int i = FixedFields; i < fields.Length; i++)
        {
            fields[i] = device.Addresses[i - FixedFields].ToHex();
        }

        return new JournalEntry(JournalKind.NetworkDevice, fields);
    }

    /// <summary>
    /// Gives back what was moved into a joined network namespace for a container that was never complete. With a namespace
    /// of the container's own nothing is left to do: it ended with the container, and the kernel has decided.
    /// </summary>
    /// <exception cref="ContainerException">The kernel refuses.</exception>
    internal static void TakeBack(List<JournalEntry> entries)
    {
        if (entries.Exists(static entry => entry.Kind == JournalKind.NetworkDevicesKept))
        {
            return;
        }

        foreach (JournalEntry entry in entries)
        {
            if (entry.Kind == JournalKind.NetworkDevice && entry.Fields.Length >= FixedFields && entry.Fields[2].Length != 0)
            {
                Return(entry.Fields);
            }
        }
    }

    private static void Return(string[] fields)
    {
        using FileDescriptor home = FileDescriptor.Open("/proc/thread-self/ns/net", Fcntl.O_RDONLY);
        using FileDescriptor? network = FileDescriptor.TryOpen(fields[2], Fcntl.O_RDONLY, out _);

        // SAFETY: a path can be another namespace's by now, and this command can run in another than the one the device comes from.
        if (network is null || !Is(network, fields[3]) || !Is(home, fields[4]))
        {
            return;
        }

        List<NetworkAddress> addresses = [];
        foreach (string text in fields[FixedFields..])
        {
            if (NetworkAddress.TryParse(text) is { } address)
            {
                addresses.Add(address);
            }
        }

        using RouteSocket inside = RouteSocket.OpenIn(network);
        using RouteSocket host = RouteSocket.Open();
        new MovedDevice(fields[0], fields[1], fields[5], fields[6] == "1", addresses).Return(inside, host, home);
    }

    private static bool Is(FileDescriptor network, string inode) =>
        network.Stat().Inode.ToString(CultureInfo.InvariantCulture) == inode;
}
