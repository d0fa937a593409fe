// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

using FluentAssertions;

using Ocirt.Spec.Diagnostics;

using Xunit;

namespace Ocirt.Spec.Tests;

/// <summary>Throws changed texts at the reader and the validator. The seed is fixed: every run sees the same texts.</summary>
public sealed class MutationTests
{
    private const int Rounds = 5000;

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "-1", "1e99", "0x1", "99999999999999999999",
        "\"\"", "[]", "{}", "/*", "//", "\0", "\u00e9", "\n", "18446744073709551615", "\"mounts\"", "\"linux\"", "[[[[[[[[[[[[[[[[",
    ];

    [Fact]
    public void Changed_texts_give_findings_and_never_an_exception()
    {
        List<byte[]> originals = Originals();
        var random = new Random(20261124);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] text = Change(originals[round % originals.Count], random);
            IReadOnlyList<Diagnostic> findings = [];
            Action run = () => findings = ConfigCheck.Run(text);

            run.Should().NotThrow(because: $"round {round}: {Convert.ToBase64String(text)}");
            foreach (Diagnostic finding in findings)
            {
                finding.ToString().Should().MatchRegex("^config\\.json:[0-9]+:[0-9]+: (error|warning) OCI[0-9]{4}: [^\\n]+\\n  hint: [^\\n]+$");
            }
        }
    }

    /// <summary>The template and the golden cases, which between them have every field.</summary>
    private static List<byte[]> Originals()
    {
        List<byte[]> originals = [SpecTemplate.Write().ToArray()];
        string[] folders = Directory.GetDirectories(Path.Combine(ConfigCheck.ProjectFolder, "Cases"));
        Array.Sort(folders, StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            originals.Add(File.ReadAllBytes(Path.Combine(folder, "config.json")));
        }

        return originals;
    }

    private static byte[] Change(byte[] original, Random random)
    {
        var text = new List<byte>(original);
        for (int changes = random.Next(1, 4); changes > 0 && text.Count > 1; changes--)
        {
            int at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(random.Next(1, 40), text.Count - at));
                    break;
                case 2:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 3:
                    text.InsertRange(at, text.GetRange(random.Next(at + 1), Math.Min(30, text.Count - at)).ToArray());
                    break;
                default:
                    ReplaceValue(text, at, Tokens[random.Next(Tokens.Length)]);
                    break;
            }
        }

        return text.ToArray();
    }

    /// <summary>Puts a token in the place of the value that follows the next colon, so that the JSON often stays valid.</summary>
    private static void ReplaceValue(List<byte> text, int at, string token)
    {
        int colon = text.IndexOf((byte)':', at);
        int end = colon < 0 ? -1 : text.FindIndex(colon, unit => unit is (byte)',' or (byte)'\n');
        if (end > 0)
        {
            text.RemoveRange(colon + 1, end - colon - 1);
            text.InsertRange(colon + 1, Encoding.UTF8.GetBytes(token));
        }
    }
}
