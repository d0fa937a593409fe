// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Parsing;

/// <summary>
/// The grammar of the command line, read one argument at a time: <c>--name value</c>, <c>--name=value</c>, both with
/// one dash as well, and <c>--</c> to end the options. An option takes the next argument whatever it looks like.
/// The generated parser asks it for values; the first thing that is wrong becomes <see cref="Error"/>.
/// </summary>
internal ref struct ArgumentReader
{
    private readonly ReadOnlySpan<string> _arguments;
    private readonly string _program;
    private string _command = "";
    private int _next;
    private int _nameStart;
    private int _nameEnd;
    private bool _optionsEnded;

    /// <summary>A reader at the start of <paramref name="arguments"/>, which do not include the program's name.</summary>
    public ArgumentReader(ReadOnlySpan<string> arguments, string program)
    {
        _arguments = arguments;
        _program = program;
    }

    /// <summary>What is wrong, as one line that names the help to read, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether the current argument is an option.</summary>
    public bool IsOption { get; private set; }

    /// <summary>The current argument as it was written.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The name of the current option, without dashes and value.</summary>
    public readonly ReadOnlySpan<char> Name => Text.AsSpan(_nameStart, _nameEnd - _nameStart);

    private readonly ReadOnlySpan<char> OptionAsWritten => Text.AsSpan(0, _nameEnd);

    /// <summary>Moves to the next argument.</summary>
    /// <returns>False when there is none left.</returns>
    public bool Read()
    {
        IsOption = false;
        if (_next == _arguments.Length)
        {
            return false;
        }

        Text = _arguments[_next++];
        if (_optionsEnded || Text.Length < 2 || Text[0] != '-')
        {
            return true;
        }

        if (Text == "--")
        {
            _optionsEnded = true;
            return Read();
        }

        IsOption = true;
        _nameStart = Text[1] == '-' ? 2 : 1;
        int equals = Text.IndexOf('=', _nameStart);
        _nameEnd = equals < 0 ? Text.Length : equals;
        return true;
    }

    /// <summary>Begins the options and arguments of <paramref name="command"/>.</summary>
    public void Enter(string command)
    {
        _command = command;
        _optionsEnded = false;
    }

    /// <summary>Takes everything that follows as arguments.</summary>
    public void EndOptions() => _optionsEnded = true;

    /// <summary>The value of a flag: true unless <c>=VALUE</c> says otherwise.</summary>
    public bool TrySwitch(out bool value)
    {
        value = true;
        if (_nameEnd == Text.Length)
        {
            return true;
        }

        ReadOnlySpan<char> text = Text.AsSpan(_nameEnd + 1);
        switch (text)
        {
            case "true" or "True" or "TRUE" or "t" or "T" or "1":
                return true;
            case "false" or "False" or "FALSE" or "f" or "F" or "0":
                value = false;
                return true;
            default:
                InvalidValue(text, "must be 'true' or 'false'");
                return false;
        }
    }

    /// <summary>The value of an option that takes text; an empty one is refused.</summary>
    public bool TryText(string metaName, [NotNullWhen(true)] out string? value)
    {
        if (!TryAnyText(metaName, out value))
        {
            return false;
        }

        if (value.Length > 0)
        {
            return true;
        }

        Fail($"option {UsageText.Quote(OptionAsWritten)} needs a value, {metaName}");
        return false;
    }

    /// <summary>The value of an option that takes text, empty or not.</summary>
    public bool TryAnyText(string metaName, [NotNullWhen(true)] out string? value)
    {
        if (_nameEnd < Text.Length)
        {
            value = Text[(_nameEnd + 1)..];
            return true;
        }

        if (_next < _arguments.Length)
        {
            value = _arguments[_next++];
            return true;
        }

        value = null;
        Fail($"option {UsageText.Quote(OptionAsWritten)} needs a value, {metaName}");
        return false;
    }

    /// <summary>The value of an option that takes a whole number from 0 to <see cref="int.MaxValue"/>.</summary>
    public bool TryNumber(string metaName, out int value)
    {
        value = 0;
        if (!TryText(metaName, out string? text))
        {
            return false;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        InvalidValue(text, "must be a whole number from 0 to 2147483647");
        return false;
    }

    /// <summary>The current positional argument; an empty one is refused.</summary>
    public bool TryArgument(string metaName, out string value)
    {
        value = Text;
        if (value.Length > 0)
        {
            return true;
        }

        Fail($"the argument {metaName} must not be empty");
        return false;
    }

    /// <summary>Adds to a list that may not exist yet.</summary>
    public static List<string> Append(IEnumerable<string>? list, string value)
    {
        List<string> result = list as List<string> ?? [];
        result.Add(value);
        return result;
    }

    /// <summary>The current option takes a value, but not this one; <paramref name="rule"/> says which.</summary>
    public void InvalidValue(ReadOnlySpan<char> value, string rule) =>
        Fail($"option {UsageText.Quote(OptionAsWritten)} cannot be {UsageText.Quote(value)}, it {rule}");

    /// <summary>The current option is known and refused.</summary>
    public void Unsupported() => Fail($"option {UsageText.Quote(OptionAsWritten)} is not supported yet");

    /// <summary>The current option is known, but not with this value.</summary>
    public void UnsupportedValue(string value) =>
        Fail($"option {UsageText.Quote(OptionAsWritten)} is not supported yet with the value {UsageText.Quote(value)}");

    /// <summary>The current option is not one of <paramref name="known"/>; <paramref name="globals"/> would be known before the command.</summary>
    public void UnknownOption(string[] known, string[] globals)
    {
        foreach (string global in globals)
        {
            if (Name.SequenceEqual(global))
            {
                Fail($"option {UsageText.Quote(OptionAsWritten)} must stand before the command '{_command}'");
                return;
            }
        }

        string? similar = Spelling.MostSimilar(Name, known);
        string dashes = similar is { Length: 1 } ? "-" : "--";
        Fail($"unknown option {UsageText.Quote(OptionAsWritten)}" + (similar is null ? "" : $" (did you mean '{dashes}{similar}'?)"));
    }

    /// <summary>The current argument is not the name of a command.</summary>
    /// <returns>The error.</returns>
    public string UnknownCommand(string[] known)
    {
        _command = "";
        if (Text is "checkpoint" or "restore")
        {
            Fail($"unknown command '{Text}': this build does not checkpoint and restore containers");
            return Error!;
        }

        string? similar = Spelling.MostSimilar(Text, known);
        Fail($"unknown command {UsageText.Quote(Text)}" + (similar is null ? "" : $" (did you mean '{similar}'?)"));
        return Error!;
    }

    /// <summary>The current argument is one too many.</summary>
    public void ExtraArgument() => Fail($"unexpected argument {UsageText.Quote(Text)}");

    /// <summary>The arguments ended before <paramref name="metaName"/>.</summary>
    public void MissingArgument(string metaName) => Fail($"the argument {metaName} is missing");

    /// <summary>The option <paramref name="name"/> must be given.</summary>
    public void MissingOption(string name) => Fail($"option '{name}' is missing");

    private void Fail(string message) => Error = UsageText.WithHelp(message, _program, _command == "help" ? "" : _command);
}
