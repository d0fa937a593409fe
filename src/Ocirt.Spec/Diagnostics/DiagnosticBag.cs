// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Diagnostics;

/// <summary>The findings about one file, in the order in which they were made.</summary>
/// <remarks>
/// After <see cref="MaxCount"/> findings one last one says so and the others are dropped. A finding about a value that
/// already has an error is dropped: it would only repeat it.
/// </remarks>
public sealed class DiagnosticBag
{
    /// <summary>The most findings that are kept.</summary>
    public const int MaxCount = 100;

    private readonly List<Diagnostic> _items = [];

    /// <summary>An empty bag for a file.</summary>
    public DiagnosticBag(ConfigSource source)
    {
        Source = source;
    }

    /// <summary>The file that the findings are about.</summary>
    public ConfigSource Source { get; }

    /// <summary>The findings.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether one of the findings is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a finding about a value below a node.</summary>
    /// <param name="id">Which finding.</param>
    /// <param name="node">The node.</param>
    /// <param name="steps">The way from the node to the value.</param>
    /// <param name="args">What fills the message's places, already in the form of <see cref="ValueText"/>.</param>
    public void Add(DiagnosticId id, ConfigNode node, ReadOnlySpan<JsonStep> steps, params string[] args)
    {
        ArgumentNullException.ThrowIfNull(node);
        Add(id, node.Offset, steps, args);
    }

    /// <summary>Adds a finding about the value at a byte position, or below it.</summary>
    public void Add(DiagnosticId id, int offset, ReadOnlySpan<JsonStep> steps, params string[] args)
    {
        if (_items.Count <= MaxCount)
        {
            Add(id, Source.Locate(offset, steps), args);
        }
    }

    internal void Add(DiagnosticId id, SourceLocation location, params string[] args)
    {
        if (_items.Count > MaxCount || IsKnownBad(location))
        {
            return;
        }

        id = _items.Count == MaxCount ? DiagnosticId.TooManyFindings : id;
        var added = new Diagnostic(id, Source.FileName, location, args);
        _items.Add(added);
        HasErrors |= added.Severity == DiagnosticSeverity.Error;
    }

    internal void Clear()
    {
        _items.Clear();
        HasErrors = false;
    }

    private bool IsKnownBad(SourceLocation location)
    {
        foreach (Diagnostic item in _items)
        {
            if (item.Severity == DiagnosticSeverity.Error
                && item.Location.ByteOffset == location.ByteOffset
                && item.Location.JsonPath == location.JsonPath)
            {
                return true;
            }
        }

        return false;
    }
}
