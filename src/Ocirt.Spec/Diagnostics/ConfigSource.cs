// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Diagnostics;

/// <summary>The text of a config.json, and the way from a node back to its place in it.</summary>
/// <remarks>
/// The model keeps one number per object. A path, a line and a column are found by reading the text again, and only
/// when a message needs them. Many look-ups together cost about one pass over the text.
/// </remarks>
public sealed class ConfigSource
{
    /// <summary>The deepest nesting that is read.</summary>
    internal const int MaxDepth = 64;

    private SourceIndex? _index;
    private LineIndex? _lines;

    /// <summary>Takes the text and the name that messages call it by.</summary>
    public ConfigSource(ReadOnlyMemory<byte> utf8, string fileName)
    {
        Utf8 = utf8;
        FileName = fileName;
    }

    /// <summary>The bytes of the file.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The name of the file in messages.</summary>
    public string FileName { get; }

    /// <summary>The place of a value: the object <paramref name="node"/>, and from there along <paramref name="steps"/>.</summary>
    /// <returns>The place of the value, or of the last object on the way that exists, with the whole path.</returns>
    public SourceLocation Locate(ConfigNode node, params ReadOnlySpan<JsonStep> steps)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Locate(node.Offset, steps);
    }

    /// <summary>The place of the value that begins at a byte position, and from there along <paramref name="steps"/>.</summary>
    public SourceLocation Locate(int offset, params ReadOnlySpan<JsonStep> steps)
    {
        _index ??= new SourceIndex(Utf8);
        var path = new StringBuilder();
        int place = offset;
        try
        {
            bool exists = _index.FindWay(offset, out List<JsonStep> way);
            foreach (JsonStep step in way)
            {
                Append(path, step);
            }

            foreach (JsonStep step in exists ? steps : [])
            {
                Append(path, step);
                int child = exists ? _index.FindChild(place, step) : -1;
                exists = child >= 0;
                place = exists ? child : place;
            }
        }
        catch (JsonException)
        {
            // The text is broken further on; the place found so far is the best there is.
        }

        return At(path.ToString(), place);
    }

    /// <summary>The place with a path that is already known.</summary>
    internal SourceLocation At(string jsonPath, int offset)
    {
        _lines ??= new LineIndex(Utf8);
        (int line, int column) = _lines.Find(Math.Min(offset, Utf8.Length));
        return new SourceLocation(jsonPath, offset, line, column);
    }

    private static void Append(StringBuilder path, JsonStep step)
    {
        if (step.Name is null)
        {
            path.Append('[').Append(step.Index).Append(']');
            return;
        }

        if (!IsPlain(step.Name))
        {
            path.Append('[').Append(ValueText.Quote(step.Name)).Append(']');
            return;
        }

        if (path.Length > 0)
        {
            path.Append('.');
        }

        path.Append(step.Name);
    }

    private static bool IsPlain(string name)
    {
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= 64;
    }
}
