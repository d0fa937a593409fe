// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Cli.Commands;
using Ocirt.Cli.Parsing;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Output;

/// <summary>
/// Takes messages. Without a log file all go to the standard error. With one all go to the file, one record per line
/// and one write per record, and errors to the standard error too: engines read the last error of the file and pass
/// the standard error on. What cannot be written there is lost, since there is no third place.
/// </summary>
internal sealed class LogSink
{
    private readonly FileDescriptor _errors;
    private FileDescriptor? _file;
    private LogFormat _format;
    private LogLevel _level = LogLevel.Warning;

    /// <summary>A sink that writes to <paramref name="errors"/> until it is configured.</summary>
    public LogSink(FileDescriptor errors)
    {
        _errors = errors;
    }

    /// <summary>Whether debug messages are written; ask before making an expensive one.</summary>
    public bool IsDebug => _level == LogLevel.Debug;

    /// <summary>Sets the level, and opens the log file if one is asked for: created with mode 0600, appended to.</summary>
    /// <exception cref="CommandException">The file cannot be opened.</exception>
    public void Configure(GlobalOptions globals)
    {
        _level = globals.Debug ? LogLevel.Debug : globals.LogLevel;
        _format = globals.LogFormat;
        if (string.IsNullOrEmpty(globals.Log))
        {
            return;
        }

        const int Flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND | Fcntl.O_NOCTTY;
        _file = FileDescriptor.CurrentDirectory.TryOpenAt(globals.Log, Flags, 0x180, out int errno) // rw-------
            ?? throw new CommandException($"cannot open the log file {UsageText.Quote(globals.Log)}: {ErrnoText.Describe(errno)}");
    }

    /// <summary>What made the command fail.</summary>
    public void Error(string message) => Write(LogLevel.Error, message);

    /// <summary>What has no effect or is doubtful.</summary>
    public void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>What is done.</summary>
    public void Debug(string message) => Write(LogLevel.Debug, message);

    /// <summary>A finding about a configuration: with its hint on the standard error, without in the log file.</summary>
    public void Finding(Diagnostic finding)
    {
        LogLevel level = finding.Severity == DiagnosticSeverity.Error ? LogLevel.Error : LogLevel.Warning;
        Write(level, finding.ToLine(), finding.ToString());
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "debug",
    };

    private void Write(LogLevel level, string message) =>
        Write(level, message, level == LogLevel.Error ? $"ocirt: {message}" : $"ocirt: {NameOf(level)}: {message}");

    private void Write(LogLevel level, string message, string line)
    {
        if (level > _level)
        {
            return;
        }

        if (_file is not null)
        {
            WriteRecord(_file, level, message);
        }

        if (_file is null || level == LogLevel.Error)
        {
            WriteLine(line);
        }
    }

    private void WriteLine(string text)
    {
        var line = new StringBuilder();
        foreach (char letter in text)
        {
            // A terminal must not obey what came from a file or an argument.
            if (char.IsControl(letter) && letter is not ('\n' or '\t'))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}");
            }
            else
            {
                line.Append(letter);
            }
        }

        try
        {
            _errors.WriteAll(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
        }
        catch (SyscallException)
        {
            // The standard error is full or its reader is gone; the exit code still tells.
        }
    }

    private void WriteRecord(FileDescriptor file, LogLevel level, string message)
    {
        string time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        try
        {
            file.WriteAll(_format == LogFormat.Json ? JsonRecord(level, message, time) : TextRecord(level, message, time));
        }
        catch (SyscallException failure)
        {
            _file = null;
            WriteLine($"ocirt: warning: cannot write to the log file: {ErrnoText.Describe(failure.Errno)}");
        }
    }

    private static ReadOnlySpan<byte> JsonRecord(LogLevel level, string message, string time)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonText.OneLine))
        {
            json.WriteStartObject();
            json.WriteString("level"u8, NameOf(level));
            json.WriteString("msg"u8, message);
            json.WriteString("time"u8, time);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    private static byte[] TextRecord(LogLevel level, string message, string time)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"time=\"{time}\" level={NameOf(level)} msg=\"");
        foreach (char letter in message)
        {
            _ = letter switch
            {
                '"' or '\\' => line.Append('\\').Append(letter),
                '\n' => line.Append("\\n"),
                '\t' => line.Append("\\t"),
                _ when char.IsControl(letter) => line.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}"),
                _ => line.Append(letter),
            };
        }

        return Encoding.UTF8.GetBytes(line.Append("\"\n").ToString());
    }
}
