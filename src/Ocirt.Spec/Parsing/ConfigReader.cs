// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text.Json;
using System.Text.Unicode;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <summary>Reads a config.json into the model and collects every finding on the way.</summary>
/// <remarks>
/// Fields that the specification does not name are skipped, and null counts as absent. After a value of a wrong type
/// reading goes on; broken JSON ends it with one finding.
/// </remarks>
public static class ConfigReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaxFileSize = 64 << 20;

    /// <summary>Reads a configuration.</summary>
    /// <param name="utf8">The file; it is kept by the result and must not change.</param>
    /// <param name="fileName">What messages call the file.</param>
    /// <param name="collectsDoubts">Whether to report fields that the specification does not name, too.</param>
    public static ConfigReadResult Read(ReadOnlyMemory<byte> utf8, string fileName, bool collectsDoubts = false) =>
        Read(utf8, fileName, collectsDoubts, isProcess: false);

    /// <summary>Reads a file that holds the process section alone, as exec takes it.</summary>
    /// <param name="utf8">The file; it is kept by the result and must not change.</param>
    /// <param name="fileName">What messages call the file.</param>
    /// <returns>A configuration that has nothing but that process.</returns>
    public static ConfigReadResult ReadProcess(ReadOnlyMemory<byte> utf8, string fileName) =>
        Read(utf8, fileName, collectsDoubts: false, isProcess: true);

    private static ConfigReadResult Read(ReadOnlyMemory<byte> utf8, string fileName, bool collectsDoubts, bool isProcess)
    {
        var bag = new DiagnosticBag(new ConfigSource(utf8, fileName)) { CollectsDoubts = collectsDoubts };
        ContainerConfig? config = null;
        if (IsText(bag))
        {
            try
            {
                config = isProcess ? new ConfigParser(bag).ParseProcess() : new ConfigParser(bag).ParseContainer();
            }
            catch (JsonException broken)
            {
                bag.Clear();
                SyntaxErrors.Explain(bag, broken);
            }
        }

        return new ConfigReadResult(config, bag);
    }

    /// <summary>Reads a <c>linux.resources</c> object that stands alone.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="fileName">The name of the file, for messages.</param>
    /// <returns>What is wrong with its text and types; the limits themselves are checked as a part of a configuration.</returns>
    public static DiagnosticBag ReadResources(ReadOnlyMemory<byte> utf8, string fileName)
    {
        var bag = new DiagnosticBag(new ConfigSource(utf8, fileName)) { CollectsDoubts = true };
        if (IsText(bag))
        {
            try
            {
                new ConfigParser(bag).ParseResources();
            }
            catch (JsonException broken)
            {
                bag.Clear();
                SyntaxErrors.Explain(bag, broken);
            }
        }

        return bag;
    }

    private static bool IsText(DiagnosticBag bag)
    {
        ReadOnlySpan<byte> text = bag.Source.Utf8.Span;
        if (text.Length > MaxFileSize)
        {
            bag.Add(DiagnosticId.FileTooLarge, bag.Source.At(string.Empty, 0), $"{text.Length}", $"{MaxFileSize}");
            return false;
        }

        if (text.StartsWith("\uFEFF"u8))
        {
            bag.Add(DiagnosticId.ByteOrderMark, bag.Source.At(string.Empty, 0));
            return false;
        }

        if (!Utf8.IsValid(text))
        {
            SyntaxErrors.ExplainEncoding(bag);
            return false;
        }

        return true;
    }
}
