// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Diagnostics;

/// <summary>The findings about one file, in the order in which they were made.</summary>
/// <remarks>
/// Of errors and of warnings <see cref="MaxCount"/> each are kept, and one last finding says that there are more: no
/// number of warnings hides an error or becomes one. A finding about a value that already has an error is dropped: it
/// would only repeat it.
/// </remarks>
public sealed class DiagnosticBag
{
    /// <summary>The most errors, and the most warnings, that are kept.</summary>
    public const int MaxCount = 100;

    private readonly List<Diagnostic> _items = [];
    private int _errors;

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
    public bool HasErrors => _errors > 0;

    /// <summary>
    /// Whether what is valid and probably a mistake is collected too (ids from 5000 on). It takes a closer look at the
    /// configuration, for <c>validate</c>; a launch does without.
    /// </summary>
    public bool CollectsDoubts { get; init; }

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
        if (HasRoom(id))
        {
            Add(id, Source.Locate(offset, steps), args);
        }
    }

    internal void Add(DiagnosticId id, SourceLocation location, params string[] args)
    {
        if (!HasRoom(id) || IsKnownBad(location))
        {
            return;
        }

        bool isError = IsError(id);
        if (CountOf(isError) == MaxCount)
        {
            id = isError ? DiagnosticId.TooManyFindings : DiagnosticId.TooManyWarnings;
        }

        _items.Add(new Diagnostic(id, Source.FileName, location, args));
        _errors += isError ? 1 : 0;
    }

    internal void Clear()
    {
        _items.Clear();
        _errors = 0;
    }

    private static bool IsError(DiagnosticId id) => DiagnosticDescriptors.For(id).Severity == DiagnosticSeverity.Error;

    private bool HasRoom(DiagnosticId id) => CountOf(IsError(id)) <= MaxCount;

    private int CountOf(bool isError) => isError ? _errors : _items.Count - _errors;

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
