// SPDX-License-Identifier: Apache-2.0

using System.Text;

namespace Ocirt.Cli.Generators;

/// <summary>Collects lines of C# with the indentation of their block.</summary>
internal sealed class SourceLines
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Adds one line; an empty one stays empty.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Adds a line and opens a block after it.</summary>
    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    /// <summary>Closes the innermost block.</summary>
    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    /// <summary>Adds a line one level deeper.</summary>
    public void Inner(string line)
    {
        _depth++;
        Line(line);
        _depth--;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
