// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Cli.Grammar;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Output;

/// <summary>
/// Where messages go: always to stderr, and to the file of --log, one record a line. Engines read the last
/// record of level error there, so the last one is complete by itself.
/// </summary>
internal sealed class LogSink : IDisposable
{
    private readonly FileDescriptor? _file;
    private readonly bool _json;
    private readonly int _level;

    private LogSink(FileDescriptor? file, bool json, int level)
    {
        _file = file;
        _json = json;
        _level = level;
    }

    /// <summary>A sink that only writes to stderr.</summary>
    internal static LogSink Plain => new(null, json: false, Warning);

    /// <summary>Opens the sink that the global options ask for.</summary>
    /// <exception cref="UsageException">A value is not one of the possible ones, or the file cannot be opened.</exception>
    internal static LogSink Open(ParsedArguments global)
    {
        bool json = global.Choice("log-format", "text", "text", "json") == "json";
        string level = global.Choice("log-level", "warning", "error", "warning", "debug");
        string? path = global["log"];
        FileDescriptor? file = null;
        if (!string.IsNullOrEmpty(path))
        {
            const int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND | Fcntl.O_CLOEXEC;
            try
            {
                file = FileDescriptor.Open(path, flags, 0x1A4);
            }
            catch (SyscallException refused)
            {
                throw new UsageException($"--log: cannot open '{path}': {ErrnoText.Describe(refused.Errno)}");
            }
        }

        return new LogSink(file, json, global.Has("debug") || level == "debug" ? Debug : level == "error" ? Error : Warning);
    }

    /// <summary>Tells of a failure; the last thing that a command says.</summary>
    internal void WriteError(string message)
    {
        StandardStreams.WriteError("ocirt: " + message + "\n");
        Record(Error, "error", message);
    }

    /// <summary>Tells of a finding in a configuration, with its hint.</summary>
    internal void WriteFinding(Diagnostic finding)
    {
        bool isError = finding.Severity == DiagnosticSeverity.Error;
        if (isError || _level >= Warning)
        {
            StandardStreams.WriteError(finding + "\n");
        }

        Record(isError ? Error : Warning, isError ? "error" : "warning", finding.ToLine());
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Record(int level, string name, string message)
    {
        if (_file is null || level > _level)
        {
            return;
        }

        string time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        byte[] line = _json ? Json(name, message, time) : Encoding.UTF8.GetBytes($"time=\"{time}\" level={name} msg={Quoted(message)}\n");
        _file.TryWrite(line, out _, out _);
    }

    private static byte[] Json(string level, string message, string time)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("level"u8, level);
            json.WriteString("msg"u8, message);
            json.WriteString("time"u8, time);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static string Quoted(string message) =>
        "\"" + message.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    private const int Error = 0;
    private const int Warning = 1;
    private const int Debug = 2;
}
