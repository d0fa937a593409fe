// SPDX-License-Identifier: Apache-2.0

using System.Globalization;

namespace Ocirt.Spec.Diagnostics;

/// <summary>One finding about a config.json: what is wrong, where, and what to do.</summary>
public sealed class Diagnostic
{
    private readonly string[] _args;

    internal Diagnostic(DiagnosticId id, string fileName, SourceLocation location, string[] args)
    {
        Id = id;
        FileName = fileName;
        Location = location;
        _args = args;
    }

    /// <summary>Which finding it is.</summary>
    public DiagnosticId Id { get; }

    /// <summary>How grave it is.</summary>
    public DiagnosticSeverity Severity => DiagnosticDescriptors.For(Id).Severity;

    /// <summary>The name of the file.</summary>
    public string FileName { get; }

    /// <summary>Where in the file.</summary>
    public SourceLocation Location { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, DiagnosticDescriptors.For(Id).Message, _args);

    /// <summary>What to do.</summary>
    public string Hint => string.Format(CultureInfo.InvariantCulture, DiagnosticDescriptors.For(Id).Hint, _args);

    /// <summary>The finding on one line: file, line, column, severity, id, path and message.</summary>
    public string ToLine()
    {
        string severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        string path = Location.JsonPath.Length == 0 ? string.Empty : Location.JsonPath + ": ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{FileName}:{Location.Line}:{Location.Column}: {severity} OCI{(int)Id}: {path}{Message}");
    }

    /// <summary>The finding on two lines, the second one with the hint.</summary>
    public override string ToString() => ToLine() + "\n  hint: " + Hint;
}
