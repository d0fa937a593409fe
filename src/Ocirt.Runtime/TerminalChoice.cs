// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Linux;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>
/// Where the terminal of a process goes: nowhere, to a socket of the caller, or, in the foreground, to the caller's own
/// streams.
/// </summary>
public sealed class TerminalChoice : IDisposable
{
    private readonly bool _isWanted;
    private readonly DescriptorSocket? _socket;
    private CallerTerminal? _caller;
    private FileDescriptor? _master;

    private TerminalChoice(bool isWanted, DescriptorSocket? socket)
    {
        _isWanted = isWanted;
        _socket = socket;
        _caller = isWanted && socket is null ? CallerTerminal.Find() : null;
    }

    /// <summary>Decides, and connects to the socket.</summary>
    /// <param name="isWanted">Whether the process has a terminal.</param>
    /// <param name="isDetached">Whether the command returns before the process ends.</param>
    /// <param name="consoleSocket">The socket that receives the terminal, or null.</param>
    /// <exception cref="ContainerException">The three do not go together, or nobody listens on the socket.</exception>
    public static TerminalChoice Make(bool isWanted, bool isDetached, string? consoleSocket)
    {
        if (isDetached && isWanted && consoleSocket is null)
        {
            throw new ContainerException(FailureKind.Terminal, "cannot allocate tty if ocirt will detach without setting console socket (--console-socket)");
        }

        if ((!isDetached || !isWanted) && consoleSocket is not null)
        {
            throw new ContainerException(FailureKind.Terminal, "cannot use console socket if ocirt will not detach or allocate tty (process.terminal)");
        }

        return new(isWanted, DescriptorSocket.Connect(consoleSocket, "--console-socket"));
    }

    /// <summary>The size that counts instead of the configuration's: that of the caller's own terminal.</summary>
    public TerminalSize? Size => _caller?.Size;

    /// <summary>Whether what it shows goes to a pipe or file of the caller, where newlines stay newlines.</summary>
    public bool HasPlainNewlines =>
        _isWanted && _socket is null && !TerminalDevice.TryGetSettings(FileDescriptor.ForStandardOutput, out _);

    /// <summary>Takes the master that init sends.</summary>
    /// <param name="master">What was received, not believed yet; closed here.</param>
    /// <exception cref="ContainerException">It is no terminal, or none was asked for, or the socket's reader is gone.</exception>
    public void Accept(FileDescriptor master)
    {
        if (!_isWanted || _master is not null || !TerminalDevice.TryGetNumber(master, out int number))
        {
            throw new ContainerException(FailureKind.Launch, "the launch was given up: init sent something that is not the terminal");
        }

        if (_socket is null)
        {
            _master = master.Duplicate();
            return;
        }

        _socket.Send(master, $"/dev/pts/{number}");
    }

    /// <summary>Waits in the foreground for the end of the process, with its terminal when it has one.</summary>
    /// <returns>How it ended.</returns>
    public ExitStatus Wait(ChildProcess process, SignalFd signals, NotifyProxy? notify = null)
    {
        if (_master is null)
        {
            return ForegroundRun.Wait(process, signals, notify);
        }

        using TerminalRelay relay = new(_master, _caller);
        _master = null;
        _caller = null;
        return relay.Run(process, signals, notify);
    }

    /// <summary>Closes what was not given away.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _caller?.Dispose();
        _master?.Dispose();
    }
}
