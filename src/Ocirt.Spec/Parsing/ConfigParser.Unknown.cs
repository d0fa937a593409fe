// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec.Parsing;

/// <content>Fields that are not read.</content>
internal ref partial struct ConfigParser
{
    /// <summary>Skips the value of a field that this object does not have.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="known">
    /// The names that the object has, with blanks between them. One that is not read stands for another platform.
    /// </param>
    /// <remarks>
    /// A name that differs only in case is always reported: runtimes in Go take it for the field, so that leaving it
    /// out in silence would change the container. All other names only where doubts are asked for.
    /// </remarks>
    private void SkipUnknown(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        foreach (Range range in known.Split((byte)' '))
        {
            ReadOnlySpan<byte> field = known[range];
            if (Ascii.EqualsIgnoreCase(field, name))
            {
                if (!field.SequenceEqual(name))
                {
                    _bag.Add(DiagnosticId.FieldCaseDiffers, Offset, [], ValueText.Quote(Encoding.UTF8.GetString(field)));
                }

                _reader.Skip();
                return;
            }
        }

        if (_bag.CollectsDoubts)
        {
            ReportUnknown(name, known);
        }

        _reader.Skip();
    }

    private void ReportUnknown(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        string[] fields = Encoding.UTF8.GetString(known).Split(' ');
        if (Spelling.MostSimilar(Encoding.UTF8.GetString(name), fields) is { } similar)
        {
            _bag.Add(DiagnosticId.FieldMisspelled, Offset, [], ValueText.Quote(similar));
        }
        else
        {
            _bag.Add(DiagnosticId.FieldUnknown, Offset, []);
        }
    }
}
