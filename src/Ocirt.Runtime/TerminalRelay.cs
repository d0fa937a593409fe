// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// Stands between the terminal of a container and the standard streams of the caller, in the foreground. One thread, two
/// small buffers; nothing waits for one side while the other has something to say.
/// </summary>
public sealed class TerminalRelay : IDisposable
{
    private const int BufferSize = 4096;

    /// <summary>The most that is shown after the end, in bytes: what the kernel keeps of a terminal is less.</summary>
    private const int LongestFarewell = 1 << 20;

    private const int FirstPause = 50;
    private const int LongestPause = 2000;
    private const int MostEnds = 32;

    private readonly FileDescriptor _master;
    private readonly FileDescriptor _output;
    private readonly CallerTerminal? _caller;
    private readonly byte[] _keys = new byte[BufferSize];
    private readonly byte[] _text = new byte[BufferSize];
    private int _keysStart;
    private int _keysEnd;
    private int _textStart;
    private int _textEnd;
    private InputState _input = InputState.Open;
    private int _ends;
    private int _pause = FirstPause;
    private bool _masterIsHungUp;
    private bool _outputClosed;

    /// <summary>Prepares to relay.</summary>
    /// <param name="master">The master of the container's terminal, which is closed with this object.</param>
    /// <param name="caller">The caller's terminal, which is restored with this object, or null.</param>
    /// <exception cref="SyscallException">The terminal cannot be used.</exception>
    public TerminalRelay(FileDescriptor master, CallerTerminal? caller)
    {
        _master = master;
        _caller = caller;
        _master.StopBlocking();

        // KERNEL: the slave is not kept open here. When a session leader ends while another process has it open, the
        // kernel hangs the terminal up and throws the last output away (disassociate_ctty).
        _output = OpenOutput();
        Resize();
        _caller?.EnterRaw();
    }

    /// <summary>Relays until the process ends and its last words are written.</summary>
    /// <returns>How it ended.</returns>
    public ExitStatus Run(ChildProcess process, SignalFd signals, NotifyProxy? notify)
    {
        Span<PollEntry> entries = stackalloc PollEntry[6];
        int patience = ForegroundRun.LongWait;
        while (true)
        {
            bool ends = _input == InputState.Ended && _keysEnd == 0 && _ends < MostEnds;
            int wanted = (_textEnd == 0 ? Poll.POLLIN : 0) | (_keysEnd != 0 ? Poll.POLLOUT : 0);
            entries[0] = new(signals.Descriptor.Value, Poll.POLLIN);
            entries[1] = new(process.Descriptor.Value, Poll.POLLIN);
            entries[2] = new(_input == InputState.Open && _keysEnd == 0 ? 0 : -1, Poll.POLLIN);
            entries[3] = new(wanted == 0 || _masterIsHungUp ? -1 : _master.Value, wanted);
            entries[4] = new(_textEnd != 0 ? _output.Value : -1, Poll.POLLOUT);
            entries[5] = new(notify?.Descriptor ?? -1, Poll.POLLIN);
            bool isPausing = ends || _masterIsHungUp;
            if (Polling.Wait(entries, isPausing ? _pause : patience) == 0)
            {
                if (isPausing)
                {
                    _pause = Math.Min(_pause * 2, LongestPause);
                }
                else
                {
                    patience = -1;
                    ProgramCode.Release();
                }

                if (ends)
                {
                    PressEnd();
                }
            }

            if (entries[0].Returned != 0)
            {
                Forward(process, signals);
            }

            if (entries[2].Returned != 0)
            {
                ReadKeys();
            }

            if (entries[5].Returned != 0)
            {
                notify!.Forward(OwnProcess.Pid);
            }

            WriteKeys();
            ReadText();
            WriteText();
            if (entries[1].Returned != 0)
            {
                ExitStatus status = process.Wait();
                Finish(signals);
                return status;
            }
        }
    }

    /// <summary>Restores the caller's terminal and closes the container's.</summary>
    public void Dispose()
    {
        _caller?.Dispose();
        if (_output.Value != FileDescriptor.ForStandardOutput.Value)
        {
            _output.Dispose();
        }

        _master.Dispose();
    }

    /// <summary>Writes what is left. A signal that asks to end cuts it short: the output may be stopped for ever.</summary>
    private void Finish(SignalFd signals)
    {
        Span<PollEntry> entries = stackalloc PollEntry[2];
        for (int shown = 0; shown < LongestFarewell; shown += _textEnd)
        {
            ReadText();
            if (_textEnd == 0)
            {
                return;
            }

            while (_textEnd != 0)
            {
                entries[0] = new(signals.Descriptor.Value, Poll.POLLIN);
                entries[1] = new(_output.Value, Poll.POLLOUT);
                Polling.Wait(entries);
                while (signals.TryRead(out SignalInformation signal))
                {
                    if (signal.Signal is Signal.SIGTERM or Signal.SIGINT or Signal.SIGHUP or Signal.SIGQUIT)
                    {
                        return;
                    }
                }

                WriteText();
            }
        }
    }

