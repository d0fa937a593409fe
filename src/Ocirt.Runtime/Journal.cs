// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// What was done to the host for a container, written down before it is done, so that whatever kills the runtime, a
/// delete finds everything and takes nothing that was there before.
/// </summary>
/// <remarks>
/// A text file of lines: the kind, then the fields, with one space between; '%', white space and control characters are
/// written as %NN. Each <see cref="Write"/> is one write(2), and a line that was cut is passed over. Something new to
/// write down gets a kind in <see cref="JournalKind"/>, written before the deed and again with its identity (an inode)
/// after it, and a place in <see cref="JournalUndo"/>.
/// </remarks>
public sealed class Journal : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "journal";

    private const int MaxSize = 16 << 20;
    private readonly FileDescriptor _file;

    private Journal(FileDescriptor file)
    {
        _file = file;
    }

    /// <summary>Opens the journal of a container for more lines; makes it when it is missing.</summary>
    public static Journal Open(StateDirectory state) =>
        new(state.Descriptor.OpenAt(FileName, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC, 0x180));

    /// <summary>Reads the journal of a container.</summary>
    /// <returns>The lines in their order; none when there is no journal, or something else in its place.</returns>
    public static List<JournalEntry> Read(StateDirectory state)
    {
        List<JournalEntry> entries = [];
        ReadOnlySpan<byte> rest = ReadFile(state);
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            string[] words = Encoding.UTF8.GetString(rest[..end]).Split(' ');
            for (int i = 0; i < words.Length; i++)
            {
                words[i] = Decode(words[i]);
            }

            entries.Add(new JournalEntry(words[0], words[1..]));
            rest = rest[(end + 1)..];
        }

        return entries;
    }

    /// <summary>Writes lines down.</summary>
    public void Write(params ReadOnlySpan<JournalEntry> entries)
    {
        StringBuilder text = new();
        foreach (JournalEntry entry in entries)
        {
            text.Append(entry.Kind);
            foreach (string field in entry.Fields)
            {
                Encode(text.Append(' '), field);
            }

            text.Append('\n');
        }

        if (text.Length != 0)
        {
            _file.WriteAll(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    private static byte[]? ReadFile(StateDirectory state)
    {
        try
        {
            return state.TryRead(FileName, MaxSize);
        }
        catch (SyscallException other) when (other.Errno is Errno.EISDIR or Errno.ELOOP)
        {
            return null;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static void Encode(StringBuilder text, string field)
    {
        foreach (char letter in field)
        {
            if (letter is '%' or ' ' or '\x7f' or < ' ')
            {
                text.Append('%').Append(((int)letter).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(letter);
            }
        }
    }

    private static string Decode(string word)
    {
        if (!word.Contains('%', StringComparison.Ordinal))
        {
            return word;
        }

        StringBuilder text = new();
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '%' && i + 2 < word.Length
                && byte.TryParse(word.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
            {
                text.Append((char)code);
                i += 2;
            }
            else
            {
                text.Append(word[i]);
            }
        }

        return text.ToString();
    }
}
