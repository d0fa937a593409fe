// SPDX-License-Identifier: Apache-2.0

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ocirt.Cli.Output;

/// <summary>How JSON is written: quotes and letters beyond ASCII stay readable, because no browser reads it.</summary>
internal static class JsonText
{
    /// <summary>On one line.</summary>
    internal static JsonWriterOptions OneLine => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For people too: one value on a line.</summary>
    internal static JsonWriterOptions Indented => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };
}
