// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace Ocirt.Spec.Diagnostics;

/// <summary>
/// Finds places in a JSON text, and remembers enough on the way that many places in a large text cost one pass:
/// a mark every 64 KiB from which reading can go on, and where the children of the containers that were asked for are.
/// </summary>
internal sealed class SourceIndex
{
    private const int MarkDistance = 1 << 16;
    private const int MaxRememberedFields = 256;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<Mark> _marks = [];
    private readonly Dictionary<int, List<int>> _elements = [];
    private readonly Dictionary<int, Dictionary<string, int>> _fields = [];

    internal SourceIndex(ReadOnlyMemory<byte> text)
    {
        _text = text;
    }

    private static JsonReaderOptions Options => new() { MaxDepth = ConfigSource.MaxDepth };

    /// <summary>The way from the root to the value that begins at a byte position.</summary>
    /// <param name="offset">The position.</param>
    /// <param name="way">The steps; when no value begins there, those to the containers around it.</param>
    /// <returns>Whether a value begins there.</returns>
    /// <exception cref="JsonException">The text is broken before the position.</exception>
    internal bool FindWay(int offset, out List<JsonStep> way)
    {
        int nearest = _marks.FindLastIndex(mark => mark.Offset <= offset);
        int start = nearest < 0 ? 0 : _marks[nearest].Offset;
        way = nearest < 0 ? [] : [.. _marks[nearest].Way];
        JsonReaderState state = nearest < 0 ? new JsonReaderState(Options) : _marks[nearest].State;
        var reader = new Utf8JsonReader(_text.Span[start..], isFinalBlock: true, state);
        while (reader.Read() && start + reader.TokenStartIndex <= offset)
        {
            if (TakeToken(ref reader, way, start + (int)reader.TokenStartIndex == offset))
            {
                return true;
            }

            int end = start + (int)reader.BytesConsumed;
            if (end - (_marks.Count == 0 ? 0 : _marks[^1].Offset) >= MarkDistance)
            {
                _marks.Add(new Mark(end, reader.CurrentState, way.ToArray()));
            }
        }

        return false;
    }

    /// <summary>Where the value of a step from the container at a position begins; -1 when there is none.</summary>
    internal int FindChild(int container, JsonStep step)
    {
        if (step.Name is null)
        {
            List<int> elements = Elements(container);
            return step.Index < elements.Count ? elements[step.Index] : -1;
        }

        if (!_fields.TryGetValue(container, out Dictionary<string, int>? fields))
        {
            fields = ReadFields(container);
            _fields.Add(container, fields);
        }

        if (fields.TryGetValue(step.Name, out int place))
        {
            return place;
        }

        return fields.Count < MaxRememberedFields ? -1 : ScanForField(container, step.Name);
    }

    /// <summary>The text of a field's name, also when its escapes make no characters.</summary>
    internal static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    /// <summary>Brings the way up to date; true when the token is the value that is looked for.</summary>
    private static bool TakeToken(ref Utf8JsonReader reader, List<JsonStep> way, bool isWanted)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                way[^1] = NameOf(ref reader);
                return false;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                way.RemoveAt(way.Count - 1);
                return false;
        }

        if (way.Count > 0 && way[^1].Name is null)
        {
            way[^1] = way[^1].Index + 1;
        }

        if (!isWanted && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            way.Add(reader.TokenType == JsonTokenType.StartArray ? -1 : string.Empty);
        }

        return isWanted;
    }

    private List<int> Elements(int container)
    {
        if (_elements.TryGetValue(container, out List<int>? elements))
        {
            return elements;
        }

        elements = [];
        Utf8JsonReader reader = Enter(container);
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                elements.Add(container + (int)reader.TokenStartIndex);
                reader.Skip();
            }
        }

        _elements.Add(container, elements);
        return elements;
    }

    /// <summary>The last place of each of the first names, as many as are remembered.</summary>
    private Dictionary<string, int> ReadFields(int container)
    {
        var fields = new Dictionary<string, int>(StringComparer.Ordinal);
        Utf8JsonReader reader = Enter(container);
        bool isObject = reader.TokenType == JsonTokenType.StartObject;
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = NameOf(ref reader);
            reader.Read();
            if (fields.Count < MaxRememberedFields || fields.ContainsKey(name))
            {
                fields[name] = container + (int)reader.TokenStartIndex;
            }

            reader.Skip();
        }

        return fields;
    }

    private int ScanForField(int container, string name)
    {
        int place = -1;
        Utf8JsonReader reader = Enter(container);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool matches = reader.ValueIsEscaped ? NameOf(ref reader) == name : reader.ValueTextEquals(name);
            reader.Read();
            place = matches ? container + (int)reader.TokenStartIndex : place;
            reader.Skip();
        }

        return place;
    }

    /// <summary>A reader on the first token of the value at a position. What follows the value must not be read.</summary>
    private Utf8JsonReader Enter(int offset)
    {
        var reader = new Utf8JsonReader(_text.Span[offset..], Options);
        reader.Read();
        return reader;
    }

    private readonly record struct Mark(int Offset, JsonReaderState State, JsonStep[] Way);
}
