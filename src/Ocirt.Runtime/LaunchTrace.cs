// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// Where the time of a command goes: spans of the brain and, by a shared area that init writes into,
/// the end of every step of init, on one time line. Costs nothing when it is off.
/// </summary>
public sealed class LaunchTrace
{
    private readonly List<(string Name, long Start, long End, int Track)> _spans = [];
    private readonly FileDescriptor? _file;
    private readonly Action<string>? _report;
    private FileDescriptor? _area;

    private LaunchTrace(FileDescriptor? file, Action<string>? report)
    {
        _file = file;
        _report = report;
    }

    /// <summary>Whether the spans go to a file.</summary>
    public bool HasFile => _file is not null;

    /// <summary>Begins a trace that goes to a file, to a log line by line as each span ends, or to both.</summary>
    /// <param name="path">The file, opened now and replaced when it is there; or null.</param>
    /// <param name="report">Takes each line; or null.</param>
    /// <returns>The trace; null when nobody wants one.</returns>
    /// <exception cref="ContainerException">The file cannot be opened.</exception>
    public static LaunchTrace? Begin(string? path, Action<string>? report)
    {
        if (path is null)
        {
            return report is null ? null : new LaunchTrace(null, report);
        }

        return new LaunchTrace(To(path)._file, report);
    }

    /// <summary>Begins a trace. The file is opened now, so that a wrong path is told before anything runs.</summary>
    /// <param name="path">The file; replaced when it is there.</param>
    /// <exception cref="ContainerException">The file cannot be opened.</exception>
    public static LaunchTrace To(string path)
    {
        try
        {
            return new LaunchTrace(FileDescriptor.Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC | Fcntl.O_CLOEXEC, 0x1A4), null);
        }
        catch (SyscallException refused)
        {
            throw new ContainerException(FailureKind.Host, $"cannot write the trace '{path}': {ErrnoText.Describe(refused.Errno)}");
        }
    }

    /// <summary>Notes a span of the brain that began at <paramref name="start"/> and ends now.</summary>
    /// <returns>Now, as the start of the next span.</returns>
    public long Add(string name, long start)
    {
        long now = MonotonicClock.Nanoseconds();
        Note(name, start, now, 1);

        // What the report took is no part of the next span.
        return _report is null ? now : MonotonicClock.Nanoseconds();
    }

    /// <summary>Makes the area that init writes the end of each step into; it has no size yet.</summary>
    /// <returns>The area, which belongs to the trace.</returns>
    public FileDescriptor MakeArea()
    {
        _area = FileDescriptor.TryOpen("/dev/shm", Fcntl.O_RDWR | Fcntl.O_CLOEXEC | O_TMPFILE, out _)
            ?? FileDescriptor.Open("/tmp", Fcntl.O_RDWR | Fcntl.O_CLOEXEC | O_TMPFILE, 0x180);
        return _area;
    }

    /// <summary>Gives the area its size, before init maps it.</summary>
    /// <param name="steps">The number of steps of the plan.</param>
    public void SizeArea(int steps) => _area?.WriteAll(new byte[(steps + 1) * sizeof(ulong)]);

    /// <summary>Takes the steps of init out of the area.</summary>
    /// <param name="names">The names of the steps.</param>
    public void Collect(ReadOnlySpan<string> names)
    {
        if (_area is null)
        {
            return;
        }

        using FileDescriptor area = FileDescriptor.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_area.Value}"), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        byte[] bytes = area.ReadAllBytes(1 << 24);
        long previous = (long)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        for (int step = 0; step < names.Length && (step + 2) * sizeof(ulong) <= bytes.Length && previous != 0; step++)
        {
            long end = (long)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan((step + 1) * sizeof(ulong)));
            if (end == 0)
            {
                break;
            }

            Note(names[step], previous, end, 2);
            previous = end;
        }
    }

    /// <summary>Writes the spans as Chrome trace events, which Perfetto and chrome://tracing open.</summary>
    public void Write()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("traceEvents"u8);
            foreach ((string name, long start, long end, int track) in _spans)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, name);
                json.WriteString("ph"u8, "X"u8);
                json.WriteNumber("ts"u8, start / 1000.0);
                json.WriteNumber("dur"u8, (end - start) / 1000.0);
                json.WriteNumber("pid"u8, 1);
                json.WriteNumber("tid"u8, track);
                json.WriteString("cat"u8, track == 1 ? "brain"u8 : "init"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        _file?.WriteAll(buffer.WrittenSpan);
    }

    /// <summary>The spans as text: the brain's in order, then the longest of init.</summary>
    public string Summarize()
    {
        StringBuilder text = new();
        text.Append("trace (milliseconds)\n");
        foreach ((string name, long start, long end, int track) in _spans)
        {
            if (track == 1)
            {
                Line(text, "brain", name, end - start);
            }
        }

        List<(string Name, long Length)> steps = [];
        foreach ((string name, long start, long end, int track) in _spans)
        {
            if (track == 2)
            {
                steps.Add((name, end - start));
            }
        }

        steps.Sort(static (a, b) => b.Length.CompareTo(a.Length));
        for (int i = 0; i < steps.Count && i < 10; i++)
        {
            Line(text, "init", steps[i].Name, steps[i].Length);
        }

        return text.ToString();
    }

    private void Note(string name, long start, long end, int track)
    {
        _spans.Add((name, start, end, track));
        if (_report is not null)
        {
            string who = track == 1 ? "" : "init: ";
            _report(string.Create(CultureInfo.InvariantCulture, $"{who}{name}: {(end - start) / 1e6:F3} ms"));
        }
    }

    private static void Line(StringBuilder text, string who, string name, long nanoseconds) =>
        text.Append(CultureInfo.InvariantCulture, $"  {nanoseconds / 1e6,8:F3}  {who,-5}  {name}\n");

    private const int O_TMPFILE = 0x400000 | FcntlArch.O_DIRECTORY;
}
