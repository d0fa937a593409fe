// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <summary>What can be found about a config.json. The numbers are shown to users and are never reused.</summary>
/// <remarks>1xxx: the JSON text and the types in it. 2xxx: rules of the specification. 3xxx: not carried out yet.</remarks>
public enum DiagnosticId
{
    /// <summary>The file holds nothing but white space.</summary>
    FileEmpty = 1001,

    /// <summary>The file is larger than what is read.</summary>
    FileTooLarge = 1002,

    /// <summary>The file begins with a byte order mark.</summary>
    ByteOrderMark = 1003,

    /// <summary>The file is not valid UTF-8.</summary>
    InvalidUtf8 = 1004,

    /// <summary>The JSON is broken.</summary>
    UnexpectedText = 1005,

    /// <summary>The file ends too early.</summary>
    UnexpectedEnd = 1006,

    /// <summary>Something follows the JSON object.</summary>
    TrailingText = 1007,

    /// <summary>The file has a comment.</summary>
    Comment = 1008,

    /// <summary>The JSON is nested too deep.</summary>
    TooDeep = 1009,

    /// <summary>A string holds a raw control character.</summary>
    RawControlCharacter = 1010,

    /// <summary>A string has an unknown escape.</summary>
    UnknownEscape = 1011,

    /// <summary>A number is malformed.</summary>
    BadNumber = 1012,

    /// <summary>A comma stands before a closing bracket.</summary>
    TrailingComma = 1013,

    /// <summary>A value has a wrong JSON type.</summary>
    WrongType = 1101,

    /// <summary>A number does not fit its field.</summary>
    NumberOutOfRange = 1102,

    /// <summary>A number is not an integer.</summary>
    NotAnInteger = 1103,

    /// <summary>A field is given more than once.</summary>
    DuplicateKey = 1104,

    /// <summary>A string holds a NUL character.</summary>
    NulInString = 1105,

    /// <summary>A string holds half of a surrogate pair.</summary>
    HalfSurrogate = 1106,

    /// <summary>There are more findings than are shown.</summary>
    TooManyFindings = 1107,
}
