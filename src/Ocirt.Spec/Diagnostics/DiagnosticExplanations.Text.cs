// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>The text and the types in it.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForText(DiagnosticId id) => id switch
    {
        DiagnosticId.FileEmpty =>
            "config.json is there, but holds nothing or white space only. It is often the trace of a program "u8
            + "that was stopped while it wrote the file, or of a full disk."u8,
        DiagnosticId.FileTooLarge =>
            "No real configuration comes near this size, so the file is probably another one. The limit bounds "u8
            + "the memory that a wrong file can cost."u8,
        DiagnosticId.ByteOrderMark =>
            "Some editors put the three bytes EF BB BF in front of UTF-8. JSON (RFC 8259, 8.1) does not allow "u8
            + "them, and other runtimes refuse the file too."u8,
        DiagnosticId.InvalidUtf8 =>
            "JSON is UTF-8. The byte at the place does not belong there; a file that was saved as Latin-1, or "u8
            + "cut in the middle of a character, looks like this."u8,
        DiagnosticId.UnexpectedText =>
            "The text is no JSON from here on, and what follows cannot be read either, so this is the only "u8
            + "finding of the file. Often the mistake is just before the place: a missing comma, quote or bracket."u8,
        DiagnosticId.UnexpectedEnd =>
            "An object, a list or a string is still open where the file ends. The finding names the place where "u8
            + "it begins. A program that was stopped while it wrote the file leaves one like this."u8,
        DiagnosticId.TrailingText =>
            "The file holds one JSON object and then something else. Two programs may have written to it, or a "u8
            + "part was pasted twice."u8,
        DiagnosticId.Comment =>
            "JSON has no comments. Keep notes in 'annotations', which the runtime passes through and shows in "u8
            + "'state'."u8,
        DiagnosticId.TooDeep =>
            "The deepest field of the specification is at level 8. The limit protects the reader against texts "u8
            + "made of brackets."u8,
        DiagnosticId.RawControlCharacter =>
            "Inside a string every character below U+0020 must be escaped. A string that lacks its closing quote "u8
            + "runs into the end of the line and is found here too."u8,
        DiagnosticId.UnknownEscape =>
            "A backslash begins an escape. To write a backslash itself, as in a path of another system or a "u8
            + "regular expression, write it twice."u8,
        DiagnosticId.BadNumber =>
            "Numbers in JSON are decimal. File modes are the usual trap: write 0644 as the decimal number 420."u8,
        DiagnosticId.TrailingComma =>
            "JSON allows no comma before a closing bracket, although many languages do."u8,
        DiagnosticId.WrongType =>
            "The field is there, and its value has another JSON type than the specification says. A number in "u8
            + "quotes is a string, and one string is no list of strings."u8,
        DiagnosticId.NumberOutOfRange =>
            "The number does not fit the type that the specification gives the field, so it cannot be what was "u8
            + "meant."u8,
        DiagnosticId.NotAnInteger =>
            "All numbers of the specification are integers. 1e3 and 1.0 are refused too, because not every "u8
            + "runtime reads them."u8,
        DiagnosticId.DuplicateKey =>
            "JSON leaves open what two fields of one name mean. This runtime, like those in Go, takes the last "u8
            + "one. A program that checks the file may look at the first one, so keep only one."u8,
        DiagnosticId.NulInString =>
            "Strings end up in system calls, where the character U+0000 ends them: what follows it would be "u8
            + "lost, and the name of another file or program be used."u8,
        DiagnosticId.HalfSurrogate =>
            "Characters beyond U+FFFF are written as two escapes, a high and a low surrogate. One alone stands "u8
            + "for no character and has no form in UTF-8."u8,
        DiagnosticId.TooManyFindings =>
            "Only the first hundred errors are shown. They often have one cause; mend what is shown and look "u8
            + "again."u8,
        DiagnosticId.FieldCaseDiffers =>
            "The specification's names are exact. Runtimes in Go take names of other case as well, so that a "u8
            + "container may get a setting from them and not from this runtime. It is therefore a warning of every "u8
            + "command, not only of 'ocirt validate'."u8,
        DiagnosticId.TooManyWarnings =>
            "Only the first hundred warnings are shown. Errors are still looked for and shown."u8,
        _ => default,
    };
}
