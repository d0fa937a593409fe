// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;

using Ocirt.Spec;

namespace Ocirt.Fuzz;

/// <summary>The configurations that are changed: the template, those of engines, and the cases of the validator.</summary>
internal sealed class Corpus
{
    private const int LongestSeccompList = 12;

    private readonly List<JsonNode> _roots = [];
    private readonly List<(string Name, JsonNode? Value)> _values = [];

    private Corpus()
    {
    }

    internal int Count => _roots.Count;

    internal static Corpus Load(string repository)
    {
        var corpus = new Corpus();
        corpus.Add(JsonNode.Parse(SpecTemplate.Write())!);
        string engines = Path.Combine(repository, "..", "shared", "bundles");
        string cases = Path.Combine(repository, "tests", "Ocirt.Spec.Tests", "Cases");
        List<string> files = [];
        if (Directory.Exists(engines))
        {
            files.AddRange(Directory.GetFiles(engines, "*.json"));
        }

        files.AddRange(Directory.GetFiles(cases, "config.json", SearchOption.AllDirectories));
        files.Sort(StringComparer.Ordinal);
        foreach (string file in files)
        {
            try
            {
                if (JsonNode.Parse(File.ReadAllBytes(file)) is JsonObject root)
                {
                    // What JSON nodes cannot write, or hold twice, throws here.
                    _ = root.ToJsonString();
                    Shorten(root);
                    corpus.Add(root);
                }
            }
            catch (Exception broken) when (broken is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
            {
                // A case about broken JSON, or about fields that are given twice, has no structure to change.
            }
        }

        return corpus;
    }

    internal JsonNode Pick(Random random) => _roots[random.Next(_roots.Count)];

    /// <summary>A field of some configuration: its name and its value, which the caller clones.</summary>
    internal (string Name, JsonNode? Value) PickField(Random random) => _values[random.Next(_values.Count)];

    /// <summary>Very long lists of system calls make cases slow and no other.</summary>
    private static void Shorten(JsonObject root)
    {
        if (root["linux"]?["seccomp"]?["syscalls"] is JsonArray rules)
        {
            foreach (JsonNode? rule in rules)
            {
                if (rule?["names"] is JsonArray names)
                {
                    while (names.Count > LongestSeccompList)
                    {
                        names.RemoveAt(names.Count - 1);
                    }
                }
            }

            while (rules.Count > LongestSeccompList)
            {
                rules.RemoveAt(rules.Count - 1);
            }
        }
    }

    private void Add(JsonNode root)
    {
        List<(string, JsonNode?)> fields = [];
        Collect(root, fields);
        _values.AddRange(fields);
        _roots.Add(root);
    }

    private static void Collect(JsonNode? node, List<(string Name, JsonNode? Value)> values)
    {
        if (node is JsonObject fields)
        {
            foreach ((string name, JsonNode? value) in fields)
            {
                values.Add((name, value));
                Collect(value, values);
            }
        }
        else if (node is JsonArray elements)
        {
            foreach (JsonNode? element in elements)
            {
                Collect(element, values);
            }
        }
    }
}
