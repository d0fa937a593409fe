// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

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
        < 5000 => ForPlan(id),
        < 6000 => ForDoubt(id),
        _ => ForHost(id),
    };

    private static DiagnosticDescriptor ForText(DiagnosticId id) => id switch
    {
        DiagnosticId.FileEmpty => Error(
            "the file is empty"u8,
            "write a JSON object; 'ocirt spec' writes one to begin with"u8),
        DiagnosticId.FileTooLarge => Error(
            "the file has {0} bytes, more than the {1} that are read"u8,
            "make it smaller"u8),
        DiagnosticId.ByteOrderMark => Error(
            "the file begins with a byte order mark"u8,
            "save it as UTF-8 without a byte order mark"u8),
        DiagnosticId.InvalidUtf8 => Error(
            "the byte 0x{0} is not valid UTF-8"u8,
            "save the file as UTF-8"u8),
        DiagnosticId.UnexpectedText => Error(
            "expected {0}, found {1}"u8,
            "mend the JSON here or just before"u8),
        DiagnosticId.UnexpectedEnd => Error(
            "the file ends inside {0} that begins at {1}"u8,
            "the file is cut off, or a closing bracket or quote is missing"u8),
        DiagnosticId.TrailingText => Error(
            "expected {0} after the JSON object, found {1}"u8,
            "remove what follows the closing brace"u8),
        DiagnosticId.Comment => Error(
            "comments are not allowed in JSON"u8,
            "remove the comment; annotations can hold notes"u8),
        DiagnosticId.TooDeep => Error(
            "nested deeper than {0} levels"u8,
            "no field of the specification is nested that deep; look for brackets that are never closed"u8),
        DiagnosticId.RawControlCharacter => Error(
            "a string holds the control character {1} as such"u8,
            "escape it, as in \\n, or close the string before it"u8),
        DiagnosticId.UnknownEscape => Error(
            "a string holds an escape that JSON does not know"u8,
            "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits"u8),
        DiagnosticId.BadNumber => Error(
            "{1} does not begin a valid number"u8,
            "numbers are decimal, without leading zeros, plus sign, underscores or units"u8),
        DiagnosticId.TrailingComma => Error(
            "expected {0}, found {1}"u8,
            "remove the comma before it"u8),
        DiagnosticId.WrongType => Error(
            "must be {0}, got {1}"u8,
            "give {0}, or leave the field out if it is optional"u8),
        DiagnosticId.NumberOutOfRange => Error(
            "must be an integer from {0} to {1}, got {2}"u8,
            "give a number in that range"u8),
        DiagnosticId.NotAnInteger => Error(
            "must be an integer from {0} to {1}, got {2}"u8,
            "write it without fraction and exponent"u8),
        DiagnosticId.DuplicateKey => Warning(
            "is given more than once, the last one counts, ignoring the others"u8,
            "keep one of them"u8),
        DiagnosticId.NulInString => Error(
            "holds a NUL character, which ends strings in system calls: {0}"u8,
            "remove the \\u0000"u8),
        DiagnosticId.HalfSurrogate => Error(
            "holds half of a surrogate pair, which is no character"u8,
            "write both halves, as in \\ud83d\\ude00, or the character itself"u8),
        DiagnosticId.TooManyFindings => Error(
            "too many findings, the rest is not shown"u8,
            "mend those above first"u8),
        DiagnosticId.FieldCaseDiffers => Warning(
            "is ignored, the name of the field is {0}"u8,
            "write it as {0}; upper and lower case count"u8),
        DiagnosticId.TooManyWarnings => Warning(
            "too many warnings, the rest is not shown"u8,
            "mend those above first"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };

    private static DiagnosticDescriptor Error(ReadOnlySpan<byte> message, ReadOnlySpan<byte> hint) =>
        Make(DiagnosticSeverity.Error, message, hint);

    private static DiagnosticDescriptor Warning(ReadOnlySpan<byte> message, ReadOnlySpan<byte> hint) =>
        Make(DiagnosticSeverity.Warning, message, hint);

    // The texts are UTF-8, which lies in the file until it is read; literals of UTF-16 are objects, and relocated at every start.
    private static DiagnosticDescriptor Make(DiagnosticSeverity severity, ReadOnlySpan<byte> message, ReadOnlySpan<byte> hint) =>
        new(severity, Encoding.UTF8.GetString(message), Encoding.UTF8.GetString(hint));
}
