// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text;
using System.Threading;

namespace Ocirt.Fuzz;

/// <summary>
/// Ends the program when one case uses a minute of processor time, and names the case. The time of the whole run, and
/// of a machine that is busy with other work, does not count.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const int HangSeconds = 60;
    private const int NameLength = 16;

    private readonly FileStream _file;
    private readonly int[] _numbers;
    private readonly Timer _timer;
    private readonly int[] _seen;
    private readonly TimeSpan[] _since;

    internal Watchdog(string path, int workers)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _numbers = new int[workers];
        Array.Fill(_numbers, -1);
        _seen = new int[workers];
        _since = new TimeSpan[workers];
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _file.Dispose();
    }

    internal void Enter(int worker, int number)
    {
        Volatile.Write(ref _numbers[worker], number);
        RandomAccess.Write(_file.SafeFileHandle, Encoding.ASCII.GetBytes($"{number}\n".PadLeft(NameLength)), worker * NameLength);
    }

    internal void Leave(int worker) => Volatile.Write(ref _numbers[worker], -1);

    private void Look()
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < _numbers.Length; i++)
        {
            int number = Volatile.Read(ref _numbers[i]);
            if (number != _seen[i])
            {
                _seen[i] = number;
                _since[i] = used;
            }
            else if (number >= 0 && (used - _since[i]).TotalSeconds > HangSeconds * _numbers.Length)
            {
                Console.WriteLine($"case {number} hangs: it has run for {HangSeconds} s of processor time");
                Environment.Exit(2);
            }
        }
    }
}
