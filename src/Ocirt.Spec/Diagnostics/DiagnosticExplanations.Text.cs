// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>The text and the types in it.</content>
public static partial class DiagnosticExplanations
{
    private static string ForText(DiagnosticId id) => id switch
    {
        DiagnosticId.FileEmpty =>
            "config.json is there, but holds nothing or white space only. It is often the trace of a program "
            + "that was stopped while it wrote the file, or of a full disk.",
        DiagnosticId.FileTooLarge =>
            "No real configuration comes near this size, so the file is probably another one. The limit bounds "
            + "the memory that a wrong file can cost.",
        DiagnosticId.ByteOrderMark =>
            "Some editors put the three bytes EF BB BF in front of UTF-8. JSON (RFC 8259, 8.1) does not allow "
            + "them, and other runtimes refuse the file too.",
        DiagnosticId.InvalidUtf8 =>
            "JSON is UTF-8. The byte at the place does not belong there; a file that was saved as Latin-1, or "
            + "cut in the middle of a character, looks like this.",
        DiagnosticId.UnexpectedText =>
            "The text is no JSON from here on, and what follows cannot be read either, so this is the only "
            + "finding of the file. Often the mistake is just before the place: a missing comma, quote or bracket.",
        DiagnosticId.UnexpectedEnd =>
            "An object, a list or a string is still open where the file ends. The finding names the place where "
            + "it begins. A program that was stopped while it wrote the file leaves one like this.",
        DiagnosticId.TrailingText =>
            "The file holds one JSON object and then something else. Two programs may have written to it, or a "
            + "part was pasted twice.",
        DiagnosticId.Comment =>
            "JSON has no comments. Keep notes in 'annotations', which the runtime passes through and shows in "
            + "'state'.",
        DiagnosticId.TooDeep =>
            "The deepest field of the specification is at level 8. The limit protects the reader against texts "
            + "made of brackets.",
        DiagnosticId.RawControlCharacter =>
            "Inside a string every character below U+0020 must be escaped. A string that lacks its closing quote "
            + "runs into the end of the line and is found here too.",
        DiagnosticId.UnknownEscape =>
            "A backslash begins an escape. To write a backslash itself, as in a path of another system or a "
            + "regular expression, write it twice.",
        DiagnosticId.BadNumber =>
            "Numbers in JSON are decimal. File modes are the usual trap: write 0644 as the decimal number 420.",
        DiagnosticId.TrailingComma =>
            "JSON allows no comma before a closing bracket, although many languages do.",
        DiagnosticId.WrongType =>
            "The field is there, and its value has another JSON type than the specification says. A number in "
            + "quotes is a string, and one string is no list of strings.",
        DiagnosticId.NumberOutOfRange =>
            "The number does not fit the type that the specification gives the field, so it cannot be what was "
            + "meant.",
        DiagnosticId.NotAnInteger =>
            "All numbers of the specification are integers. 1e3 and 1.0 are refused too, because not every "
            + "runtime reads them.",
        DiagnosticId.DuplicateKey =>
            "JSON leaves open what two fields of one name mean. This runtime, like those in Go, takes the last "
            + "one. A program that checks the file may look at the first one, so keep only one.",
        DiagnosticId.NulInString =>
            "Strings end up in system calls, where the character U+0000 ends them: what follows it would be "
            + "lost, and the name of another file or program be used.",
        DiagnosticId.HalfSurrogate =>
            "Characters beyond U+FFFF are written as two escapes, a high and a low surrogate. One alone stands "
            + "for no character and has no form in UTF-8.",
        DiagnosticId.TooManyFindings =>
            "Only the first hundred errors are shown. They often have one cause; mend what is shown and look "
            + "again.",
        DiagnosticId.FieldCaseDiffers =>
            "The specification's names are exact. Runtimes in Go take names of other case as well, so that a "
            + "container may get a setting from them and not from this runtime. It is therefore a warning of every "
            + "command, not only of 'ocirt validate'.",
        DiagnosticId.TooManyWarnings =>
            "Only the first hundred warnings are shown. Errors are still looked for and shown.",
        _ => string.Empty,
    };
}
