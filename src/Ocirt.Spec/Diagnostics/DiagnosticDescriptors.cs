// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <summary>The table of findings: severity, message and hint of each id.</summary>
/// <remarks>docs/diagnostics.md lists the same ids; a test compares the two.</remarks>
public static partial class DiagnosticDescriptors
{
    /// <summary>The descriptor of an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is none of <see cref="DiagnosticId"/>.</exception>
    public static DiagnosticDescriptor For(DiagnosticId id) => (int)id switch
    {
        < 2000 => ForText(id),
        < 3000 => ForRule(id),
        < 4000 => ForUnsupported(id),
        < 5000 => ForPlan(id),
        < 6000 => ForDoubt(id),
        _ => ForHost(id),
    };

    private static DiagnosticDescriptor ForText(DiagnosticId id) => id switch
    {
        DiagnosticId.FileEmpty => Error(
            "the file is empty",
            "write a JSON object; 'ocirt spec' prints one to begin with"),
        DiagnosticId.FileTooLarge => Error(
            "the file has {0} bytes, more than the {1} that are read",
            "make it smaller"),
        DiagnosticId.ByteOrderMark => Error(
            "the file begins with a byte order mark",
            "save it as UTF-8 without a byte order mark"),
        DiagnosticId.InvalidUtf8 => Error(
            "the byte 0x{0} is not valid UTF-8",
            "save the file as UTF-8"),
        DiagnosticId.UnexpectedText => Error(
            "expected {0}, found {1}",
            "mend the JSON here or just before"),
        DiagnosticId.UnexpectedEnd => Error(
            "the file ends inside {0} that begins at {1}",
            "the file is cut off, or a closing bracket or quote is missing"),
        DiagnosticId.TrailingText => Error(
            "expected {0} after the JSON object, found {1}",
            "remove what follows the closing brace"),
        DiagnosticId.Comment => Error(
            "comments are not allowed in JSON",
            "remove the comment; annotations can hold notes"),
        DiagnosticId.TooDeep => Error(
            "nested deeper than {0} levels",
            "no field of the specification is nested that deep; look for brackets that are never closed"),
        DiagnosticId.RawControlCharacter => Error(
            "a string holds the control character {1} as such",
            "escape it, as in \\n, or close the string before it"),
        DiagnosticId.UnknownEscape => Error(
            "a string holds an escape that JSON does not know",
            "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"),
        DiagnosticId.BadNumber => Error(
            "{1} does not begin a valid number",
            "numbers are decimal, without leading zeros, plus sign, underscores or units"),
        DiagnosticId.TrailingComma => Error(
            "expected {0}, found {1}",
            "remove the comma before it"),
        DiagnosticId.WrongType => Error(
            "must be {0}, got {1}",
            "give {0}, or leave the field out if it is optional"),
        DiagnosticId.NumberOutOfRange => Error(
            "must be an integer from {0} to {1}, got {2}",
            "give a number in that range"),
        DiagnosticId.NotAnInteger => Error(
            "must be an integer from {0} to {1}, got {2}",
            "write it without fraction and exponent"),
        DiagnosticId.DuplicateKey => Warning(
            "is given more than once, the last one counts, ignoring the others",
            "keep one of them"),
        DiagnosticId.NulInString => Error(
            "holds a NUL character, which ends strings in system calls: {0}",
            "remove the \\u0000"),
        DiagnosticId.HalfSurrogate => Error(
            "holds half of a surrogate pair, which is no character",
            "write both halves, as in \\ud83d\\ude00, or the character itself"),
        DiagnosticId.TooManyFindings => Error(
            "too many findings, the rest is not shown",
            "mend those above first"),
        DiagnosticId.FieldCaseDiffers => Warning(
            "is ignored, the name of the field is {0}",
            "write it as {0}; upper and lower case count"),
        DiagnosticId.TooManyWarnings => Warning(
            "too many warnings, the rest is not shown",
            "mend those above first"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor Error(string message, string hint) => new(DiagnosticSeverity.Error, message, hint);

    private static DiagnosticDescriptor Warning(string message, string hint) => new(DiagnosticSeverity.Warning, message, hint);
}
