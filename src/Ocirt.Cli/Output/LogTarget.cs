// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Cli.Parsing;
using Ocirt.Linux;

namespace Ocirt.Cli.Output;

/// <summary>
/// Where <c>--log</c> sends records: a file, by its path or as <c>file:PATH</c>, the journal of systemd as
/// <c>journald:IDENTIFIER</c>, or the system log as <c>syslog:IDENTIFIER</c>. One record is one write.
/// </summary>
internal sealed class LogTarget
{
    private const string JournalSocket = "/run/systemd/journal/socket";
    private const string SystemLogSocket = "/dev/log";

    /// <summary>LOG_USER of syslog(3), shifted as its header does.</summary>
    private const int UserFacility = 1 << 3;

    private readonly FileDescriptor _descriptor;
    private readonly Form _form;
    private readonly string _identifier;

    private LogTarget(FileDescriptor descriptor, Form form, string identifier)
    {
        _descriptor = descriptor;
        _form = form;
        _identifier = identifier.Length == 0 ? "ocirt" : identifier;
    }

    private enum Form
    {
        Text,
        Json,
        Journal,
        SystemLog,
    }

    /// <summary>What it is, for messages.</summary>
    internal string Kind => _form switch
    {
        Form.Journal => "of journald",
        Form.SystemLog => "of syslog",
        _ => "file",
    };

    /// <summary>Opens a target. A file is made with mode 0600 and appended to.</summary>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    internal static LogTarget Open(string name, LogFormat format)
    {
        if (After(name, "journald:") is string journal)
        {
            return Connect(JournalSocket, Form.Journal, journal, name);
        }

        if (After(name, "syslog:") is string system)
        {
            return Connect(SystemLogSocket, Form.SystemLog, system, name);
        }

        string path = After(name, "file:") ?? name;
        const int Flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND | Fcntl.O_NOCTTY;
        FileDescriptor file = FileDescriptor.CurrentDirectory.TryOpenAt(path, Flags, 0x180, out int errno) // rw-------
            ?? throw new CommandException($"cannot open the log file {UsageText.Quote(path)}: {ErrnoText.Describe(errno)}");
        return new(file, format == LogFormat.Json ? Form.Json : Form.Text, string.Empty);
    }

    /// <summary>Writes one record.</summary>
    /// <exception cref="SyscallException">It cannot be written.</exception>
    internal void Write(LogLevel level, string message) => _descriptor.WriteAll(_form switch
    {
        Form.Journal => JournalRecord(level, message),
        Form.SystemLog => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"<{UserFacility | Priority(level)}>{_identifier}: {message.Replace('\n', ' ')}")),
        Form.Json => JsonRecord(level, message),
        _ => TextRecord(level, message),
    });

    private static LogTarget Connect(string socket, Form form, string identifier, string name) =>
        NamedSocket.TryConnect(socket, Socket.SOCK_DGRAM, out int errno) is FileDescriptor connection
            ? new(connection, form, identifier)
            : throw new CommandException($"cannot open the log {UsageText.Quote(name)}: '{socket}': {ErrnoText.Describe(errno)}");

    private static string? After(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

    /// <summary>The levels of syslog(3), which journald uses too.</summary>
    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        _ => 7,
    };

    /// <summary>Fields as lines; a value with line breaks goes by its length, as systemd's native journal protocol says.</summary>
    private ReadOnlySpan<byte> JournalRecord(LogLevel level, string message)
    {
        ArrayBufferWriter<byte> record = new();
        record.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"PRIORITY={Priority(level)}\nSYSLOG_IDENTIFIER={_identifier}\nMESSAGE\n")));
        byte[] text = Encoding.UTF8.GetBytes(message);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        record.Write(length);
        record.Write(text);
        record.Write("\n"u8);
        return record.WrittenSpan;
    }

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> JsonRecord(LogLevel level, string message)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.OneLine))
        {
            json.WriteStartObject();
            json.WriteString("level"u8, LogSink.NameOf(level));
            json.WriteString("msg"u8, message);
            json.WriteString("time"u8, Now());
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    private static byte[] TextRecord(LogLevel level, string message)
    {
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"time=\"{Now()}\" level={LogSink.NameOf(level)} msg=\"");
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
