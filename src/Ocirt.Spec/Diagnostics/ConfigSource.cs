// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Diagnostics;

/// <summary>The text of a config.json, and the way from a node back to its place in it.</summary>
/// <remarks>
/// The model keeps one number per object. A path, a line and a column are found by reading the text again, and only
/// when a message needs them: each look-up costs time in proportion to the position in the file.
/// </remarks>
public sealed class ConfigSource
{
    /// <summary>The deepest nesting that is read.</summary>
    internal const int MaxDepth = 64;

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
        var path = new StringBuilder();
        int place = offset;
        try
        {
            var reader = new Utf8JsonReader(Utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (FindOffset(ref reader, offset, path))
            {
                place = FollowSteps(ref reader, steps, path);
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
        ReadOnlySpan<byte> before = Utf8.Span[..Math.Min(offset, Utf8.Length)];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        int column = 1;
        foreach (byte unit in before[lineStart..])
        {
            column += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return new SourceLocation(jsonPath, offset, before.Count((byte)'\n') + 1, column);
    }

    private static bool FindOffset(ref Utf8JsonReader reader, int offset, StringBuilder path)
    {
        var frames = new List<JsonStep>();
        bool found = false;
        while (!found && reader.Read() && reader.TokenStartIndex <= offset)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    frames[^1] = NameOf(ref reader);
                    continue;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    frames.RemoveAt(frames.Count - 1);
                    continue;
            }

            if (frames.Count > 0 && frames[^1].Name is null)
            {
                frames[^1] = frames[^1].Index + 1;
            }

            found = reader.TokenStartIndex == offset;
            if (!found && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                frames.Add(reader.TokenType == JsonTokenType.StartArray ? -1 : string.Empty);
            }
        }

        foreach (JsonStep frame in frames)
        {
            Append(path, frame);
        }

        return found;
    }

    private static int FollowSteps(ref Utf8JsonReader reader, scoped ReadOnlySpan<JsonStep> steps, StringBuilder path)
    {
        int place = (int)reader.TokenStartIndex;
        bool exists = true;
        foreach (JsonStep step in steps)
        {
            Append(path, step);
            exists = exists && (step.Name is null ? EnterElement(ref reader, step.Index) : EnterField(ref reader, step.Name));
            place = exists ? (int)reader.TokenStartIndex : place;
        }

        return place;
    }

    private static bool EnterElement(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index-- == 0)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool EnterField(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        // The last of equal names counts, as in the parser.
        bool found = false;
        Utf8JsonReader last = reader;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool matches = reader.ValueIsEscaped ? NameOf(ref reader).Name == name : reader.ValueTextEquals(name);
            reader.Read();
            if (matches)
            {
                last = reader;
                found = true;
            }

            reader.Skip();
        }

        reader = last;
        return found;
    }

    private static JsonStep NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        }
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
