// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// What a process gets from its caller beside the configuration: descriptors, a terminal, and a socket that is told of it.
/// Found before anything is made, so that what is wrong with it leaves nothing behind.
/// </summary>
public sealed class Surroundings : IDisposable
{
    private readonly DescriptorSocket? _pidfdSocket;

    private Surroundings(InheritedDescriptors descriptors, TerminalChoice terminal, DescriptorSocket? pidfdSocket, NotifyProxy? notify)
    {
        Notify = notify;
        Descriptors = descriptors;
        Terminal = terminal;
        _pidfdSocket = pidfdSocket;
    }

    /// <summary>The descriptors from 3 on.</summary>
    public InheritedDescriptors Descriptors { get; }

    /// <summary>Where the terminal goes.</summary>
    public TerminalChoice Terminal { get; }

    /// <summary>What tells the service manager that the container is ready, or null.</summary>
    public NotifyProxy? Notify { get; }

    /// <summary>The variables that tell the process of all this.</summary>
    public string[] Environment => Notify is null ? Descriptors.Environment : [.. Descriptors.Environment, NotifyProxy.Variable];

    /// <summary>Finds them.</summary>
    /// <param name="descriptors">The descriptors from 3 on.</param>
    /// <param name="hasTerminal">Whether the process has a terminal.</param>
    /// <param name="isDetached">Whether the command returns before the process ends.</param>
    /// <param name="consoleSocket">The socket that receives the terminal, or null.</param>
    /// <param name="pidfdSocket">The socket that receives a pidfd of the process, or null.</param>
    /// <param name="notify">What tells the service manager that the container is ready, or null.</param>
    /// <exception cref="ContainerException">They do not go together, or nobody listens on a socket.</exception>
    public static Surroundings Find(
        InheritedDescriptors descriptors, bool hasTerminal, bool isDetached, string? consoleSocket, string? pidfdSocket, NotifyProxy? notify = null)
    {
        TerminalChoice terminal = TerminalChoice.Make(hasTerminal, isDetached, consoleSocket);
        try
        {
            return new(descriptors, terminal, DescriptorSocket.Connect(pidfdSocket, "--pidfd-socket"), notify);
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    /// <summary>Sends the pidfd of the process to whom it may concern.</summary>
    /// <exception cref="ContainerException">The socket's reader is gone.</exception>
    public void Announce(ChildProcess process) => _pidfdSocket?.Send(process.Descriptor, "pidfd");

    /// <inheritdoc/>
    public void Dispose()
    {
        Terminal.Dispose();
        Notify?.Dispose();
        _pidfdSocket?.Dispose();
    }
}
