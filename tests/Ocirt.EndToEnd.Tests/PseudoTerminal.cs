// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// A terminal with a person in front of it, as a script: a command runs on it, in a session of its own, while the test
/// types and reads what is shown.
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadAndWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const int CloseOnExec = 0x80000;
    private const ulong SetSize = 0x5414;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly int _master;
    private readonly StringBuilder _shown = new();
    private readonly Thread _reader;
    private readonly Process _process;
    private int _seen;
    private volatile bool _ended;

    /// <summary>Starts a shell command on a new terminal of 80 columns and 24 rows.</summary>
    public PseudoTerminal(string command)
    {
        _master = posix_openpt(ReadAndWrite | NoControllingTerminal | CloseOnExec);
        byte[] name = new byte[64];
        if (_master < 0 || grantpt(_master) != 0 || unlockpt(_master) != 0 || ptsname_r(_master, name, (nuint)name.Length) != 0)
        {
            throw new IOException("no pseudo-terminal");
        }

        Device = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
        Resize(24, 80);
        InitialSettings = Settings();
        ProcessStartInfo start = new("/bin/bash", ["-c", $"exec setsid --ctty --wait bash -c \"$0\" <{Device} >{Device} 2>&1", command]);
        _process = Process.Start(start)!;
        _reader = new Thread(ReadAll) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>The terminal's path on the host.</summary>
    public string Device { get; }

    /// <summary>Its settings before the command began; see <see cref="Settings"/>.</summary>
    public string InitialSettings { get; }

    /// <summary>Everything that was shown.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
            {
                return _shown.ToString();
            }
        }
    }

    /// <summary>Types.</summary>
    public void Type(string keys)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(keys);
        if (write(_master, bytes, (nuint)bytes.Length) != bytes.Length)
        {
            throw new IOException("the terminal takes no more");
        }
    }

    /// <summary>Waits until a text is shown behind the one that was waited for last.</summary>
    public void WaitFor(string text)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            lock (_shown)
            {
                int place = _shown.ToString().IndexOf(text, _seen, StringComparison.Ordinal);
                if (place >= 0)
                {
                    _seen = place + text.Length;
                    return;
                }

                TimeSpan left = Patience - clock.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    throw new TimeoutException($"'{text}' was not shown within {Patience.TotalSeconds} s, but:\n{_shown}");
                }

                Monitor.Wait(_shown, left);
            }
        }
    }

    /// <summary>Changes the size, as when a window is dragged.</summary>
    public void Resize(ushort rows, ushort columns)
    {
        ushort[] size = [rows, columns, 0, 0];
        if (ioctl(_master, SetSize, size) != 0)
        {
            throw new IOException("the terminal cannot be resized");
        }
    }

    /// <summary>The settings of the terminal as stty(1) shows them in one word.</summary>
    public string Settings() => ContainerFixture.Shell($"stty -F {Device} -g").Line;

    /// <summary>Waits for the end of the command.</summary>
    public int Wait()
    {
        if (!_process.WaitForExit(Patience))
        {
            throw new TimeoutException($"the command did not end within {Patience.TotalSeconds} s; shown:\n{Shown}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _ended = true;
        _reader.Join();
        _process.Dispose();
        _ = close(_master);
    }

    private void ReadAll()
    {
        byte[] buffer = new byte[4096];
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] text = new char[4096];
        while (true)
        {
            nint count = read(_master, buffer, (nuint)buffer.Length);
            if (count <= 0)
            {
                if (_ended)
                {
                    return;
                }

                // EIO until the command has opened the terminal.
                Thread.Sleep(5);
                continue;
            }

            int length = decoder.GetChars(buffer, 0, (int)count, text, 0);
            lock (_shown)
            {
                _shown.Append(text, 0, length);
                Monitor.PulseAll(_shown);
            }
        }
    }

    [DllImport("libc")]
    private static extern int posix_openpt(int flags);

    [DllImport("libc")]
    private static extern int grantpt(int descriptor);

    [DllImport("libc")]
    private static extern int unlockpt(int descriptor);

    [DllImport("libc")]
    private static extern int ptsname_r(int descriptor, byte[] name, nuint length);

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, ulong request, ushort[] size);

    [DllImport("libc")]
    private static extern nint read(int descriptor, byte[] buffer, nuint length);

    [DllImport("libc")]
    private static extern nint write(int descriptor, byte[] buffer, nuint length);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
