// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>A network device as it was before it was moved into a container, with what it takes to give it back.</summary>
/// <param name="HostName">Its name on the host.</param>
/// <param name="Name">Its name in the container.</param>
/// <param name="HardwareAddress">Its hardware address in hexadecimal, by which it is known again; may be empty.</param>
/// <param name="IsUp">Whether it was up.</param>
/// <param name="Addresses">Its addresses.</param>
internal sealed record MovedDevice(string HostName, string Name, string HardwareAddress, bool IsUp, IReadOnlyList<NetworkAddress> Addresses)
{
    /// <summary>Moves the device back, under its old name, with its addresses. Nothing is done when it is not there, or there again.</summary>
    /// <param name="inside">The container's network namespace.</param>
    /// <param name="host">The network namespace that the device comes from.</param>
    /// <param name="home">The same, as a descriptor.</param>
    /// <exception cref="ContainerException">The kernel refuses.</exception>
    internal void Return(RouteSocket inside, RouteSocket host, FileDescriptor home)
    {
        // SAFETY: a device of that name with another hardware address is somebody else's.
        NetworkLink? link = Known(inside.TryFind(Name)) ?? Known(inside.TryFind(HostName));
        if (link is null || host.TryFind(HostName) is not null)
        {
            return;
        }

        NetlinkAnswer answer = inside.Move(link.Index, home, HostName);
        if (answer.IsGood && host.TryFind(HostName) is { } back)
        {
            foreach (NetworkAddress address in Addresses)
            {
                answer = answer.IsGood ? host.AddAddress(back, address, HostName) : answer;
            }

            answer = answer.IsGood && IsUp ? host.SetUp(back.Index) : answer;
        }

        if (!answer.IsGood)
        {
            throw new ContainerException(FailureKind.Host, $"cannot give the network device '{HostName}' back to the host as it was: {answer}");
        }
    }

    private NetworkLink? Known(NetworkLink? link) => link?.HardwareAddress == HardwareAddress ? link : null;
}
