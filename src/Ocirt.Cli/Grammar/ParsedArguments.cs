// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

namespace Ocirt.Cli.Grammar;

/// <summary>The options and arguments of one command, as they were given. Of an option that was given twice the last counts.</summary>
internal sealed class ParsedArguments
{
    private readonly List<(string Name, string Value)> _values = [];

    /// <summary>The arguments that are no options.</summary>
    internal List<string> Positionals { get; } = [];

    /// <summary>The value of an option, or null.</summary>
    internal string? this[string name]
    {
        get
        {
            for (int i = _values.Count - 1; i >= 0; i--)
            {
                if (_values[i].Name == name)
                {
                    return _values[i].Value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a switch is on.</summary>
    internal bool Has(string name) => this[name] is "true";

    /// <summary>The value of a numeric option, or a default.</summary>
    /// <exception cref="UsageException">It is no number from 0 to <paramref name="largest"/>.</exception>
    internal int Number(string name, int largest, int otherwise)
    {
        string? text = this[name];
        if (text is null)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= largest
            ? number
            : throw new UsageException($"--{name}: must be a number from 0 to {largest}, got '{text}'");
    }

    /// <summary>The value of an option that has a few possible ones.</summary>
    /// <exception cref="UsageException">It is none of them.</exception>
    internal string Choice(string name, string otherwise, params ReadOnlySpan<string> allowed)
    {
        string value = this[name] ?? otherwise;
        foreach (string candidate in allowed)
        {
            if (candidate == value)
            {
                return value;
            }
        }

        throw new UsageException($"--{name}: must be {string.Join(" or ", allowed.ToArray())}, got '{value}'");
    }

    internal void Set(string name, string value) => _values.Add((name, value));
}