    private void Forward(ChildProcess process, SignalFd signals)
    {
        while (signals.TryRead(out SignalInformation signal))
        {
            switch (signal.Signal)
            {
                case Signal.SIGWINCH:
                    Resize();
                    break;
                case Signal.SIGTTIN or Signal.SIGTTOU:
                    // About this process's own place in the background, not about the container.
                    break;
                case Signal.SIGCONT:
                    // The shell that brings this job to the foreground has set the terminal up for itself before.
                    _caller?.EnterRaw();
                    Resize();
                    _input = _input == InputState.Suspended ? InputState.Open : _input;
                    process.TrySignal(signal.Signal);
                    break;
                default:
                    process.TrySignal(signal.Signal);
                    break;
            }
        }
    }

    private void Resize()
    {
        if (_caller?.Size is { } size)
        {
            TerminalDevice.TrySetSize(_master, size.Rows, size.Columns);
        }
    }

    private void ReadKeys()
    {
        if (FileDescriptor.ForStandardInput.TryRead(_keys, out int count, out int errno) && count != 0)
        {
            _keysStart = 0;
            _keysEnd = count;
            return;
        }

        if (errno == Errno.EAGAIN)
        {
            return;
        }

        if (_caller is not null && TerminalDevice.TryGetSettings(FileDescriptor.ForStandardInput, out _))
        {
            // EIO in the background, until the job comes to the foreground; otherwise the terminal is gone.
            _input = errno == Errno.EIO && !_caller.IsForeground ? InputState.Suspended : InputState.Gone;
            return;
        }

        _input = InputState.Ended;
        PressEnd();
    }

    /// <summary>
    /// The end of a file or pipe lasts, that of a terminal is a key that one read takes, and a program that reads without
    /// lines yet would take it for a character. So it is pressed now and then.
    /// </summary>
    private void PressEnd()
    {
        if (TerminalDevice.TryGetSettings(_master, out TerminalSettings settings) && settings.IsCanonical)
        {
            _ends++;
            _keys[0] = settings.EndOfFile;
            _keysStart = 0;
            _keysEnd = 1;
        }
    }

    private void WriteKeys()
    {
        if (_keysEnd == 0)
        {
            return;
        }

        if (_master.TryWrite(_keys.AsSpan(_keysStart, _keysEnd - _keysStart), out int count, out int errno))
        {
            _keysStart += count;
        }
        else if (errno != Errno.EAGAIN)
        {
            _keysStart = _keysEnd;
        }

        _keysEnd = _keysStart == _keysEnd ? 0 : _keysEnd;
    }

    private void ReadText()
    {
        if (_textEnd != 0)
        {
            return;
        }

        if (_master.TryRead(_text, out int count, out int errno))
        {
            _textStart = 0;
            _textEnd = count;
        }

        // EIO as long as nobody in the container has the terminal open, which may come again: an init that reopens its
        // console does that. poll(2) would return at once all the while, so the master is looked at now and then.
        _masterIsHungUp = errno == Errno.EIO;
    }

    private void WriteText()
    {
        if (_textEnd == 0)
        {
            return;
        }

        if (_outputClosed)
        {
            _textEnd = 0;
            return;
        }

        if (_output.TryWrite(_text.AsSpan(_textStart, _textEnd - _textStart), out int count, out int errno))
        {
            _textStart += count;
        }
        else if (errno != Errno.EAGAIN)
        {
            // Nobody reads any more; the container goes on.
            _outputClosed = true;
            _textStart = _textEnd;
        }

        _textEnd = _textStart == _textEnd ? 0 : _textEnd;
    }

    /// <summary>
    /// Standard output without waiting. The flag belongs to the open file, which others share, so terminals and pipes are
    /// opened anew; the rest is written to as it is.
    /// </summary>
    private static FileDescriptor OpenOutput()
    {
        FileDescriptor given = FileDescriptor.ForStandardOutput;
        bool canStop = given.Stat().FileType is Stat.S_IFCHR or Stat.S_IFIFO;
        return (canStop ? FileDescriptor.TryOpen("/proc/self/fd/1", Fcntl.O_WRONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY, out _) : null) ?? given;
    }

    private enum InputState
    {
        Open,

        /// <summary>This process is in the background; SIGCONT comes when that changes.</summary>
        Suspended,

        /// <summary>A file or pipe was read to its end.</summary>
        Ended,

        /// <summary>The caller's terminal was hung up.</summary>
        Gone,
    }
}
