// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Linux;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>
/// The terminal of the caller, while a terminal of a container is shown on it: in raw mode, so that every key reaches the
/// container, and as it was again afterwards.
/// </summary>
public sealed class CallerTerminal : IDisposable
{
    private readonly FileDescriptor _device;
    private readonly bool _isInput;
    private readonly TerminalSettings _before;
    private bool _isRaw;

    private CallerTerminal(FileDescriptor device, bool isInput, TerminalSettings before)
    {
        _device = device;
        _isInput = isInput;
        _before = before;
    }

    /// <summary>The first of the standard streams that is a terminal, or null when none is.</summary>
    public static CallerTerminal? Find()
    {
        for (int number = 0; number <= 2; number++)
        {
            FileDescriptor stream = FileDescriptor.Borrow(number);
            if (TerminalDevice.TryGetSettings(stream, out TerminalSettings settings))
            {
                return new CallerTerminal(stream, number == 0, settings);
            }
        }

        return null;
    }

    /// <summary>Whether this process may read from it now: it is not in the background of a job-controlling shell.</summary>
    public bool IsForeground => TerminalDevice.IsForeground(_device);

    /// <summary>Its size, or null when it has none.</summary>
    public TerminalSize? Size =>
        TerminalDevice.TryGetSize(_device, out ushort rows, out ushort columns) && (rows | columns) != 0 ? new(rows, columns) : null;

    /// <summary>Lets every byte through as it is. Left undone when input does not come from it, or in the background.</summary>
    public void EnterRaw()
    {
        if (_isInput && IsForeground)
        {
            _isRaw |= TerminalDevice.TrySetSettings(_device, _before.ToRaw());
        }
    }

    /// <summary>Gives back what was in force before.</summary>
    public void Dispose()
    {
        if (_isRaw)
        {
            _isRaw = false;
            TerminalDevice.TrySetSettings(_device, _before);
        }
    }
}
