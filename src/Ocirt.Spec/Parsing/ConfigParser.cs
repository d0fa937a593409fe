// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <summary>One pass over a config.json. Each Read method begins on the value's first token and ends on its last.</summary>
/// <remarks>Throws <see cref="JsonException"/> for broken JSON; every other finding goes to the bag.</remarks>
internal ref partial struct ConfigParser
{
    private readonly ConfigSource _source;
    private readonly DiagnosticBag _bag;
    private readonly List<string> _strings = [];
    private Utf8JsonReader _reader;

    internal ConfigParser(DiagnosticBag bag)
    {
        _source = bag.Source;
        _bag = bag;
        _reader = new Utf8JsonReader(_source.Utf8.Span, new JsonReaderOptions { MaxDepth = ConfigSource.MaxDepth });
    }

    private int Offset => (int)_reader.TokenStartIndex;

    /// <summary>Reads the whole file; null when it holds something else than an object.</summary>
    internal ContainerConfig? ParseContainer()
    {
        _reader.Read();
        ContainerConfig? config = ReadContainerConfig();
        if (config is null && _reader.TokenType == JsonTokenType.Null)
        {
            ReportWrongType(Expected.Object);
        }

        // Reads what may follow: the reader throws on anything but white space.
        _reader.Read();
        return config;
    }

    /// <summary>Reads a resources section that stands alone.</summary>
    internal void ParseResources()
    {
        _reader.Read();
        if (ReadResourcesConfig() is null && _reader.TokenType == JsonTokenType.Null)
        {
            ReportWrongType(Expected.Object);
        }

        _reader.Read();
    }

    /// <summary>Reads a file that holds the process section alone; null when it holds something else than an object.</summary>
    internal ContainerConfig? ParseProcess()
    {
        _reader.Read();
        ProcessConfig? process = ReadProcessConfig();
        if (process is null && _reader.TokenType == JsonTokenType.Null)
        {
            ReportWrongType(Expected.Object);
        }

        _reader.Read();
        return process is null ? null : new ContainerConfig(_source, ConfigNode.NoPlace) { Process = process };
    }

    private bool EnterObject(out int offset)
    {
        offset = Offset;
        return IsExpected(JsonTokenType.StartObject, Expected.Object);
    }

    private bool EnterArray() => IsExpected(JsonTokenType.StartArray, Expected.List);

    private bool IsExpected(JsonTokenType type, string expected)
    {
        if (_reader.TokenType == type)
        {
            return true;
        }

        if (_reader.TokenType != JsonTokenType.Null)
        {
            ReportWrongType(expected);
            _reader.Skip();
        }

        return false;
    }

    /// <summary>Moves to the value of the next field; false at the end of the object.</summary>
    private bool NextField(out ReadOnlySpan<byte> name)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }

        name = _reader.ValueIsEscaped ? UnescapedName() : _reader.ValueSpan;
        _reader.Read();
        return true;
    }

    /// <summary>As <see cref="NextField"/>, for an object whose keys are data.</summary>
    private bool NextKey(out string key)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            key = string.Empty;
            return false;
        }

        key = TextOfToken();
        _reader.Read();
        return true;
    }

    /// <summary>Moves to the next element that is not null; false at the end of the list.</summary>
    private bool NextElement(string expected)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.Null)
        {
            ReportWrongType(expected);
        }

        return _reader.TokenType != JsonTokenType.EndArray;
    }

    private void Once(ref ulong seen, int field)
    {
        if ((seen & (1UL << field)) != 0)
        {
            ReportDuplicate(Offset);
        }

        seen |= 1UL << field;
    }

    private string? ReadString() =>
        IsExpected(JsonTokenType.String, Expected.String) ? TextOfToken() : null;

    private bool? ReadBool()
    {
        if (_reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return _reader.TokenType == JsonTokenType.True;
        }

        IsExpected(JsonTokenType.True, Expected.Boolean);
        return null;
    }

    private int? ReadInt32() => (int?)ReadSigned(int.MinValue, int.MaxValue);

    private long? ReadInt64() => ReadSigned(long.MinValue, long.MaxValue);

    private ushort? ReadUInt16() => (ushort?)ReadUnsigned(ushort.MaxValue);

    private uint? ReadUInt32() => (uint?)ReadUnsigned(uint.MaxValue);

    private ulong? ReadUInt64() => ReadUnsigned(ulong.MaxValue);

    private long? ReadSigned(long min, long max)
    {
        if (!IsExpected(JsonTokenType.Number, Expected.Integer))
        {
            return null;
        }

        if (_reader.TryGetInt64(out long value) && value >= min && value <= max)
        {
            return value;
        }

        ReportNumber(min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private ulong? ReadUnsigned(ulong max)
    {
        if (!IsExpected(JsonTokenType.Number, Expected.Integer))
        {
            return null;
        }

        if (_reader.TryGetUInt64(out ulong value) && value <= max)
        {
            return value;
        }

        ReportNumber("0", max.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>Reads a list of strings. An element of another type becomes an empty string, so that indices stay.</summary>
    private string[] ReadStrings()
    {
        if (!EnterArray())
        {
            return [];
        }

        _strings.Clear();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.Null)
            {
                ReportWrongType(Expected.String);
            }

            _strings.Add(ReadString() ?? string.Empty);
        }

        return _strings.Count == 0 ? [] : _strings.ToArray();
    }

    private uint[] ReadUInt32s()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<uint>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.Null)
            {
                ReportWrongType(Expected.Integer);
            }

            list.Add(ReadUInt32() ?? 0);
        }

        return list.ToArray();
    }

    private NamedValue[] ReadMap()
    {
        if (!EnterObject(out _))
        {
            return [];
        }

        var list = new List<NamedValue>();
        Dictionary<string, int>? places = null;
        while (NextKey(out string key))
        {
            int offset = Offset;
            if (_reader.TokenType == JsonTokenType.Null)
            {
                ReportWrongType(Expected.String);
            }

            if (ReadString() is not { } value)
            {
                continue;
            }

            places ??= new Dictionary<string, int>(StringComparer.Ordinal);
            if (places.TryAdd(key, list.Count))
            {
                list.Add(new NamedValue(key, value, offset));
                continue;
            }

            ReportDuplicate(offset);
            list[places[key]] = new NamedValue(key, value, offset);
        }

        return list.ToArray();
    }

    /// <summary>Adds the value of a key to a list, or puts it in the place of an earlier one with the same key.</summary>
    private readonly void Keep<T>(List<T> list, ref Dictionary<string, int>? places, string key, T item)
        where T : ConfigNode
    {
        places ??= new Dictionary<string, int>(StringComparer.Ordinal);
        if (places.TryAdd(key, list.Count))
        {
            list.Add(item);
            return;
        }

        ReportDuplicate(item.Offset);
        list[places[key]] = item;
    }

    private readonly void ReportDuplicate(int offset) => _bag.Add(DiagnosticId.DuplicateKey, offset, []);
}
